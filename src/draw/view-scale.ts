/**
 * An axis as a viewport shows it. Pixels are measured outward from an anchor in sight, so that what is in sight stays exact to the byte
 * however far the axis is zoomed in: positions from the axis's top would be too large for a double to tell bytes apart.
 */
import { addr, type Addr } from '../core/base/addr';
import type { Range } from '../core/base/range';
import type { AddressScale, ScaleKind, Segment } from './address-scale';

/** What of an axis is in sight: `at` lies at `pixel` of the viewport, and every segment of the base scale is `zoom` times as tall. */
export interface AxisView {
  readonly at: number;
  readonly pixel: number;
  readonly zoom: number;
}

/** An axis seen through a view. Pixels count from the viewport's top and may lie far outside of it. */
export interface ViewScale {
  readonly kind: ScaleKind;
  /** What the axis shows; addresses outside are drawn at its ends. */
  readonly window: Range;
  readonly base: AddressScale;
  readonly view: AxisView;
  /** Of the viewport, in px. */
  readonly height: number;
  /** Where the axis begins and ends, in px. */
  readonly top: number;
  readonly bottom: number;
  /** The addresses in sight. */
  readonly seen: Range;
  /** Never falls as the address grows. */
  toPixel(address: number): number;
  /** The highest address of the window that is drawn at or above this pixel. */
  toAddress(pixel: number): Addr;
}

/** Up to here, differences of the base scale's own positions are exact to a millionth of a pixel. */
const DIRECT_UP_TO = 256;

/** Index of the last of `count` rising values that is not above another; 0 where there is none. */
export function lastAtOrBelow(count: number, valueAt: (index: number) => number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (valueAt(middle) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where segments start, in bytes and in px; close together in memory, since every picture searches them. */
interface Edges {
  readonly starts: Float64Array;
  /** One more, where the axis ends. */
  readonly tops: Float64Array;
}

const known = new WeakMap<AddressScale, Edges>();

function edgesOf(base: AddressScale): Edges {
  const before = known.get(base);
  if (before !== undefined) return before;
  const starts = Float64Array.from(base.segments, ({ range }) => range.start);
  const tops = new Float64Array(base.segments.length + 1);
  base.segments.forEach(({ top }, index) => (tops[index] = top));
  tops[base.segments.length] = base.height;
  const edges = { starts, tops };
  known.set(base, edges);
  return edges;
}

/** Index of the segment that has this address; the first or the last for addresses outside. */
export function segmentAt(base: AddressScale, address: number): number {
  const { starts } = edgesOf(base);
  return lastAtOrBelow(starts.length, (index) => starts[index] ?? Infinity, address);
}

/** Px for each byte of a segment at zoom 1. */
export const density = (segment: Segment): number => segment.height / (segment.range.end - segment.range.start);

interface Anchor {
  readonly index: number;
  readonly top: number;
  readonly bottom: number;
}

type TopOf = (index: number) => number;

/** Tops of segments by the base scale's own positions, above and below the anchor's segment; `segments.length` is the axis's end. */
function directTops(base: AddressScale, anchor: Anchor, zoom: number): TopOf {
  const { tops } = edgesOf(base);
  const baseTop = (index: number) => tops[index] ?? base.height;
  const above = baseTop(anchor.index);
  const below = baseTop(anchor.index + 1);
  return (index) =>
    index <= anchor.index
      ? anchor.top + (baseTop(index) - above) * zoom
      : anchor.bottom + (baseTop(index) - below) * zoom;
}

/** The same summed up segment by segment as far as the viewport reaches, since differences of large positions are too coarse here. */
function summedTops(base: AddressScale, anchor: Anchor, zoom: number, height: number): TopOf {
  const { segments } = base;
  const above = [anchor.top];
  for (let index = anchor.index - 1, top = anchor.top; index >= 0 && top >= -height; index -= 1) {
    top -= (segments[index]?.height ?? 0) * zoom;
    above.push(top);
  }
  const below = [anchor.bottom];
  for (let index = anchor.index + 1, top = anchor.bottom; index < segments.length && top <= 2 * height; index += 1) {
    top += (segments[index]?.height ?? 0) * zoom;
    below.push(top);
  }
  const first = anchor.index - above.length + 1;
  const last = anchor.index + below.length;
  const beyond = directTops(base, { index: first, top: above.at(-1) ?? 0, bottom: 0 }, zoom);
  const behind = directTops(base, { index: last - 1, top: 0, bottom: below.at(-1) ?? 0 }, zoom);
  return (index) => {
    if (index > last) return behind(index);
    if (index > anchor.index) return below[index - anchor.index - 1] ?? 0;
    return index < first ? beyond(index) : (above[anchor.index - index] ?? 0);
  };
}

/** The highest address in `[low, high]` that is drawn at or above a pixel, found from a guess that is a few bytes off at most. */
function highestAbove(low: number, high: number, guess: number, isAbove: (address: number) => boolean): number {
  let from = Math.min(Math.max(guess, low), high);
  let to: number;
  let step = 1;
  if (isAbove(from)) {
    for (to = from + step; to <= high && isAbove(to); to += step) {
      from = to;
      step *= 2;
    }
    to = Math.min(to, high + 1);
  } else {
    to = from;
    for (from -= step; from > low && !isAbove(from); from -= step) {
      to = from;
      step *= 2;
    }
    from = Math.max(from, low);
  }
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (isAbove(middle)) from = middle;
    else to = middle;
  }
  return from;
}

export function viewScale(base: AddressScale, view: AxisView, height: number): ViewScale {
  const { segments, window, kind } = base;
  const { pixel, zoom } = view;
  const at = Math.min(Math.max(view.at, window.start), window.end - 1);
  const held = segmentAt(base, at);
  const fallback: Segment = { range: window, top: 0, height: base.height };
  const segmentOf = (index: number): Segment => segments[index] ?? fallback;
  const scaleOf = (segment: Segment): number => density(segment) * zoom;
  const own = segmentOf(held);
  const anchor: Anchor = {
    index: held,
    top: pixel + (own.range.start - at) * scaleOf(own),
    bottom: pixel + (own.range.end - at) * scaleOf(own),
  };
  const topOf = zoom <= DIRECT_UP_TO ? directTops(base, anchor, zoom) : summedTops(base, anchor, zoom, height);
  const top = topOf(0);
  const bottom = topOf(segments.length);

  /** From the edge of the segment that is nearer to the anchor. */
  const pixelIn = (index: number, address: number): number => {
    const segment = segmentOf(index);
    const scale = scaleOf(segment);
    if (index === held) return pixel + (address - at) * scale;
    return index > held
      ? Math.min(topOf(index) + (address - segment.range.start) * scale, topOf(index + 1))
      : Math.max(topOf(index + 1) + (address - segment.range.end) * scale, topOf(index));
  };
  const guessIn = (index: number, wanted: number): number => {
    const { range } = segmentOf(index);
    const [edge, from] =
      index === held ? [pixel, at] : index > held ? [topOf(index), range.start] : [topOf(index + 1), range.end];
    return from + Math.floor((wanted - edge) / scaleOf(segmentOf(index)));
  };
  // Whoever draws asks for one address after the other: mostly of the segment of the last answer, or of the next.
  const { starts } = edgesOf(base);
  let recent = held;
  const indexOf = (address: number): number => {
    if (address < (starts[recent] ?? Infinity) || address >= (starts[recent + 1] ?? Infinity)) {
      const isNext = address >= (starts[recent + 1] ?? Infinity) && address < (starts[recent + 2] ?? Infinity);
      recent = isNext ? recent + 1 : segmentAt(base, address);
    }
    return recent;
  };
  const toPixel = (address: number): number => {
    if (address <= window.start) return top;
    if (address >= window.end) return bottom;
    return pixelIn(indexOf(address), address);
  };
  const toAddress = (wanted: number): Addr => {
    if (!(wanted > top)) return window.start;
    if (wanted >= bottom) return addr(window.end - 1);
    const index = lastAtOrBelow(segments.length, topOf, wanted);
    const { range } = segmentOf(index);
    const isAbove = (address: number) => pixelIn(index, address) <= wanted;
    return addr(highestAbove(range.start, range.end - 1, guessIn(index, wanted), isAbove));
  };
  const seen: Range = { start: toAddress(0), end: addr(toAddress(height) + 1) };
  return { kind, window, base, view: { at, pixel, zoom }, height, top, bottom, seen, toPixel, toAddress };
}
