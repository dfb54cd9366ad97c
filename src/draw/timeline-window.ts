/**
 * The device-memory window over time: each device a rectangle, as far across as it stays and as far down as its bytes reach. Addresses are
 * linear, since free places and their sizes are what the picture is about; only a stretch that nobody ever uses is folded, and only where
 * the devices would otherwise be too thin to see.
 */
import { spanAt, spansAt, type DeviceSpan, type Timeline } from '../core/space/timeline';
import type { StepScale } from './timeline-axis';
import { freeStretches, type Stretch } from './timeline-stretches';

export interface WindowScale {
  readonly window: Stretch;
  /** Px. */
  readonly top: number;
  readonly height: number;
  /** Px of an address. */
  y(address: number): number;
  /** Stretches that are cut short. */
  readonly folds: readonly Stretch[];
  /** Stretches that some device has at some time, in order of address. */
  readonly used: readonly Stretch[];
}

/** A folded stretch, in px. */
export const WINDOW_FOLD = 26;
/** The thinnest device should be so tall, in px; else what is free is folded. */
const THIN = 20;
/** A free stretch is folded if it would be so many times as tall as its fold. */
const WORTH_FOLDING = 2;

/** The smallest device, in bytes. */
function smallest({ spans }: Timeline): number {
  let least = Infinity;
  for (const size of spans.size) if (size > 0 && size < least) least = size;
  return least;
}

/** @param top, height in px */
export function windowScale(
  timeline: Timeline,
  window: Stretch,
  used: readonly Stretch[],
  top: number,
  height: number,
): WindowScale {
  const length = window.end - window.start;
  const isThin = used.length > 0 && (smallest(timeline) / length) * height < THIN;
  const perByte = height / length;
  const folds = isThin
    ? freeStretches(window, used).filter(({ start, end }) => (end - start) * perByte > WINDOW_FOLD * WORTH_FOLDING)
    : [];
  const folded = folds.reduce((sum, { start, end }) => sum + (end - start), 0);
  const rest = Math.max(0, height - folds.length * WINDOW_FOLD) / Math.max(1, length - folded);
  const domain = [window.start];
  const range = [top];
  let at = window.start;
  let y = top;
  for (const { start, end } of folds) {
    y += (start - at) * rest;
    domain.push(start, end);
    range.push(y, y + WINDOW_FOLD);
    y += WINDOW_FOLD;
    at = end;
  }
  domain.push(window.end);
  range.push(top + height);
  return { window, top, height, y: piecewise(domain, range), folds, used };
}

/** From each place of one row to that of another, straight between them; what lies beyond is at the ends. Called for each of 100,000 devices. */
function piecewise(domain: readonly number[], range: readonly number[]): (value: number) => number {
  const last = domain.length - 1;
  return (value) => {
    let at = 1;
    while (at < last && value > (domain[at] ?? 0)) at += 1;
    const from = domain[at - 1] ?? 0;
    const start = range[at - 1] ?? 0;
    const share = (value - from) / ((domain[at] ?? 0) - from);
    return start + Math.max(0, Math.min(share, 1)) * ((range[at] ?? 0) - start);
  };
}

/** Px of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A device's stay. */
export interface SpanBox extends Box {
  readonly span: DeviceSpan;
  /** Bytes of it from its start that are plugged, over time; only where that is not all of it. */
  readonly plugged?: readonly (Box & { readonly bytes: number })[];
}

/** Narrower stays are drawn as marks on a grid of pixels, in px. */
const NARROW = 3;
/** Rows of that grid, in px. */
const GRAIN = 2;

export interface WindowPicture {
  /** Stays that are wide enough to be shapes of their own, in order of time. */
  readonly boxes: readonly SpanBox[];
  /** All others together: where anything was, pixel by pixel. `kind` is that of the last one there. */
  readonly marks: readonly (Box & { readonly kind: string })[];
}

/** The first span that begins behind a moment; spans are in order of `from`. */
function firstBehind(from: Uint32Array, moment: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((from[middle] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls for each stay in sight, refused attempts left out. */
export function eachInSight(timeline: Timeline, scale: StepScale, visit: (index: number) => void): void {
  const { spans } = timeline;
  for (const index of spansAt(timeline, scale.first)) visit(index);
  for (let index = firstBehind(spans.from, scale.first); index < spans.from.length; index += 1) {
    if ((spans.from[index] ?? 0) > scale.last) break;
    if (spans.from[index] !== spans.to[index]) visit(index);
  }
}

function pluggedBoxes(timeline: Timeline, index: number, scale: StepScale, at: WindowScale): SpanBox['plugged'] {
  const { spans, states } = timeline;
  const size = spans.size[index] ?? 0;
  const start = spans.start[index] ?? 0;
  const first = spans.firstState[index] ?? 0;
  const last = spans.firstState[index + 1] ?? 0;
  let isWhole = true;
  for (let state = first; state < last; state += 1) isWhole &&= (states.plugged[state] ?? 0) >= size;
  if (isWhole) return undefined;
  const boxes: (Box & { readonly bytes: number })[] = [];
  const top = at.y(start);
  for (let state = first; state < last; state += 1) {
    const plugged = states.plugged[state] ?? 0;
    const ends = state + 1 < last ? (states.from[state + 1] ?? 0) : (spans.to[index] ?? 0);
    const x = scale.x(states.from[state] ?? 0);
    if (plugged > 0)
      boxes.push({ x, y: top, width: scale.x(ends) - x, height: at.y(start + plugged) - top, bytes: plugged });
  }
  return boxes;
}

/** What is in sight of the window: the cost of drawing it follows its pixels, not the number of steps. */
export function windowPicture(timeline: Timeline, scale: StepScale, at: WindowScale): WindowPicture {
  const { spans, kinds } = timeline;
  const boxes: SpanBox[] = [];
  const columns = Math.ceil(scale.width);
  const rows = Math.ceil(at.height / GRAIN);
  let grid: Uint8Array | undefined;
  /** What was painted last: devices that come one after the other often cover the same pixels. */
  const painted = [-1, -1, -1, -1, -1];
  eachInSight(timeline, scale, (index) => {
    const start = spans.start[index] ?? NaN;
    if (Number.isNaN(start)) return;
    const x = scale.x(spans.from[index] ?? 0);
    const width = scale.x(spans.to[index] ?? 0) - x;
    const y = at.y(start);
    const height = at.y(start + (spans.size[index] ?? 0)) - y;
    if (width >= NARROW) {
      const plugged = pluggedBoxes(timeline, index, scale, at);
      boxes.push({ span: spanAt(timeline, index), x, y, width, height, ...(plugged === undefined ? {} : { plugged }) });
      return;
    }
    grid ??= new Uint8Array(columns * rows);
    const column = Math.max(0, Math.floor(x - scale.left));
    const end = Math.min(columns - 1, Math.max(column, Math.ceil(x + width - scale.left) - 1));
    const row = Math.floor((y - at.top) / GRAIN);
    const below = Math.min(rows, Math.max(row + 1, Math.ceil((y + height - at.top) / GRAIN)));
    const kind = (spans.kind[index] ?? 0) + 1;
    const [column0, end0, row0, below0, kind0] = painted;
    if (column === column0 && end === end0 && row === row0 && below === below0 && kind === kind0) return;
    painted[0] = column;
    painted[1] = end;
    painted[2] = row;
    painted[3] = below;
    painted[4] = kind;
    for (let across = column; across <= end; across += 1) grid.fill(kind, across * rows + row, across * rows + below);
  });
  return { boxes, marks: grid === undefined ? [] : marksOf(grid, columns, rows, kinds, scale.left, at.top) };
}

/** Runs of one kind, column by column; equal columns side by side are one mark. */
function marksOf(
  grid: Uint8Array,
  columns: number,
  rows: number,
  kinds: readonly string[],
  left: number,
  top: number,
): (Box & { readonly kind: string })[] {
  const marks: (Box & { readonly kind: string })[] = [];
  const same = (a: number, b: number): boolean => {
    for (let row = 0; row < rows; row += 1) if (grid[a * rows + row] !== grid[b * rows + row]) return false;
    return true;
  };
  for (let column = 0; column < columns;) {
    let next = column + 1;
    while (next < columns && same(column, next)) next += 1;
    for (let row = 0; row < rows;) {
      const kind = grid[column * rows + row] ?? 0;
      let below = row + 1;
      while (below < rows && grid[column * rows + below] === kind) below += 1;
      if (kind > 0) {
        const box = { x: left + column, y: top + row * GRAIN, width: next - column, height: (below - row) * GRAIN };
        marks.push({ ...box, kind: kinds[kind - 1] ?? '' });
      }
      row = below;
    }
    column = next;
  }
  return marks;
}
