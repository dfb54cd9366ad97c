import { done, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

/** Boot RAM, and what all memory devices have plugged (get_plugged_memory_size): of virtio-mem its size of now. */
function run(machine: RunningMachine): Reply {
  const plugged = machine.population.devices.reduce((sum, device) => {
    const isResizable = 'requested-size' in device.info.data;
    return sum + (isResizable ? machine.running(device).pluggedSize : device.size);
  }, 0n);
  return done({ 'base-memory': machine.context.memory.ram, 'plugged-memory': plugged });
}

export const queryMemorySizeSummary: QmpCommand = { id: 'query-memory-size-summary', takes: {}, run };
