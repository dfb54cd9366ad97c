/** Partitions that several tests of this folder draw. */
import { GiB, TiB } from '../core/base/addr';
import { range } from '../core/base/range';
import type { Partition } from '../core/space/partition';
import type { Region, RegionKind } from '../core/space/region';

const why = { rule: 'test/rule', steps: [] };

/** Cuts `[0, limit)` at these addresses; RAM and holes by turns, RAM first unless there is no cut. */
export function partitionOf(limit: number, cuts: readonly number[]): Partition {
  const edges = [...new Set([0, ...cuts.filter((cut) => cut > 0 && cut < limit), limit])].sort((a, b) => a - b);
  const regions = edges.slice(0, -1).map((start, index): Region => {
    const isHole = edges.length === 2 || index % 2 === 1;
    return {
      range: range(start, edges[index + 1] ?? limit),
      kind: isHole ? 'hole' : 'ram',
      name: `piece ${index}`,
      why,
    };
  });
  return { limit: range(0, limit).end, regions };
}

const piece = (start: number, end: number, kind: RegionKind, name: string, owner?: string, node?: number): Region => ({
  range: range(start, end),
  kind,
  name,
  why,
  ...(owner === undefined ? {} : { owner }),
  ...(node === undefined ? {} : { node }),
});

/** The guest with 64 GiB of RAM and four 128 GiB sp-mem devices, as the QEMU stage draws it. */
export const fourApuPartition: Partition = {
  limit: range(0, 2 ** 48).end,
  regions: [
    piece(0, 2 * GiB, 'ram', 'RAM low', 'nodes.0', 0),
    piece(2 * GiB, 4 * GiB, 'mmio', 'PCI, flash'),
    piece(4 * GiB, 66 * GiB, 'ram', 'RAM high', 'nodes.0', 0),
    piece(66 * GiB, 194 * GiB, 'soft-reserved', 'sp1', 'devices.0', 1),
    piece(194 * GiB, 322 * GiB, 'soft-reserved', 'sp2', 'devices.1', 2),
    piece(322 * GiB, 450 * GiB, 'soft-reserved', 'sp3', 'devices.2', 3),
    piece(450 * GiB, 578 * GiB, 'soft-reserved', 'sp4', 'devices.3', 4),
    piece(578 * GiB, 582 * GiB, 'device-memory-window', 'Window, free', 'memory.maxmem'),
    piece(582 * GiB, 614 * GiB, 'mmio', '64-bit PCI hole'),
    piece(614 * GiB, 1012 * GiB, 'hole', 'nothing'),
    piece(1012 * GiB, TiB, 'hyper-transport', 'HyperTransport'),
    piece(TiB, 2 ** 48, 'hole', 'nothing'),
  ],
};
