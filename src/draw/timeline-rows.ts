/** Devices as rows of bars: when each was asked for, was there, was given back or refused. */
import { DEVICE_STATES, outcomeOf, spanAt, type DeviceState, type Timeline } from '../core/space/timeline';
import type { StepScale } from './timeline-axis';

export interface DeviceRow {
  readonly label: string;
  /** Where its devices come from in the layout; of a row of several, the first one. */
  readonly owner: string;
  /** Its stays and attempts, in order of time. */
  readonly spans: readonly number[];
  /** There is nothing but attempts that were refused. */
  readonly isRefused: boolean;
}

/** With more devices than this, each slot is a row, and what has no slot is packed into as few rows as hold it. */
const MOST_NAMED = 24;
/** With more rows than this, the others are left to the window above. */
export const MOST_ROWS = 256;

/** @param nameOf the name of a device by where it comes from */
export function deviceRows(timeline: Timeline, nameOf: (owner: string) => string): readonly DeviceRow[] {
  const { spans } = timeline;
  const byLabel = new Map<string, { owner: string; spans: number[]; isRefused: boolean }>();
  const put = (label: string, owner: string, index: number): void => {
    const isRefused = spans.from[index] === spans.to[index];
    const row = byLabel.get(label);
    if (row === undefined) byLabel.set(label, { owner, spans: [index], isRefused });
    else {
      row.spans.push(index);
      row.isRefused &&= isRefused;
    }
  };
  const ownerOf = (index: number): string => {
    const origin = spans.origin[index] ?? 0;
    return origin < 0 ? `devices.${-1 - origin}` : `events.${origin}`;
  };
  const rows = () => [...byLabel].map(([label, row]) => ({ label, ...row }));
  for (let index = 0; index < spans.from.length && byLabel.size <= MOST_NAMED; index += 1) {
    const owner = ownerOf(index);
    put(nameOf(owner), owner, index);
  }
  if (byLabel.size <= MOST_NAMED) return rows();
  byLabel.clear();
  const ends: number[] = [];
  for (let index = 0; index < spans.from.length; index += 1) {
    const slot = spans.slot[index] ?? -1;
    const from = spans.from[index] ?? 0;
    if (slot >= 0) put(`slot ${slot}`, ownerOf(index), index);
    else {
      const free = ends.findIndex((end) => end <= from);
      const row = free < 0 ? ends.length : free;
      if (row >= MOST_ROWS) continue;
      ends[row] = Math.max(spans.to[index] ?? 0, from + 1);
      put(row === 0 ? 'others' : `others ${row + 1}`, ownerOf(index), index);
    }
  }
  const numbered = (label: string): number => Number(label.split(' ')[1] ?? 1) + (label.startsWith('slot') ? 0 : 1e6);
  return rows()
    .sort((a, b) => numbered(a.label) - numbered(b.label))
    .slice(0, MOST_ROWS);
}

/** A stretch of a bar with one state; where many stays share a few pixels, of the last of them. */
export interface BarPiece {
  readonly from: number;
  readonly to: number;
  readonly span: number;
  readonly kind: string;
  readonly state: DeviceState;
  /** Of its bytes, how many the guest has online: 0 to 1. */
  readonly share: number;
  /** The device comes, and goes, at the ends of this piece. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** Shorter stays are joined, in px. */
const NARROW = 2;

/** The last of a row's spans that begins at a moment or before; -1 for none. */
function lastBy(row: DeviceRow, { spans }: Timeline, moment: number): number {
  let low = 0;
  let high = row.spans.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((spans.from[row.spans[middle] ?? 0] ?? 0) <= moment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** From which of a row's spans on any can be in sight: its stays follow each other, attempts lie anywhere between. */
function firstIn(row: DeviceRow, timeline: Timeline, moment: number): number {
  const { from, to } = timeline.spans;
  let nth = lastBy(row, timeline, moment);
  while (nth > 0 && from[row.spans[nth] ?? 0] === to[row.spans[nth] ?? 0]) nth -= 1;
  return Math.max(0, nth);
}

/** What is in sight of a row, left to right. */
export function barPieces(timeline: Timeline, row: DeviceRow, scale: StepScale): readonly BarPiece[] {
  const { spans, states, kinds } = timeline;
  const pieces: BarPiece[] = [];
  /** The last one, as long as it can still be joined. */
  let open: { -readonly [K in keyof BarPiece]: BarPiece[K] } | undefined;
  for (let nth = firstIn(row, timeline, scale.first); nth < row.spans.length; nth += 1) {
    const span = row.spans[nth] ?? 0;
    const from = spans.from[span] ?? 0;
    const to = spans.to[span] ?? 0;
    if (from > scale.last) break;
    if (from === to || to <= scale.first) continue;
    const kind = kinds[spans.kind[span] ?? 0] ?? '';
    const size = Math.max(1, spans.size[span] ?? 1);
    const x = scale.x(from);
    const end = scale.x(to);
    const first = spans.firstState[span] ?? 0;
    const last = Math.max(first + 1, spans.firstState[span + 1] ?? 0);
    if (end - x < NARROW) {
      if (open !== undefined && x - open.to < NARROW) open.to = Math.max(open.to, end);
      else {
        const state = DEVICE_STATES[states.state[last - 1] ?? 0] ?? 'online';
        open = { from: x, to: end, span, kind, state, share: 1, isFirst: false, isLast: false };
        pieces.push(open);
      }
      // What begins before the next pixel is joined too: only the last of it says where the piece ends.
      const until = lastBy(row, timeline, scale.momentAt(open.to + NARROW / 2));
      if (until > nth + 1) nth = until - 1;
      continue;
    }
    open = undefined;
    for (let at = first; at < last; at += 1) {
      const begins = at === first ? from : (states.from[at] ?? from);
      const ends = at + 1 < last ? (states.from[at + 1] ?? to) : to;
      pieces.push({
        from: scale.x(begins),
        to: scale.x(ends),
        span,
        kind,
        state: DEVICE_STATES[states.state[at] ?? 0] ?? 'online',
        share: Math.min(1, (states.online[at] ?? size) / size),
        isFirst: at === first,
        isLast: at + 1 >= last,
      });
    }
  }
  return pieces;
}

/** What happens on a row at a step: ring with plus, diamond with minus, filled diamond, half ring, octagon. */
export interface RowGlyph {
  readonly what: 'plugged' | 'requested' | 'gone' | 'offline' | 'refused';
  readonly moment: number;
  readonly span: number;
}

/** An unplug that was asked for, or another thing that QEMU refused, and that left the device where it was. */
export interface StandingRequest {
  readonly moment: number;
  /** Refused is by QEMU, declined by the guest; pending is unanswered. */
  readonly outcome: 'refused' | 'declined' | 'pending';
}
/** By span. */
export type Requests = ReadonlyMap<number, readonly StandingRequest[]>;

/** @param isUnplug whether a step (1 to `steps`) asks for an unplug */
export function standingRequests(timeline: Timeline, isUnplug: (step: number) => boolean): Requests {
  const requests = new Map<number, StandingRequest[]>();
  for (let step = 1; step <= timeline.steps; step += 1) {
    const outcome = outcomeOf(timeline, step);
    const span = timeline.columns.span[step - 1] ?? -1;
    if (span < 0 || (outcome !== 'declined' && outcome !== 'pending' && outcome !== 'refused')) continue;
    // A device that was refused when it should have come is an attempt of its own.
    if (outcome === 'refused' ? timeline.spans.from[span] === timeline.spans.to[span] : !isUnplug(step)) continue;
    const known = requests.get(span) ?? [];
    known.push({ moment: step, outcome });
    requests.set(span, known);
  }
  return requests;
}

/** Glyphs of a row that are in sight, in order of time; none where they would lie on each other everywhere. */
export function rowGlyphs(
  timeline: Timeline,
  row: DeviceRow,
  scale: StepScale,
  requests: Requests,
  isUnplug: (step: number) => boolean,
): readonly RowGlyph[] {
  const { spans, states, steps } = timeline;
  const glyphs: RowGlyph[] = [];
  const add = (what: RowGlyph['what'], moment: number, span: number): void => {
    if (moment >= scale.first && moment <= scale.last) glyphs.push({ what, moment, span });
  };
  for (let nth = firstIn(row, timeline, scale.first - 1); nth < row.spans.length; nth += 1) {
    const span = row.spans[nth] ?? 0;
    const { from, to, isRefused } = spanAt(timeline, span);
    if (from > scale.last) break;
    if (isRefused) {
      add('refused', from, span);
      continue;
    }
    if (from > 0) add('plugged', from, span);
    for (let at = spans.firstState[span] ?? 0; at < (spans.firstState[span + 1] ?? 0); at += 1) {
      const state = DEVICE_STATES[states.state[at] ?? 0];
      const isOff = state === 'offline' || state === 'unused';
      if (isOff && (states.from[at] ?? 0) > 0) add('offline', states.from[at] ?? 0, span);
    }
    requests.get(span)?.forEach(({ moment, outcome }) => {
      add(outcome === 'refused' ? 'refused' : 'requested', moment, span);
    });
    if (to <= steps) {
      if (isUnplug(to)) add('requested', to, span);
      add('gone', to, span);
    }
  }
  return glyphs.sort((a, b) => a.moment - b.moment);
}
