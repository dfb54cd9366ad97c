import { done, type QmpEvent, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';
import type { QmpCommand } from './command';

type Data = QmpEvent[1];

/** By address (memory_device_build_list). Sizes of a virtio-mem device are those of now. */
export function memoryDeviceList(machine: RunningMachine): readonly { readonly type: string; readonly data: Data }[] {
  return machine.population.devices
    .toSorted((a, b) => (a.address < b.address ? -1 : 1))
    .map((device) => {
      const { info, requestedSize, pluggedSize } = machine.running(device);
      const isResizable = 'requested-size' in info.data;
      const data = isResizable ? { ...info.data, 'requested-size': requestedSize, size: pluggedSize } : info.data;
      return { type: info.type, data };
    });
}

const run = (machine: RunningMachine): Reply => done(memoryDeviceList(machine));

export const queryMemoryDevices: QmpCommand = { id: 'query-memory-devices', takes: {}, run };
