/** The scales that do not look at what a range is for: linear, logarithmic, and one height for every range. */
import { range, size, type Range } from '../core/base/range';
import { chain, type AddressScale, type Stretch } from './address-scale';
import type { Piece } from './pieces';
import { BASE_HEIGHT, FOLD_HEIGHT, powerOfTwoBelow, type LaneBeside } from './scale-compressed';

/** Least height of a linear or logarithmic axis, in px: below it nothing could be told apart. */
const LEAST_HEIGHT = 200;
/** The most that a range gets on the equal scale, in px. */
const MOST_EQUAL_HEIGHT = 56;

const isFold = (piece: Piece): boolean => piece.role === 'gap' && piece.folded;

/** Px for each byte at which a lane is as tall as it may be; nothing to go by where all of it is folded. */
function pxPerByte({ pieces, available }: LaneBeside): number {
  const open = pieces.reduce((sum, piece) => sum + (isFold(piece) ? 0 : size(piece.range)), 0);
  const folds = pieces.filter(isFold).length;
  return open === 0 ? Infinity : Math.max(LEAST_HEIGHT, available - folds * FOLD_HEIGHT) / open;
}

const NOTHING: LaneBeside = { pieces: [], available: 0 };

/** True to size, but for gaps that are folded at its end. */
export function linearScale(pieces: readonly Piece[], available: number, beside = NOTHING): AddressScale {
  const density = Math.min(pxPerByte({ pieces, available }), pxPerByte(beside));
  return chain(
    'linear',
    pieces.map((piece) => ({
      range: piece.range,
      height: isFold(piece) ? FOLD_HEIGHT : density * size(piece.range),
    })),
  );
}

/** Doublings of `unit`, counted from the start of the window, and the rest behind the last whole one. */
function doublings(window: Range, unit: number): Range[] {
  const steps: Range[] = [];
  let from = 0;
  const whole = size(window);
  for (let to = unit; from < whole; to *= 2) {
    const end = Math.min(to, whole);
    steps.push(range(window.start + from, window.start + end));
    from = end;
  }
  return steps;
}

/**
 * Each doubling of the distance from the window's start gets the same height and is straight inside, so that it can be inverted
 * exactly; the first stretch is as long as the smallest range. A folded gap at the end stays folded.
 */
export function logScale(pieces: readonly Piece[], available: number, beside = NOTHING): AddressScale {
  const open = pieces.filter((piece) => !isFold(piece));
  const fold = pieces.find(isFold);
  const first = open[0];
  const last = open.at(-1);
  const folded: Stretch[] = fold === undefined ? [] : [{ range: fold.range, height: FOLD_HEIGHT }];
  if (first === undefined || last === undefined) return chain('log', folded);
  const others = beside.pieces.filter((piece) => !isFold(piece));
  const smallest = [...open, ...others].reduce((least, piece) => Math.min(least, size(piece.range)), Infinity);
  const unit = powerOfTwoBelow(smallest);
  const steps = doublings({ start: first.range.start, end: last.range.end }, unit);
  const longest = Math.max(last.range.end, others.at(-1)?.range.end ?? 0) - first.range.start;
  const count = Math.max(steps.length, 1 + Math.ceil(Math.log2(longest / unit)));
  const least = others.length === 0 ? available : Math.min(available, beside.available);
  const height = Math.max(LEAST_HEIGHT, least - folded.length * FOLD_HEIGHT) / count;
  return chain('log', [...steps.map((step): Stretch => ({ range: step, height })), ...folded]);
}

/** At which all open pieces of a lane fit. */
function fittingHeight({ pieces, available }: LaneBeside): number {
  const folds = pieces.filter(isFold).length;
  const open = pieces.length - folds;
  if (pieces.length === 0) return MOST_EQUAL_HEIGHT;
  return open === 0 ? BASE_HEIGHT : (available - folds * FOLD_HEIGHT) / open;
}

/** Every range is equally tall, every gap folded. */
export function equalScale(pieces: readonly Piece[], available: number, beside = NOTHING): AddressScale {
  const fitting = Math.min(fittingHeight({ pieces, available }), fittingHeight(beside));
  const height = Math.min(Math.max(BASE_HEIGHT, fitting), MOST_EQUAL_HEIGHT);
  return chain(
    'equal',
    pieces.map((piece) => ({
      range: piece.range,
      height: isFold(piece) ? FOLD_HEIGHT : height,
    })),
  );
}
