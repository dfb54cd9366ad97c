/** Round addresses on an axis: hairlines of the linear and the logarithmic scale, and of whatever is tall once one has zoomed in. */
import { GiB, KiB, MiB, PiB, TiB } from '../core/base/addr';
import type { Range } from '../core/base/range';
import { formatSize } from '../core/base/size-text';
import type { Segment } from './address-scale';
import { density, segmentAt, type ViewScale } from './view-scale';

export interface RulerLine {
  readonly address: number;
  /** Px from the top of the viewport. */
  readonly y: number;
  /** The address counted in the unit of the step, or from the start of its stretch (`+64 KiB`); empty where both are long. */
  readonly text: string;
}

/** At most so many lines to a viewport, and none closer than so many px. */
const MOST_LINES = 12;
const APART = 24;
/** A stretch that is shorter on the screen has no lines of its own, in px. */
const TALL_FROM = 160;
/** Numbers from here on are no help to the eye, nor are longer texts. */
const LONG_FROM = 10_000;
const LONGEST = 12;

const UNITS = [PiB, TiB, GiB, MiB, KiB] as const;

/** Stretches of one density that are tall enough for lines, in address order. */
function stretches({ base, view, seen, kind, toPixel, toAddress, height }: ViewScale): Segment[] {
  const { segments, window } = base;
  if (kind === 'linear') {
    // All of it has one density, but for the fold at its end.
    const [first] = segments;
    const last = segments.at(-1);
    if (first === undefined || last === undefined) return [];
    const hasFold = last !== first && Math.abs(density(last) / density(first) - 1) > 1e-6;
    const even = { ...first, range: { start: window.start, end: hasFold ? last.range.start : window.end } };
    const whole = { ...even, height: density(first) * (even.range.end - even.range.start) };
    return (hasFold ? [whole, last] : [whole]).filter(({ range }) => range.start < seen.end && range.end > seen.start);
  }
  // The first sight is the picture of ranges; lines inside of them are for those who look closer.
  if (view.zoom <= 1) return [];
  const found = new Set<Segment>();
  for (let pixel = 0; pixel <= height; pixel += TALL_FROM / 2) {
    const segment = segments[segmentAt(base, toAddress(pixel))];
    if (segment !== undefined && toPixel(segment.range.end) - toPixel(segment.range.start) >= TALL_FROM) {
      found.add(segment);
    }
  }
  return [...found];
}

const powerOfTwoFrom = (value: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(value)));

function textOf(address: number, step: number, stretch: Range, isLast: boolean, isLinear: boolean): string {
  const unit = UNITS.find((each) => each <= step) ?? 1;
  const count = address / unit;
  if (isLinear && !isLast && unit !== 1 && count < LONG_FROM) return String(count);
  const whole = formatSize(address);
  if (whole.length <= LONGEST) return whole;
  const offset = `+${formatSize(address - stretch.start)}`;
  return offset.length <= LONGEST ? offset : '';
}

function linesOf(scale: ViewScale, { range, height }: Segment): RulerLine[] {
  const perByte = (height / (range.end - range.start)) * scale.view.zoom;
  const step = powerOfTwoFrom(Math.max(APART, scale.height / MOST_LINES) / perByte);
  const end = Math.min(range.end, scale.seen.end);
  const isLinear = scale.kind === 'linear';
  const addresses: number[] = [];
  for (let at = Math.ceil(Math.max(range.start, scale.seen.start) / step) * step; at < end; at += step) {
    if (at > range.start) addresses.push(at);
  }
  return addresses.map((address, index) => ({
    address,
    y: scale.toPixel(address),
    text: textOf(address, step, range, index === addresses.length - 1, isLinear),
  }));
}

/** Where the logarithmic scale doubles, as far as the lines stay apart. */
function doublingLines({ base, seen, toPixel }: ViewScale): RulerLine[] {
  const lines: RulerLine[] = [];
  let floor = -Infinity;
  for (const { range } of base.segments) {
    const y = toPixel(range.start);
    if (range.start <= base.window.start || range.start < seen.start || range.start >= seen.end) continue;
    if (y - floor < APART) continue;
    floor = y;
    lines.push({ address: range.start, y, text: formatSize(range.start) });
  }
  return lines;
}

/** Multiples of a power of two, 6 to 12 of them to the viewport, in sight of a scale; never more than fit. */
export function rulerLines(scale: ViewScale): RulerLine[] {
  const inside = stretches(scale).flatMap((stretch) => linesOf(scale, stretch));
  if (scale.kind !== 'log') return inside;
  const taken = new Set(inside.map(({ address }) => address));
  const isFree = ({ address, y }: RulerLine) =>
    !taken.has(address) && inside.every((other) => Math.abs(other.y - y) >= APART);
  return [...inside, ...doublingLines(scale).filter(isFree)].sort((a, b) => a.y - b.y);
}
