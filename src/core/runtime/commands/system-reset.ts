import { done, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

/**
 * No memory device changes. QEMU 11.1.3 ends in an assertion where a PCI device is asked to leave and the guest has not answered yet
 * (measured).
 */
function run(machine: RunningMachine): Reply {
  if (machine.leaving.size > 0) machine.isAlive = false;
  else machine.events.push(['RESET', { guest: false, reason: 'host-qmp-system-reset' }]);
  return done();
}

export const systemReset: QmpCommand = { id: 'system_reset', takes: {}, run };
