import type { OwnPage } from '../rule-page';

export const spmMerged: OwnPage = {
  code: 'linux/spm-merged',
  severity: 'warning',
  title: 'Neighbouring SPM devices that Linux puts on one node',
  what: 'Specific-purpose devices of different nodes touch, and Linux makes one dax device of them, on the node of the first byte.',
  why: 'OVMF joins neighbouring entries of one type, and without an HMAT the kernel has nothing else to divide them by.',
  works: 'An HMAT that names each node’s memory, or a gap between devices of different nodes.',
  sources: [
    { project: 'edk2', version: 'stable202608', place: 'MdeModulePkg/Core/Dxe/Mem/Page.c, MergeMemoryMap' },
    { project: 'linux', version: '7.2', place: 'drivers/dax/hmem/device.c' },
  ],
};
