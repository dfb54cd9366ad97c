/** How much memory there is at each moment, by what has become of it, and how that is drawn in no more pieces than there are pixels. */
import { DEVICE_STATES, type Timeline } from '../core/space/timeline';
import type { StepScale } from './timeline-axis';

/** By moment, 0 is boot; each on top of the one before, in bytes. */
export interface Levels {
  /** What drivers own and no system takes: soft reserved memory. */
  readonly soft: Float64Array;
  /** And what the guest has online as RAM. */
  readonly online: Float64Array;
  /** And what is plugged and not online. */
  readonly plugged: Float64Array;
  /** And what counts against maxmem without being plugged: the rest of a virtio-mem device. */
  readonly counted: Float64Array;
  /** Slots in use. */
  readonly slots: Uint16Array;
}

const OFFLINE = DEVICE_STATES.indexOf('unused');

/** Makes sums of changes. */
function accumulate(changes: Float64Array | Uint16Array, below?: Float64Array): void {
  let sum = 0;
  for (let moment = 0; moment < changes.length; moment += 1) {
    sum += changes[moment] ?? 0;
    changes[moment] = sum + (below?.[moment] ?? 0);
  }
}

/** @param isSoft whether a device kind is memory that no operating system takes at boot; by index of `Timeline.kinds` */
export function levelsOf(timeline: Timeline, isSoft: (kind: number) => boolean): Levels {
  const { spans, states, steps } = timeline;
  const moments = steps + 1;
  const make = () => new Float64Array(moments + 1);
  const [soft, online, plugged, counted] = [make(), make(), make(), make()];
  const slots = new Float64Array(moments + 1);
  const change = (column: Float64Array, from: number, to: number, by: number): void => {
    column[from] = (column[from] ?? 0) + by;
    column[to] = (column[to] ?? 0) - by;
  };
  for (let index = 0; index < spans.from.length; index += 1) {
    const from = spans.from[index] ?? 0;
    const to = Math.min(spans.to[index] ?? 0, moments);
    if (from >= to) continue;
    const size = spans.size[index] ?? 0;
    if ((spans.slot[index] ?? -1) >= 0) change(slots, from, to, 1);
    if (isSoft(spans.kind[index] ?? 0)) {
      change(soft, from, to, size);
      continue;
    }
    const last = spans.firstState[index + 1] ?? 0;
    let counts = from;
    for (let at = spans.firstState[index] ?? 0; at < last; at += 1) {
      const begins = Math.min(states.from[at] ?? 0, to);
      const ends = at + 1 < last ? Math.min(states.from[at + 1] ?? 0, to) : to;
      const there = states.plugged[at] ?? 0;
      const used = (states.state[at] ?? 0) === OFFLINE ? 0 : Math.min(there, states.online[at] ?? 0);
      change(online, begins, ends, used);
      change(plugged, begins, ends, there - used);
      change(counted, begins, ends, size - there);
      counts = ends;
    }
    if (counts < to) change(counted, counts, to, size);
  }
  accumulate(soft);
  accumulate(online, soft);
  accumulate(plugged, online);
  accumulate(counted, plugged);
  accumulate(slots);
  const upTo = (column: Float64Array) => column.subarray(0, moments);
  return {
    soft: upTo(soft),
    online: upTo(online),
    plugged: upTo(plugged),
    counted: upTo(counted),
    slots: Uint16Array.from(upTo(slots)),
  };
}

/** A stretch of one height; where many moments share it, the least and the most of them. */
export interface LevelPiece {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  /** The first moment of it. */
  readonly moment: number;
}

/** Columns narrower than this share a pixel. */
const NARROW = 1;

/** What is in sight of a level, left to right without gaps: a piece for each change, at most one for each pixel. */
export function levelPieces(values: ArrayLike<number>, scale: StepScale): LevelPiece[] {
  const pieces: LevelPiece[] = [];
  const { first, last, left, width } = scale;
  const right = left + width;
  let from = left;
  let low = values[first] ?? 0;
  let high = low;
  let start = first;
  const end = (to: number): void => {
    if (to > from) pieces.push({ from, to, low, high, moment: start });
    from = Math.max(from, to);
  };
  for (let moment = first + 1; moment <= last; moment += 1) {
    const value = values[moment] ?? 0;
    if (value === low && value === high) continue;
    const x = Math.min(scale.x(moment), right);
    if (x - from >= NARROW) {
      end(low === high ? x : Math.floor(x));
      low = value;
      high = value;
      start = moment;
    } else {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  end(right);
  return pieces;
}
