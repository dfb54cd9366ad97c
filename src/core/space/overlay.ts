/** Two maps of one space, laid over each other. */
import { addr } from '../base/addr';
import type { Range } from '../base/range';
import type { Partition } from './partition';
import type { Region } from './region';

/** A longest piece on which neither side changes. */
export interface OverlayPiece {
  readonly range: Range;
  /** Which side has something other than a hole here. */
  readonly has: 'left' | 'right' | 'both' | 'neither';
  /** Absent only beyond that side's limit. */
  readonly left?: Region;
  readonly right?: Region;
}

/** Walks both at once, from 0 to the larger limit: sorted, gapless pieces, in time linear in both. */
export function overlay(left: Partition, right: Partition): readonly OverlayPiece[] {
  const limit = Math.max(left.limit, right.limit);
  const pieces: OverlayPiece[] = [];
  let [leftIndex, rightIndex, start] = [0, 0, 0];
  while (start < limit) {
    const leftRegion = left.regions[leftIndex];
    const rightRegion = right.regions[rightIndex];
    const end = Math.min(leftRegion?.range.end ?? limit, rightRegion?.range.end ?? limit);
    pieces.push({
      range: { start: addr(start), end: addr(end) },
      has: sides(isThere(leftRegion), isThere(rightRegion)),
      ...(leftRegion === undefined ? {} : { left: leftRegion }),
      ...(rightRegion === undefined ? {} : { right: rightRegion }),
    });
    if (leftRegion?.range.end === end) leftIndex += 1;
    if (rightRegion?.range.end === end) rightIndex += 1;
    start = end;
  }
  return pieces;
}

const isThere = (region: Region | undefined): boolean => region !== undefined && region.kind !== 'hole';

function sides(left: boolean, right: boolean): OverlayPiece['has'] {
  if (left) return right ? 'both' : 'left';
  return right ? 'right' : 'neither';
}
