/** What stands on an address axis: the ranges of a partition, its gaps, and rows of equal ranges drawn as one. */
import { intersection, size, type Range } from '../core/base/range';
import type { Partition } from '../core/space/partition';
import type { Region } from '../core/space/region';

export type Piece =
  | { readonly role: 'region'; readonly range: Range; readonly region: Region }
  /** Equal neighbours in a row. */
  | { readonly role: 'group'; readonly range: Range; readonly regions: readonly Region[] }
  | { readonly role: 'gap'; readonly range: Range; readonly region: Region; readonly folded: boolean };

export interface PieceOptions {
  /** The part of the space to show; all of it if absent. */
  readonly window?: Range;
  /** Starts of the gaps and groups that the user opened. */
  readonly unfolded?: ReadonlySet<number>;
  /** `long`: from four times the larger neighbour; `always`; `last`: only the one behind the last range. */
  readonly foldGaps?: 'long' | 'always' | 'last';
}

/** A gap this many times its larger neighbour is folded. */
const FOLD_FROM = 4;
/** So many equal neighbours become one range. */
const GROUP_FROM = 8;

const isGap = (region: Region): boolean => region.kind === 'hole';
const startOf = (piece: Piece): number => piece.range.start;

/** The length of the row of equal ranges that begins at `index`. */
function rowLength(regions: readonly Region[], index: number): number {
  const first = regions[index];
  if (first === undefined || isGap(first)) return 1;
  let next = index + 1;
  for (let other = regions[next]; other !== undefined; other = regions[next]) {
    if (other.kind !== first.kind || size(other.range) !== size(first.range)) break;
    next += 1;
  }
  return next - index;
}

function clipped(regions: readonly Region[], window: Range): Region[] {
  return regions.flatMap((region) => {
    const range = intersection(region.range, window);
    if (range === undefined) return [];
    return range.start === region.range.start && range.end === region.range.end ? [region] : [{ ...region, range }];
  });
}

const pieceOf = (region: Region): Piece =>
  isGap(region)
    ? { role: 'gap', range: region.range, region, folded: false }
    : { role: 'region', range: region.range, region };

function rows(regions: readonly Region[], unfolded: ReadonlySet<number>): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < regions.length;) {
    const region = regions[index];
    if (region === undefined) break;
    const length = rowLength(regions, index);
    const last = regions[index + length - 1] ?? region;
    if (length >= GROUP_FROM && !unfolded.has(region.range.start)) {
      const range = { start: region.range.start, end: last.range.end };
      pieces.push({ role: 'group', range, regions: regions.slice(index, index + length) });
    } else {
      for (let each = index; each < index + length; each += 1) pieces.push(pieceOf(regions[each] ?? region));
    }
    index += length;
  }
  return pieces;
}

function isFolded(pieces: readonly Piece[], index: number, options: PieceOptions): boolean {
  const gap = pieces[index];
  if (gap?.role !== 'gap' || options.unfolded?.has(startOf(gap)) === true) return false;
  switch (options.foldGaps ?? 'long') {
    case 'always':
      return true;
    case 'last':
      return index === pieces.length - 1;
    case 'long': {
      const lengthAt = (at: number): number => {
        const piece = pieces[at];
        return piece === undefined ? 0 : size(piece.range);
      };
      return size(gap.range) >= FOLD_FROM * Math.max(lengthAt(index - 1), lengthAt(index + 1));
    }
  }
}

/** The pieces of an axis, sorted and gapless over the window. */
export function axisPieces(partition: Partition, options: PieceOptions = {}): Piece[] {
  const regions = options.window === undefined ? partition.regions : clipped(partition.regions, options.window);
  const pieces = rows(regions, options.unfolded ?? new Set());
  return pieces.map((piece, index) =>
    piece.role === 'gap' && isFolded(pieces, index, options) ? { ...piece, folded: true } : piece,
  );
}
