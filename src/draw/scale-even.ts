/** The scales that do not look at what a range is for: linear, logarithmic, and one height for every range. */
import { range, size, type Range } from '../core/base/range';
import { chain, type AddressScale, type Stretch } from './address-scale';
import type { Piece } from './pieces';
import { BASE_HEIGHT, FOLD_HEIGHT, powerOfTwoBelow } from './scale-compressed';

/** Least height of a linear or logarithmic axis, in px: below it nothing could be told apart. */
const LEAST_HEIGHT = 200;
/** The most that a range gets on the equal scale, in px. */
const MOST_EQUAL_HEIGHT = 56;

/** True to size, but for gaps that are folded at its end. */
export function linearScale(pieces: readonly Piece[], available: number): AddressScale {
  const folds = pieces.filter((piece) => piece.role === 'gap' && piece.folded);
  const open =
    pieces.reduce((sum, piece) => sum + size(piece.range), 0) -
    folds.reduce((sum, piece) => sum + size(piece.range), 0);
  const height = Math.max(LEAST_HEIGHT, available - folds.length * FOLD_HEIGHT);
  return chain(
    'linear',
    pieces.map((piece) => ({
      range: piece.range,
      height: piece.role === 'gap' && piece.folded ? FOLD_HEIGHT : height * (size(piece.range) / open),
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
export function logScale(pieces: readonly Piece[], available: number): AddressScale {
  const open = pieces.filter((piece) => piece.role !== 'gap' || !piece.folded);
  const fold = pieces.find((piece) => piece.role === 'gap' && piece.folded);
  const first = open[0];
  const last = open.at(-1);
  const folded: Stretch[] = fold === undefined ? [] : [{ range: fold.range, height: FOLD_HEIGHT }];
  if (first === undefined || last === undefined) return chain('log', folded);
  const smallest = open.reduce((least, piece) => Math.min(least, size(piece.range)), Infinity);
  const steps = doublings({ start: first.range.start, end: last.range.end }, powerOfTwoBelow(smallest));
  const height = Math.max(LEAST_HEIGHT, available - folded.length * FOLD_HEIGHT) / steps.length;
  return chain('log', [...steps.map((step): Stretch => ({ range: step, height })), ...folded]);
}

/** Every range is equally tall, every gap folded. */
export function equalScale(pieces: readonly Piece[], available: number): AddressScale {
  const folds = pieces.filter((piece) => piece.role === 'gap' && piece.folded).length;
  const open = pieces.length - folds;
  const fitting = open === 0 ? BASE_HEIGHT : (available - folds * FOLD_HEIGHT) / open;
  const height = Math.min(Math.max(BASE_HEIGHT, fitting), MOST_EQUAL_HEIGHT);
  return chain(
    'equal',
    pieces.map((piece) => ({
      range: piece.range,
      height: piece.role === 'gap' && piece.folded ? FOLD_HEIGHT : height,
    })),
  );
}
