import { GiB } from '../../base/addr';
import { sample } from './sample';

export const overlapV1 = sample(
  {
    id: 'overlap-v1',
    title: 'What was wrong: one address, two types',
    note: 'The first posted spm=on leaves the RAM entry over the memory that it marks: carve it out, or make it an sp-mem device.',
    shows: 'table/overlap',
    source:
      'qemu-devel, “[PATCH] numa: add ‘spm’ option for special purpose memory”, 2025-09-24, its own example; the overlap was found on 2025-09-25.',
  },
  {
    dialect: 'spm-v1',
    machine: { type: 'q35' },
    smp: { cpus: 2 },
    memory: { size: 16 * GiB },
    backends: [
      { id: 'm0', type: 'ram', size: 8 * GiB },
      { id: 'm1', type: 'ram', size: 8 * GiB },
    ],
    nodes: [
      { id: 0, memdev: 'm0' },
      { id: 1, memdev: 'm1', mark: 'spm' },
    ],
    boot: { firmware: 'seabios', kernel: '7.2' },
  },
);
