/**
 * Address axes: where an address lies in pixels, and which byte lies under a pixel. Every kind of scale is a chain of straight
 * segments, so one projection serves all of them: monotone, and exact to the byte because an address is measured from the start of
 * its own segment before anything becomes a pixel.
 */
import { addr, type Addr } from '../core/base/addr';
import type { Range } from '../core/base/range';

export type ScaleKind = 'compressed' | 'linear' | 'log' | 'equal';

/** A stretch of addresses drawn at one zoom. `top` and `height` in px from the top of the axis; low addresses are at the top. */
export interface Segment {
  readonly range: Range;
  readonly top: number;
  readonly height: number;
}

/** Something as tall as an axis, in px, with what hangs under it, which no zoom makes taller. */
export interface Extent {
  readonly height: number;
  readonly foot: number;
}

export interface AddressScale {
  readonly kind: ScaleKind;
  /** What the axis shows; addresses outside are drawn at its ends. */
  readonly window: Range;
  /** In px. */
  readonly height: number;
  /** Sorted and gapless. */
  readonly segments: readonly Segment[];
  /** Everything that goes up and down with the axis, itself included; absent where that is the axis alone. */
  readonly sheet?: readonly Extent[];
  /** Px from the top of the axis, never falling as the address grows. */
  toPixel(address: number): number;
  /** The highest address of the window that is drawn at or above this pixel: the byte under the pointer. */
  toAddress(pixel: number): Addr;
}

/** A stretch of addresses with the height it shall have. */
export interface Stretch {
  readonly range: Range;
  readonly height: number;
}

/** Index of the last value of a rising row that is not above another; 0 where there is none. */
function lastAtOrBelow(row: Float64Array, value: number): number {
  let low = 0;
  let high = row.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((row[middle] ?? Infinity) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

const pixelIn = (segment: Segment, address: number): number =>
  segment.top + ((address - segment.range.start) / (segment.range.end - segment.range.start)) * segment.height;

/** The highest address of the segment whose pixel is not below `pixel`; division may miss it by a byte either way, so it is corrected. */
function addressIn(segment: Segment, pixel: number): number {
  const { start, end } = segment.range;
  const last = end - 1;
  if (segment.height <= 0) return start;
  const estimate = start + Math.floor(((pixel - segment.top) / segment.height) * (end - start));
  let address = Math.min(Math.max(estimate, start), last);
  // Where a pixel stands for more bytes than a double can tell apart, equal pixels would make these steps long, so they are bounded.
  for (let steps = 0; steps < 4 && address > start && pixelIn(segment, address) > pixel; steps += 1) address -= 1;
  for (let steps = 0; steps < 4 && address < last && pixelIn(segment, address + 1) <= pixel; steps += 1) address += 1;
  return address;
}

/** Chains stretches, which must be sorted, gapless and not empty, into an axis. */
export function chain(kind: ScaleKind, stretches: readonly Stretch[]): AddressScale {
  const segments: Segment[] = [];
  let top = 0;
  for (const { range, height } of stretches) {
    segments.push({ range, top, height });
    top += height;
  }
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) throw new Error('an address axis needs at least one stretch');
  const height = top;
  const starts = Float64Array.from(segments, ({ range }) => range.start);
  const tops = Float64Array.from(segments, (segment) => segment.top);
  const window: Range = { start: first.range.start, end: last.range.end };
  return {
    kind,
    window,
    height,
    segments,
    toPixel(address) {
      if (address <= window.start) return 0;
      if (address >= window.end) return height;
      const segment = segments[lastAtOrBelow(starts, address)] ?? first;
      return pixelIn(segment, address);
    },
    toAddress(pixel) {
      if (!(pixel > 0)) return window.start;
      if (pixel >= height) return addr(window.end - 1);
      const segment = segments[lastAtOrBelow(tops, pixel)] ?? first;
      return addr(addressIn(segment, pixel));
    },
  };
}
