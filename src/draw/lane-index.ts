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

/** The piece that has an address: the last one that starts at or below it. */
export function pieceAt({ starts, length }: Pick<LaneIndex, 'starts' | 'length'>, address: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? Infinity) <= address) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The last index from `from` on whose value is below `limit`, or `from`; values rise with the index.
 * @param guess where to begin: the closer, the faster
 */
export function lastBelow(
  valueOf: (index: number) => number,
  from: number,
  last: number,
  limit: number,
  guess = from,
): number {
  let low = Math.min(Math.max(guess, from), last);
  let high: number;
  let step = 1;
  if (low === from || valueOf(low) < limit) {
    while (low + step <= last && valueOf(low + step) < limit) {
      low += step;
      step *= 2;
    }
    high = Math.min(low + step, last + 1);
  } else {
    high = low;
    while (high - step > from && valueOf(high - step) >= limit) {
      high -= step;
      step *= 2;
    }
    low = Math.max(high - step, from);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (valueOf(middle) < limit) low = middle;
    else high = middle;
  }
  return low;
}
