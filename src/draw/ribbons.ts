/** Bands from ranges of the host to the ranges of the guest that they back, as polygons. */
import type { Range } from '../core/base/range';
import type { Span } from './columns';

/** A band in px of the viewport: `top` and `bottom` are the lines of its edges, from left to right. */
export interface Band {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
  /** Its middle, where a plate may stand. */
  readonly middle: { readonly x: number; readonly y: number };
  /** Height in its middle. */
  readonly height: number;
}

interface BandScale {
  toPixel(address: number): number;
}

/** Points on each edge; a curve between two columns needs no more. */
const STEPS = 20;
/** A band is never thinner, in px. */
const LEAST = 2;
/** Hatching is as exact as this, in px. */
const GRAIN = 2;
/** Edges further out of sight are drawn at this many viewports' heights beyond it: what is in sight of them is the same. */
const BEYOND = 8;

/** A cubic curve with both handles at half the gap, level at both ends. */
function edge({ left, width }: Span, from: number, to: number): number[] {
  const points: number[] = [];
  for (let step = 0; step <= STEPS; step += 1) {
    const t = step / STEPS;
    const back = 1 - t;
    // With handles at half the gap, x of the curve is 1.5 t (1 - t) + t³ of the width.
    const x = 1.5 * t * back * back + 1.5 * t * t * back + t * t * t;
    const share = 3 * t * t * back + t * t * t;
    points.push(left + width * x, from + (to - from) * share);
  }
  return points;
}

/**
 * The band between two ranges; nothing where none of it is in sight.
 * @param height of the viewport, in px
 */
export function bandOf(
  { host, guest }: { readonly host: Range; readonly guest: Range },
  scales: { readonly host: BandScale; readonly guest: BandScale },
  span: Span,
  height: number,
): Band | undefined {
  const within = (pixel: number): number => Math.min(Math.max(pixel, -BEYOND * height), (BEYOND + 1) * height);
  const [hostTop, hostEnd] = [within(scales.host.toPixel(host.start)), within(scales.host.toPixel(host.end))];
  const [guestTop, guestEnd] = [within(scales.guest.toPixel(guest.start)), within(scales.guest.toPixel(guest.end))];
  const hostBottom = Math.max(hostEnd, hostTop + LEAST);
  const guestBottom = Math.max(guestEnd, guestTop + LEAST);
  if (Math.max(hostBottom, guestBottom) < 0 || Math.min(hostTop, guestTop) > height) return undefined;
  const [top, bottom] = [(hostTop + guestTop) / 2, (hostBottom + guestBottom) / 2];
  return {
    top: edge(span, hostTop, guestTop),
    bottom: edge(span, hostBottom, guestBottom),
    middle: { x: span.left + span.width / 2, y: (top + bottom) / 2 },
    height: bottom - top,
  };
}

/** The outline of a band, closed. */
export function outlineOf({ top, bottom }: Band): number[] {
  const points = [...top];
  for (let at = bottom.length - 2; at >= 0; at -= 2) points.push(bottom[at] ?? 0, bottom[at + 1] ?? 0);
  return points;
}

/** Whether a point lies on a band. */
export function isOnBand({ top, bottom }: Band, x: number, y: number): boolean {
  const above = edgeAt(top, x);
  const below = edgeAt(bottom, x);
  return above !== undefined && below !== undefined && y >= above - 1 && y <= below + 1;
}

/** The height of an edge of a band at `x`, in px; undefined where the band is not. */
export function edgeAt(points: readonly number[], x: number): number | undefined {
  for (let at = 2; at < points.length; at += 2) {
    if ((points[at] ?? 0) < x) continue;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.slice(at - 2, at + 2);
    if (x >= x0 && x <= x1) return x1 === x0 ? y0 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
  }
  return undefined;
}

/**
 * Strokes at 45 degrees over what is in sight of a band, so many px apart.
 * @param height of the viewport, in px
 */
export function hatchOf({ top, bottom }: Band, step: number, height: number): number[][] {
  const left = top[0] ?? 0;
  const right = top.at(-2) ?? left;
  const count = Math.floor((right - left) / GRAIN) + 1;
  const above = Float64Array.from({ length: count }, (_, at) => Math.max(0, edgeAt(top, left + at * GRAIN) ?? 0));
  const below = Float64Array.from({ length: count }, (_, at) =>
    Math.min(height, edgeAt(bottom, left + at * GRAIN) ?? 0),
  );
  const strokes: number[][] = [];
  // A stroke is the line y = c - x where it lies inside.
  const first = Math.ceil((Math.min(...above) + left) / step) * step;
  const last = Math.max(...below) + right;
  for (let c = first; c <= last; c += step) {
    let from: number | undefined;
    for (let at = 0; at <= count; at += 1) {
      const x = left + at * GRAIN;
      const y = c - x;
      const isInside = at < count && y >= (above[at] ?? 0) && y <= (below[at] ?? 0);
      if (isInside) from ??= x;
      else if (from !== undefined) {
        strokes.push([from, c - from, x - GRAIN, y + GRAIN]);
        from = undefined;
      }
    }
  }
  return strokes;
}
