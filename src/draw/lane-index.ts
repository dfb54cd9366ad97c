/** What is looked up in the pieces of an axis for every picture of it, made once for each plan: pictures then cost what is in sight. */
import type { Region } from '../core/space/region';
import type { Piece } from './pieces';

export interface LaneIndex {
  readonly length: number;
  /** Where each piece starts; one more, where the last one ends. */
  readonly starts: Float64Array;
  /** How many pieces before this one are ranges or rows of them; one more, for all. */
  readonly boxesBefore: Uint32Array;
  /** How many regions that are not gaps lie before this piece; one more, for all. */
  readonly regionsBefore: Uint32Array;
}

const known = new WeakMap<readonly Piece[], LaneIndex>();

export function laneIndex(pieces: readonly Piece[]): LaneIndex {
  const before = known.get(pieces);
  if (before !== undefined) return before;
  const { length } = pieces;
  const starts = new Float64Array(length + 1);
  const boxesBefore = new Uint32Array(length + 1);
  const regionsBefore = new Uint32Array(length + 1);
  pieces.forEach((piece, at) => {
    const isGap = piece.role === 'gap';
    starts[at] = piece.range.start;
    boxesBefore[at + 1] = (boxesBefore[at] ?? 0) + (isGap ? 0 : 1);
    const regions = isGap ? 0 : piece.role === 'group' ? piece.regions.length : 1;
    regionsBefore[at + 1] = (regionsBefore[at] ?? 0) + regions;
  });
  starts[length] = pieces[length - 1]?.range.end ?? 0;
  const index = { length, starts, boxesBefore, regionsBefore };
  known.set(pieces, index);
  return index;
}

export const regionsOf = (piece: Piece | undefined): readonly Region[] =>
  piece === undefined ? [] : piece.role === 'group' ? piece.regions : [piece.region];

/** The last index from `from` on whose pixel is below `limit`; tops rise with the index. Near ones are found first. */
export function lastBelow(topOf: (index: number) => number, from: number, last: number, limit: number): number {
  let low = from;
  let step = 1;
  while (low + step <= last && topOf(low + step) < limit) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, last + 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (topOf(middle) < limit) low = middle;
    else high = middle;
  }
  return low;
}
