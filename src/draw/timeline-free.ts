/** Places of the window that are free for a while: between devices, behind them, and where a refused device would have gone. */
import { spanAt, spansAt, type DeviceSpan, type Timeline } from '../core/space/timeline';
import { freeStretches, type Stretch } from './timeline-stretches';

/** A free place, as long as it is exactly this one. */
export interface FreePlace extends Stretch {
  /** First moment at which it is there, and the first at which it is not any more. */
  readonly from: number;
  readonly to: number;
  /** Devices that came meanwhile, were larger than it, and went behind it. */
  readonly tooSmallFor: readonly DeviceSpan[];
}

/** Where so many devices are at once, or so many moments in sight, no free place is large enough for words. */
const MOST_DEVICES = 256;
const MOST_MOMENTS = 400;

/** What is free at a moment, in order of address. */
export function freeAt(timeline: Timeline, window: Stretch, moment: number): readonly Stretch[] {
  const { spans } = timeline;
  const taken = spansAt(timeline, moment)
    .map((index) => ({ start: spans.start[index] ?? NaN, end: (spans.start[index] ?? NaN) + (spans.size[index] ?? 0) }))
    .filter(({ start }) => !Number.isNaN(start))
    .sort((a, b) => a.start - b.start);
  return freeStretches(window, taken);
}

function passedBy(timeline: Timeline, { start, end, from, to }: Omit<FreePlace, 'tooSmallFor'>): DeviceSpan[] {
  const { spans } = timeline;
  const found: DeviceSpan[] = [];
  for (let index = 0; index < spans.from.length; index += 1) {
    const begins = spans.from[index] ?? 0;
    if (begins >= to) break;
    if (begins <= from || spans.to[index] === begins) continue;
    if ((spans.size[index] ?? 0) > end - start && (spans.start[index] ?? 0) > start)
      found.push(spanAt(timeline, index));
  }
  return found;
}

/**
 * Free places with a device above them in the window, in order of time.
 * @param first, last moments in sight
 */
export function freePlaces(timeline: Timeline, window: Stretch, first: number, last: number): readonly FreePlace[] {
  if (last - first >= MOST_MOMENTS) return [];
  const places: FreePlace[] = [];
  let open: (Stretch & { readonly from: number })[] = [];
  const close = (place: Stretch & { readonly from: number }, to: number): void => {
    const whole = { ...place, to };
    places.push({ ...whole, tooSmallFor: passedBy(timeline, whole) });
  };
  for (let moment = first; moment <= last; moment += 1) {
    const free = spansAt(timeline, moment).length > MOST_DEVICES ? [] : freeAt(timeline, window, moment);
    const gaps = free.filter(({ end }) => end < window.end);
    const goesOn = open.filter((place) => gaps.some(({ start, end }) => start === place.start && end === place.end));
    open.filter((place) => !goesOn.includes(place)).forEach((place) => close(place, moment));
    const begins = gaps.filter(({ start, end }) => !goesOn.some((place) => start === place.start && end === place.end));
    open = [...goesOn, ...begins.map((gap) => ({ ...gap, from: moment }))];
  }
  open.forEach((place) => close(place, last + 1));
  return places.sort((a, b) => a.from - b.from || a.start - b.start);
}

/** Where a refused device would have gone. */
export interface Ghost extends Stretch {
  readonly span: DeviceSpan;
  /** Bytes that are free there. */
  readonly free: number;
  /** The place holds it: not room but something else was missing. */
  readonly fits: boolean;
}

/**
 * The place that a refused device asked for; of one that left it to QEMU the lowest free place that holds it, or else the largest one.
 * @returns undefined without a window or a size, or where the window is full
 */
export function ghostOf(timeline: Timeline, index: number): Ghost | undefined {
  const { window } = timeline;
  const span = spanAt(timeline, index);
  const { size } = span;
  if (window === undefined || size === undefined || size <= 0) return undefined;
  const free = freeAt(timeline, window, span.from);
  if (span.start !== undefined) {
    const start = Math.max(window.start, span.start);
    const end = Math.min(window.end, span.start + size);
    const fits = free.some((place) => place.start <= (span.start ?? 0) && place.end >= (span.start ?? 0) + size);
    return start < end ? { span, start, end, free: end - start, fits } : undefined;
  }
  const holds = free.find(({ start, end }) => end - start >= size);
  const [largest] = free.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  const place = holds ?? largest;
  if (place === undefined) return undefined;
  const length = place.end - place.start;
  return {
    span,
    start: place.start,
    end: Math.min(place.end, place.start + size),
    free: length,
    fits: holds !== undefined,
  };
}
