import type { OwnPage } from '../rule-page';

export const nodeMixed: OwnPage = {
  code: 'numa/mixed-node',
  severity: 'warning',
  title: 'RAM and SPM on one node',
  what: 'A node has boot RAM and specific-purpose memory.',
  why: 'Linux chooses memory by node. Once kmem has added the SPM, nothing tells it from the RAM of the node, and a driver that looks its memory up by the domain finds both. QEMU accepts such nodes; those who reviewed the device advise against them.',
  works: 'A node for each kind of memory.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/mem/sp-mem.c' }],
};
