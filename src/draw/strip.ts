/** A table of ranges as a thin strip beside a lane, on the lane's scale. */
import type { Range } from '../core/base/range';
import type { LaneScale } from './boxes';
import { lastBelow, pieceAt } from './lane-index';

interface Entry {
  readonly range: Range;
}

/** One box of a strip: an entry, or several that are too thin to be told apart. */
export interface StripBox<E> {
  /** The first one. */
  readonly entry: E;
  /** Its place in the table, which need not be in address order. */
  readonly index: number;
  /** How many entries the box stands for. */
  readonly count: number;
  /** Px from the top of the viewport. */
  readonly top: number;
  readonly height: number;
  /** There is room for the letter. */
  readonly chip: boolean;
  /** Other entries claim some of the same bytes; such a box is drawn at its true place, over the others. */
  readonly overlap?: boolean;
}

/** Least height of an entry and least height for a letter, in px. */
const LEAST = 3;
const CHIP_FROM = 18;
/** What lies so far out of sight can not push anything in sight, in px. */
const REACH = 240;
const BEYOND = 1000;

/** A table in address order, with what each picture of it looks up. */
interface Order {
  /** Places in the table. */
  readonly places: readonly number[];
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** The highest end of any entry up to this one. */
  readonly reach: Float64Array;
  /** How many entries before this one overlap another; one more, for all. */
  readonly overlapsBefore: Uint32Array;
}

const known = new WeakMap<readonly Entry[], Order>();

function orderOf(entries: readonly Entry[]): Order {
  const before = known.get(entries);
  if (before !== undefined) return before;
  const sorted = entries
    .map(({ range }, index) => ({ range, index }))
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  const { length } = sorted;
  const starts = Float64Array.from(sorted, ({ range }) => range.start);
  const ends = Float64Array.from(sorted, ({ range }) => range.end);
  const reach = new Float64Array(length);
  const overlapsBefore = new Uint32Array(length + 1);
  for (let at = 0, highest = 0; at < length; at += 1) {
    const [start = 0, end = 0, next = Infinity] = [starts[at], ends[at], starts[at + 1]];
    const isClaimedTwice = start < end && (highest > start || next < end);
    overlapsBefore[at + 1] = (overlapsBefore[at] ?? 0) + (isClaimedTwice ? 1 : 0);
    highest = Math.max(highest, end);
    reach[at] = highest;
  }
  const order = { places: sorted.map(({ index }) => index), starts, ends, reach, overlapsBefore };
  known.set(entries, order);
  return order;
}

/** Entries `from` to `to` (exclusive) of the order, drawn as one. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly overlap: boolean;
  top: number;
  bottom: number;
}

/** One strip on its scale. */
interface Strip {
  readonly order: Order;
  /** The last entry that may be in sight. */
  readonly last: number;
  readonly axisTop: number;
  readonly axisBottom: number;
  topOf(at: number): number;
  bottomOf(at: number): number;
  /** About the last entry that starts above a pixel. */
  near(pixel: number): number;
}

function spanOf(strip: Strip, from: number, to: number): Span {
  const { overlapsBefore } = strip.order;
  const overlap = (overlapsBefore[to] ?? 0) > (overlapsBefore[from] ?? 0);
  return { from, to, overlap, top: strip.topOf(from), bottom: strip.bottomOf(to - 1) };
}

/** How many thin entries can stand on their own: half of the larger one above is theirs, or where nothing is above, of what is below. */
function roomAt(strip: Strip, before: Span | undefined, { to, top, bottom }: Span): number {
  const above =
    before === undefined
      ? top - strip.axisTop
      : bottom - (before.top + Math.max(LEAST, (before.bottom - before.top) / 2));
  const isLast = to > strip.last;
  const floor = isLast
    ? strip.axisBottom
    : (strip.topOf(to) + Math.max(strip.bottomOf(to), strip.topOf(to) + LEAST)) / 2;
  return Math.floor(Math.max(above, before === undefined ? floor - top : 0) / LEAST);
}

/** Entries tall enough stand alone; rows of thin ones as well while there is room, else as one. */
function spansOf(strip: Strip, first: number): Span[] {
  const spans: Span[] = [];
  for (let at = first; at <= strip.last;) {
    const top = strip.topOf(at);
    const isThin = strip.bottomOf(at) - top < LEAST;
    const to = isThin
      ? Math.max(at + 1, lastBelow(strip.topOf, at, strip.last + 1, top + LEAST, strip.near(top + LEAST)))
      : at + 1;
    const row = spanOf(strip, at, to);
    if (to - at > 1 && to - at > roomAt(strip, spans.at(-1), row)) spans.push(row);
    else for (let each = at; each < to; each += 1) spans.push(spanOf(strip, each, each + 1));
    at = to;
  }
  return spans;
}

/** Gives every span its least height, moving thin ones up to the foot of the larger one above, or down where there is none. */
function spread(spans: readonly Span[], from: number): void {
  let ceiling = Infinity;
  for (const span of [...spans].reverse()) {
    span.bottom = Math.min(span.bottom, ceiling);
    span.top = Math.min(span.top, span.bottom - LEAST);
    ceiling = span.top;
  }
  let floor = from;
  for (const span of spans) {
    span.top = Math.max(span.top, floor);
    span.bottom = Math.max(span.bottom, span.top + LEAST);
    floor = span.bottom;
  }
}

/** The entries of a table that are in sight, in address order. */
export function stripBoxes<E extends Entry>(entries: readonly E[], scale: LaneScale): StripBox<E>[] {
  const order = orderOf(entries);
  const { length } = order.places;
  const topOf = (at: number) => (at < length ? scale.toPixel(order.starts[at] ?? 0) : Infinity);
  const { start, end } = scale.window;
  const near = (pixel: number) => pieceAt({ starts: order.starts, length }, scale.toAddress(pixel));
  // Entries behind the window would all be drawn at its end.
  const last = Math.min(
    lastBelow(topOf, 0, length - 1, scale.height + REACH, near(scale.height + REACH)),
    lastBelow((at) => order.starts[at] ?? Infinity, 0, length - 1, end),
  );
  const bottomOf = (at: number) => scale.toPixel(order.ends[at] ?? 0);
  const strip: Strip = {
    order,
    last,
    axisTop: scale.toPixel(start),
    axisBottom: scale.toPixel(end),
    topOf,
    bottomOf,
    near,
  };
  const reachOf = (at: number) => scale.toPixel(order.reach[at] ?? 0);
  const isHidden = (at: number) => reachOf(at) < -REACH || (order.reach[at] ?? 0) <= start;
  const first = length > 0 && isHidden(0) ? lastBelow((at) => (isHidden(at) ? 0 : 1), 0, length - 1, 1) + 1 : 0;
  if (length === 0 || (order.starts[0] ?? 0) >= end) return [];
  const spans = spansOf(strip, first);
  spread(
    spans.filter((span) => !span.overlap),
    strip.axisTop,
  );
  return spans.flatMap((span) => {
    const index = order.places[span.from];
    const entry = index === undefined ? undefined : entries[index];
    if (entry === undefined || index === undefined) return [];
    const top = Math.max(span.top, -BEYOND);
    const height = Math.max(span.overlap ? LEAST : 0, Math.min(span.bottom, scale.height + BEYOND) - top);
    if (top + height < 0 || top > scale.height) return [];
    const box = { entry, index, count: span.to - span.from, top, height, chip: height >= CHIP_FROM };
    return [span.overlap ? { ...box, overlap: true } : box];
  });
}
