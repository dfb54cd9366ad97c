/** Where signs of reviewers' threads stand: before the strips, in the row of their range, beside whatever is written there. */
import type { ViewScale } from '../../../draw/axis-view';
import type { MapColumns } from '../../../draw/columns';
import type { AddressLabel } from '../../../draw/labels';
import type { Scene } from '../picture/scene';
import type { PinnedThread } from './thread-ranges';

export interface Pin {
  /** The middle of its sign, in px. */
  readonly x: number;
  readonly y: number;
  /** Comments of all its threads. */
  readonly comments: number;
  readonly threads: readonly PinnedThread[];
}

/** A sign, in px. */
export const PIN = { width: 16, height: 14 } as const;
/** Signs closer than this become one. */
const APART = PIN.height + 1;
/** From the strips to the middle of a sign: in the gap before them, or at its end where addresses stand there. */
const IN_GAP = 11;
const BEHIND_ADDRESSES = PIN.width / 2 + 1;
/** An address beside the lane: tick and air, a digit, the gap of a group of four. */
const TICK = 8;
const DIGIT = 6.6;
const GROUP = 2.42;
/** Of a line of text about its baseline, of the reading under it, and of a sign of a problem or the count of a tick. */
const ABOVE = 9;
const BELOW = 3;
const READING = 14;
const SIGN = 7;
/** A sign of a problem, and the count of a tick, reach so far from the lane. */
const BESIDE = 20;

type Place = Pick<Scene, 'scale' | 'columns' | 'labels' | 'signs' | 'items' | 'height'>;

interface Taken {
  readonly top: number;
  readonly bottom: number;
}

function reachOf({ address }: AddressLabel): number {
  const digits = address.toString(16).length;
  return TICK + (digits + 2) * DIGIT + Math.floor((digits - 1) / 4) * GROUP;
}

/** What is written or drawn where signs would stand. */
function takenBy({ columns, labels, signs, items }: Place, x: number): readonly Taken[] {
  const room = x - PIN.width / 2 - 1 - (columns.lane.left + columns.lane.width);
  if (columns.host !== undefined) {
    return labels
      .filter((label) => reachOf(label) > room)
      .map(({ baseline, reading }) => ({
        top: baseline - ABOVE,
        bottom: baseline + BELOW + (reading === undefined ? 0 : READING),
      }));
  }
  if (room >= BESIDE) return [];
  const ticks = items.filter(({ form }) => form === 'tick').map(({ top, height }) => top + height / 2);
  return [...signs.map(({ y }) => y), ...ticks].map((y) => ({ top: y - SIGN, bottom: y + SIGN }));
}

function middleOf({ host, strips, stripsFrom }: MapColumns): number {
  if (host === undefined) return stripsFrom - IN_GAP;
  // Without strips there is the margin.
  return strips.length === 0 ? stripsFrom : stripsFrom - BEHIND_ADDRESSES;
}

/** The place nearest to the middle of what is seen of a range where nothing is written. */
function freePlace(top: number, bottom: number, taken: readonly Taken[]): number {
  const half = PIN.height / 2 + 1;
  const middle = (top + bottom) / 2;
  const isFree = (y: number): boolean => taken.every((each) => y + half <= each.top || y - half >= each.bottom);
  const near = taken.flatMap((each) => [each.bottom + half, each.top - half]);
  const places = [middle, ...near.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))];
  const free = places.filter(isFree);
  return free.find((y) => y >= top - half && y <= bottom + half) ?? free[0] ?? middle;
}

/** @param threads by address */
export function placePins(threads: readonly PinnedThread[], place: Place): readonly Pin[] {
  const { scale, columns, height } = place;
  const x = middleOf(columns);
  const seen = threads.flatMap((pinned) => {
    const [top, bottom] = seenOf(scale, pinned, height);
    return bottom < 0 || top > height ? [] : [{ pinned, top, bottom }];
  });
  if (seen.length === 0) return [];
  const taken = takenBy(place, x);
  const pins: Pin[] = [];
  for (const { pinned, top, bottom } of seen) {
    const y = freePlace(top, bottom, taken);
    const comments = pinned.thread.comments.length;
    const near = pins.findIndex((pin) => Math.abs(pin.y - y) < APART);
    const other = pins[near];
    if (other === undefined) pins.push({ x, y, comments, threads: [pinned] });
    else pins[near] = { ...other, comments: other.comments + comments, threads: [...other.threads, pinned] };
  }
  return pins;
}

const seenOf = (scale: ViewScale, { range }: PinnedThread, height: number): readonly [number, number] => {
  const [top, bottom] = [scale.toPixel(range.start), scale.toPixel(range.end)];
  return bottom < 0 || top > height ? [top, bottom] : [Math.max(top, 0), Math.min(bottom, height)];
};
