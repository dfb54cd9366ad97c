import type { OwnPage } from '../rule-page';

export const spmInterleaved: OwnPage = {
  code: 'numa/interleaved-spm',
  severity: 'info',
  title: 'A node’s SPM in pieces',
  what: 'SPM devices of one node lie on both sides of another node’s.',
  why: 'Devices lie in the order in which they are given. The guest gets a dax device for each piece, and a driver that expects the memory of its node in one range finds the first.',
  works: 'The devices of a node one after the other.',
  sources: [{ project: 'qemu', version: '11.1', place: 'hw/mem/memory-device.c, memory_device_get_free_addr' }],
};
