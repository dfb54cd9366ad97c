import { GiB, MiB } from '../../base/addr';
import { sample } from './sample';

export const smallVm = sample(
  {
    id: 'small-vm',
    title: 'Small VM that can grow',
    note: 'One DIMM is plugged, three slots are free, and a virtio-mem device gives out up to 8 GiB more.',
    source: 'A model, after QEMU’s docs/memory-hotplug.txt.',
  },
  {
    machine: { type: 'q35' },
    cpu: { model: 'Skylake-Server' },
    smp: { cpus: 4 },
    memory: { size: 4 * GiB, slots: 4, maxmem: 20 * GiB },
    backends: [
      { id: 'm1', type: 'ram', size: 4 * GiB },
      { id: 'm2', type: 'memfd', size: 8 * GiB, share: true, reserve: false },
    ],
    devices: [
      { kind: 'pc-dimm', id: 'dimm1', memdev: 'm1' },
      { kind: 'virtio-mem', id: 'vm1', memdev: 'm2', blockSize: 2 * MiB, requestedSize: 2 * GiB },
    ],
  },
);
