/** One axis for two partitions: an address lies at the same height whichever of them it is of. */
import { addr } from '../core/base/addr';
import { range as rangeOf, type Range } from '../core/base/range';
import { UNUSED, type Partition } from '../core/space/partition';
import type { Region, RegionKind } from '../core/space/region';
import type { Piece } from './pieces';

/** Neighbours of one kind and size would become one row of the axis, and each must keep its own height. */
const ALTERNATING: readonly [RegionKind, RegionKind] = ['ram', 'reserved'];

const isSomething = ({ kind }: Region): boolean => kind !== 'hole';

/** Where either of them has an edge, rising. */
function edgesOf(sides: readonly (readonly Region[])[], limit: number): number[] {
  const edges = new Set<number>([0, limit]);
  for (const { range } of sides.flat().filter(isSomething)) {
    edges.add(range.start);
    edges.add(range.end);
  }
  return [...edges].filter((edge) => edge <= limit).sort((a, b) => a - b);
}

/**
 * A partition with every edge of both, and holes where neither has anything: what the axis of both is built from. It stands for heights
 * alone; its kinds and names mean nothing.
 * @param sides the regions of both, ascending; of a refused layout there may be none
 * @param limit exclusive end of the wider of them
 */
export function sharedPartition(sides: readonly (readonly Region[])[], limit: number): Partition {
  const edges = edgesOf(sides, limit);
  const rows = sides.map((regions) => regions.filter(isSomething));
  const at = rows.map(() => 0);
  const regions: Region[] = [];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [start = 0, end = 0] = edges.slice(index, index + 2);
    const isTaken = rows.some((row, side) => {
      while ((row[at[side] ?? 0]?.range.end ?? Infinity) <= start) at[side] = (at[side] ?? 0) + 1;
      return (row[at[side] ?? 0]?.range.start ?? Infinity) <= start;
    });
    const last = regions.at(-1);
    if (!isTaken && last?.kind === 'hole') {
      regions[regions.length - 1] = { ...last, range: rangeOf(last.range.start, end) };
      continue;
    }
    const kind = isTaken ? ALTERNATING[index % 2 === 0 ? 0 : 1] : 'hole';
    regions.push({ range: rangeOf(start, end), kind, name: '', why: UNUSED });
  }
  return { limit: addr(limit), regions };
}

/** The pieces of one of them on the axis of both: a gap is folded where the axis is, and open where the other one has something. */
export function piecesOnAxis(regions: readonly Region[], axis: readonly Piece[]): Piece[] {
  const folds = axis.filter((piece) => piece.role === 'gap' && piece.folded).map(({ range }) => range);
  const pieces: Piece[] = [];
  const gap = (region: Region, range: Range, folded: boolean): void => {
    if (range.start < range.end) pieces.push({ role: 'gap', range, region, folded });
  };
  let next = 0;
  const limit = axis.at(-1)?.range.end ?? 0;
  const last = regions.at(-1);
  const whole: readonly Region[] =
    last !== undefined && last.range.end < limit
      ? [...regions, { range: rangeOf(last.range.end, limit), kind: 'hole', name: '', why: UNUSED }]
      : regions;
  for (const region of whole) {
    const { range } = region;
    if (isSomething(region)) {
      pieces.push({ role: 'region', range, region });
      continue;
    }
    let from: number = range.start;
    for (let fold = folds[next]; fold !== undefined && fold.start < range.end; fold = folds[next]) {
      // A fold lies where neither has anything, but a hole of one may be of two kinds, side by side.
      const start = Math.max(from, fold.start);
      const end = Math.min(range.end, fold.end);
      gap(region, rangeOf(from, start), false);
      gap(region, rangeOf(start, end), true);
      from = end;
      if (fold.end > range.end) break;
      next += 1;
    }
    gap(region, rangeOf(from, range.end), false);
  }
  return pieces;
}
