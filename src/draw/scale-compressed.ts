/**
 * The compressed scale: order and adjacency are true, every range is tall enough to read, and long gaps are folded. A range grows by
 * the same number of pixels for each doubling of its size.
 */
import { size } from '../core/base/range';
import { chain, type AddressScale } from './address-scale';
import type { Piece } from './pieces';

/** Height of a range of the base size, in px. */
export const BASE_HEIGHT = 22;
/** Height of a folded gap, in px. */
export const FOLD_HEIGHT = 25;
/** Least and most px for each doubling. */
export const PX_PER_DOUBLING = { least: 4, most: 9 } as const;
/** On an axis taller than this, in px, the most grows by one for so many px more: a large screen is filled, and not a third of it. */
const TALL = { from: 1000, each: 40 } as const;

const mostFor = (available: number): number => PX_PER_DOUBLING.most + Math.max(0, available - TALL.from) / TALL.each;

export interface Compression {
  /** The largest power of two that is not above the smallest range that is not folded away, in bytes. */
  readonly base: number;
  readonly pxPerDoubling: number;
}

const isFold = (piece: Piece): boolean => piece.role === 'gap' && piece.folded;

/** The largest power of two that is not above a number of at least 1. `Math.log2` alone may round up just below a power. */
export function powerOfTwoBelow(value: number): number {
  const power = 2 ** Math.round(Math.log2(value));
  return power > value ? power / 2 : power;
}

/** A lane and the height that it has to fill, in px. */
export interface LaneBeside {
  readonly pieces: readonly Piece[];
  readonly available: number;
}

/** Chooses how steeply heights grow so that the pieces of all lanes fit; equal sizes come out equally tall in all of them. */
export function compressionFor(lanes: readonly LaneBeside[]): Compression {
  let smallest = Infinity;
  for (const { pieces } of lanes) {
    for (const piece of pieces) if (!isFold(piece)) smallest = Math.min(smallest, size(piece.range));
  }
  const base = Number.isFinite(smallest) ? powerOfTwoBelow(smallest) : 1;
  const steepest = lanes.map(({ pieces, available }) => {
    let doublings = 0;
    let fixed = 0;
    for (const piece of pieces) {
      fixed += isFold(piece) ? FOLD_HEIGHT : BASE_HEIGHT;
      doublings += isFold(piece) ? 0 : Math.log2(size(piece.range) / base);
    }
    return doublings === 0 ? PX_PER_DOUBLING.most : (available - fixed) / doublings;
  });
  const fitting = Math.min(...steepest, ...lanes.map(({ available }) => mostFor(available)));
  return { base, pxPerDoubling: Math.max(PX_PER_DOUBLING.least, fitting) };
}

export function compressedScale(pieces: readonly Piece[], compression: Compression): AddressScale {
  const { base, pxPerDoubling } = compression;
  return chain(
    'compressed',
    pieces.map((piece) => ({
      range: piece.range,
      height: isFold(piece) ? FOLD_HEIGHT : BASE_HEIGHT + pxPerDoubling * Math.log2(size(piece.range) / base),
    })),
  );
}
