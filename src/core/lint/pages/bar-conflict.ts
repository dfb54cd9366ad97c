import type { OwnPage } from '../rule-page';

export const barConflict: OwnPage = {
  code: 'pci/bar-conflict',
  severity: 'error',
  title: 'A BAR lies over something else',
  what: 'A BAR with a given address overlaps a reserved range, memory or another BAR, or does not begin on a multiple of its size.',
  why: 'At one address one thing answers. Reserved ranges of etc/e820 are kept by the platform: 0xfd00000000-0xffffffffff for HyperTransport on AMD.',
  works: 'Another address, or none: then the firmware places it.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/i386/pc.c, pc_memory_init' }],
};
