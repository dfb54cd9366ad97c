/** The machine at a moment, as the map and the tables show it. */
import type { GuestFacts } from '../guest/guest';
import type { PluggedDevice } from '../qemu/machine';
import type { DocPath } from '../space/region';
import { narrow } from '../stages/narrow';
import { partitionOf } from '../stages/qemu/index';
import { memoryDevices } from '../stages/qemu/tables';
import type { StageContext } from '../stages/stage';
import type { MachineNow } from './instant';
import type { World } from './world';

/** `events.3` or `devices.0`. */
export const ownerOf =
  ({ origins }: Pick<World, 'origins'>) =>
  (device: PluggedDevice): DocPath | undefined => {
    const origin = origins.get(device);
    if (origin === undefined) return undefined;
    return origin < 0 ? `devices.${-1 - origin}` : `events.${origin}`;
  };

export function machineNow(context: StageContext, world: World, facts: GuestFacts | undefined): MachineNow {
  const { machine } = world;
  // A QEMU that has ended has no devices any more.
  const devices = machine.isAlive ? machine.population.devices : [];
  const then = { devices, ownerOf: ownerOf(world) };
  const cpu = partitionOf(context, then);
  return {
    cpu,
    memoryDevices: memoryDevices(then, cpu, (device) => infoOf(world, device)),
    used: machine.isAlive ? narrow(machine.population.used) : 0,
    ...(facts === undefined
      ? {}
      : {
          linux: {
            iomem: facts.iomem,
            firmwareMemmap: facts.firmwareMemmap,
            blocks: facts.blockRuns,
            nodes: facts.nodes,
          },
        }),
  };
}

/** As `query-memory-devices` says it now: sizes of a virtio-mem device change. */
function infoOf({ machine }: World, device: PluggedDevice): PluggedDevice['info'] {
  if (!('requested-size' in device.info.data)) return device.info;
  const { requestedSize, pluggedSize } = machine.running(device);
  return { ...device.info, data: { ...device.info.data, 'requested-size': requestedSize, size: pluggedSize } };
}
