import type { OwnPage } from '../rule-page';

export const nodeUnused: OwnPage = {
  code: 'numa/node-unused',
  severity: 'info',
  title: 'A node that nothing uses',
  what: 'A node has no memory, no CPUs and no device, and nothing else names it.',
  why: 'QEMU announces it with no entry of the SRAT, so the guest does not see it. A node of memory alone (HBM, CXL) is no such node, and the last one takes the free window.',
  works: 'Give it something, or leave it out.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/i386/acpi-build.c, build_srat' }],
};
