import { GiB, KiB } from '../../base/addr';
import { sample } from './sample';

export const persistentMemory = sample(
  {
    id: 'persistent-memory',
    title: 'NVDIMM and virtio-pmem',
    note: 'Two kinds of persistent memory: the NVDIMM has an SRAT entry of its own, the virtio-pmem device is in no firmware table.',
    source: 'QEMU’s docs/nvdimm.txt and its manual of virtio-pmem.',
  },
  {
    machine: { type: 'q35', nvdimm: true },
    cpu: { model: 'Cascadelake-Server' },
    smp: { cpus: 4 },
    memory: { size: 8 * GiB, slots: 2, maxmem: 32 * GiB },
    backends: [
      { id: 'pmem1', type: 'file', path: '/tmp/nvdimm1.img', size: 8 * GiB, share: true },
      { id: 'pmem2', type: 'file', path: '/tmp/pmem2.img', size: 4 * GiB, share: true },
    ],
    devices: [
      { kind: 'nvdimm', id: 'nvdimm1', memdev: 'pmem1', labelSize: 256 * KiB },
      { kind: 'virtio-pmem', id: 'vpmem1', memdev: 'pmem2' },
    ],
  },
);
