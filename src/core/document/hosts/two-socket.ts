import { RAM, RESERVED } from '../../base/e820';
import { GiB } from '../../base/addr';
import { hostPreset } from './host-preset';

export const twoSocketHost = hostPreset(
  {
    id: 'two-socket',
    title: 'Two sockets, 256 GiB each',
    note: 'An ordinary server: two nodes with CPUs and RAM, and no memory of a special kind.',
    source: 'A model of an ordinary server with UEFI: no single machine and no log stands behind its numbers.',
  },
  {
    physBits: 46,
    ranges: [
      { start: 0, size: 0xa_0000, type: RAM, node: 0, title: 'RAM, first 640 KiB' },
      { start: 0x10_0000, size: 2 * GiB - 0x10_0000, type: RAM, node: 0, title: 'RAM low' },
      { start: 0x8000_0000, size: 0x1000_0000, type: RESERVED, title: 'PCI configuration' },
      { start: 4 * GiB, size: 254 * GiB, type: RAM, node: 0, title: 'RAM, socket 0' },
      { start: 258 * GiB, size: 256 * GiB, type: RAM, node: 1, title: 'RAM, socket 1' },
    ],
    nodes: [
      { id: 0, size: 256 * GiB, cpus: '0-31' },
      { id: 1, size: 256 * GiB, cpus: '32-63' },
    ],
  },
);
