import { kindOfDriver, deviceKinds } from '../../devices/index';
import type { OtherDevice, PluggedDevice } from '../../qemu/machine';
import { findBus } from '../../qemu/pci';
import { done, failed, notFound, refused, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import { textOf, type QmpCommand } from './command';
import { findDevice } from './find-device';
import { behaviourOf } from '../../devices/behaviours';

/** qmp_device_del, then qdev_unplug, in their order. */
function run(machine: RunningMachine, given: Arguments): Reply {
  const name = textOf(given, 'id') ?? '';
  const found = findDevice(machine, name);
  if (found === undefined) {
    const object = /^\/objects\/(.*)$/s.exec(name)?.[1];
    return object !== undefined && machine.objects.has(object) ? failed(`${name} is not a device`) : notFound(name);
  }
  if ('other' in found) return otherDel(machine, found.other);
  const device = found.memory;
  const answer = unplugOf(machine, device, name);
  if (!('asks' in answer)) return answer;
  machine.changed.add(device);
  if (answer.asks === 'acpi') machine.registers.requestRemoval(device);
  else if (machine.context.machine.version.rules.unplugsThroughAcpi) machine.leaving.add(device);
  else powerOff(machine, device);
  return done();
}

/**
 * Who has to let the device go, or QEMU's refusal to ask.
 *
 * @param name by which it is asked for
 */
export function unplugOf(
  machine: RunningMachine,
  device: PluggedDevice,
  name: string,
): Reply | { readonly asks: 'acpi' | 'pci' } {
  if (machine.leaving.has(device)) {
    return refused('device/unplug-pending', `Device ${name} is already in the process of unplug`);
  }
  const fixed = device.pci === undefined ? undefined : fixedBus(machine, device.pci.bus);
  if (fixed !== undefined) return fixed;
  const behaviour = behaviourOf(deviceKinds.find(device.kind));
  const answer = behaviour?.unplug?.(machine.running(device), machine.context.machine);
  if (answer === undefined) {
    return refused('device/cold-plug-only', `Device '${device.info.type}' does not support hotplugging`);
  }
  return 'refused' in answer ? refused('device/unplug-refused', answer.refused) : answer;
}

/** A slot of native PCIe hotplug that no guest has powered yet lets its device go at once, the virtio part first. */
function powerOff(machine: RunningMachine, device: PluggedDevice): void {
  machine.events.push(['DEVICE_DELETED', { path: `${machine.pathOf(device)}/virtio-backend` }]);
  machine.remove(device);
}

function otherDel(machine: RunningMachine, { driver, bus }: OtherDevice): Reply {
  const fixed = bus === undefined ? undefined : fixedBus(machine, bus);
  return fixed ?? failed(`Device '${kindOfDriver(driver)?.driver ?? driver}' does not support hotplugging`);
}

function fixedBus({ population, context }: RunningMachine, name: string | undefined): Reply | undefined {
  const bus = name === undefined ? undefined : findBus(population.pci, name);
  if (bus === undefined || (bus.hotpluggable && (!bus.root || context.machine.acpi))) return undefined;
  return refused('device/bus-not-hotpluggable', `Bus '${bus.name ?? ''}' does not support hotplugging`);
}

export const deviceDel: QmpCommand = { id: 'device_del', takes: { id: { type: 'string', required: true } }, run };
