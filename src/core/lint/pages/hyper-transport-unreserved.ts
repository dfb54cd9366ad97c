import type { OwnPage } from '../rule-page';

export const hyperTransportUnreserved: OwnPage = {
  code: 'machine/hyper-transport-unreserved',
  severity: 'warning',
  title: 'Memory over the HyperTransport range',
  what: 'An old machine version puts RAM or the device-memory window over 0xfd00000000-0xffffffffff on an AMD CPU.',
  why: 'Versions before 7.1 neither reserve the range nor move RAM behind it. On an AMD host the IOMMU does not map it, so that a passed-through device cannot reach this memory, and VFIO refuses to start.',
  works: 'Version 7.1 or later, or less room for growth.',
  sources: [{ project: 'qemu', version: '7.1', place: 'hw/i386/pc.c, pc_memory_init' }],
};
