import { done, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

/**
 * No memory device changes, but virtio-mem gives up all that is plugged (virtio_mem_system_reset). QEMU 11.1.3 ends in an assertion where a PCI device is asked to leave and the guest has not answered yet
 * (measured).
 */
function run(machine: RunningMachine): Reply {
  if (machine.leaving.size > 0) {
    machine.isAlive = false;
    return done();
  }
  for (const device of machine.population.devices) {
    if (machine.running(device).pluggedSize === 0n) continue;
    machine.resized(device, 0n);
    machine.events.push(['MEMORY_DEVICE_SIZE_CHANGE', { id: device.id, size: 0, 'qom-path': machine.pathOf(device) }]);
  }
  machine.events.push(['RESET', { guest: false, reason: 'host-qmp-system-reset' }]);
  return done();
}

export const systemReset: QmpCommand = { id: 'system_reset', takes: {}, run };
