import type { LayoutEvent } from '../../document/schema';
import type { PluggedDevice } from '../../qemu/machine';
import type { StepOutcome } from '../../space/timeline';
import { deviceDel, objectDel } from '../commands';
import { refusalOf, refusedEnd, type StepKind } from '../step-kind';
import type { World } from '../world';

/** What became of a request to let a device go, once the guest had its turn. */
export function afterRequest(world: World, device: PluggedDevice): StepOutcome {
  if (!world.has(device)) return 'released';
  const { registers, leaving } = world.machine;
  return registers.isRemovalAsked(device) || leaving.has(device) ? 'pending' : 'declined';
}

/** `device_del`, and `object-del` of the backend if that is wished and the device is gone. */
export const unplug: StepKind<Extract<LayoutEvent, { do: 'unplug' }>> = {
  words: ({ device }) => `unplugs ${device}`,
  run(world, { device: id, answer, dropsBackend }) {
    const device = world.find(id);
    const found = device === undefined ? {} : { device };
    const refusal = refusalOf(world.ask(deviceDel(id)));
    if (refusal !== undefined) return refusedEnd(refusal, found);
    world.settle(answer === undefined ? undefined : { answer });
    if (device === undefined) return { outcome: 'done' };
    const outcome = afterRequest(world, device);
    if (outcome === 'released' && dropsBackend === true) world.ask(objectDel(device.memdev));
    return { outcome, ...found };
  },
};
