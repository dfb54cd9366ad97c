import type { Dialect } from './dialect';

/** The first release with sp-mem. */
export const qemu11_1: Dialect = {
  id: 'qemu-11.1',
  title: 'QEMU 11.1',
  recordedWith: 'QEMU 11.1.3',
  lacks: [],
  newestMachine: '11.1',
  spm: 'sp-mem',
};
