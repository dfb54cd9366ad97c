/** What stands between the tables of two boot stages: only their differences, as rings for borders that vanished and as short words. */
import type { Range } from '../core/base/range';
import type { StageDifference } from '../core/plan/plan';

/** One difference between two strips. */
export interface StageChange extends StageDifference {
  /** The stage that made it. */
  readonly stage: string;
  /** Where entries of the stage before touched that are one now. */
  readonly borders: readonly number[];
}

/** A border between entries that vanished. */
export interface GapRing {
  /** In px of the viewport. */
  readonly y: number;
  readonly changes: readonly StageChange[];
}

/** A short word, `+17` or `4→1`, with a triangle over it where it has consequences. */
export interface GapWord {
  /** Middle of the word, triangle included, in px of the viewport. */
  readonly y: number;
  readonly height: number;
  /** Empty where there is room for the triangle only. */
  readonly text: string;
  readonly warns: boolean;
  readonly changes: readonly StageChange[];
}

export interface GapMarks {
  readonly rings: readonly GapRing[];
  readonly words: readonly GapWord[];
}

interface GapScale {
  readonly window: Range;
  readonly height: number;
  toPixel(address: number): number;
}

/** Heights of a line and of a triangle with its air, in px. */
export const GAP_LINE = 12;
export const GAP_SIGN = 15;
/** Rings that would touch become one. */
const RINGS_APART = 8;
/** A word stands at most so far from its range; else it is counted in with the one before it. */
const MOST_PUSH = 30;
/** Rows of the viewport above and below it that count as in sight. */
const REACH = 20;

/** What a word says: entries that came or went are counted together, everything else stands alone. */
interface Saying {
  readonly middle: number;
  readonly kind: 'came' | 'went' | 'other';
  readonly count: number;
  readonly text: string;
  readonly warns: boolean;
  readonly changes: readonly StageChange[];
}

const counted = (kind: 'came' | 'went', count: number): string => `${kind === 'came' ? '+' : '−'}${count}`;

function sayingOf(change: StageChange, scale: GapScale): Saying | undefined {
  const { kind, before, after, range, hasConsequences: warns = false } = change;
  const top = Math.max(-REACH, scale.toPixel(range.start));
  const bottom = Math.min(scale.height + REACH, scale.toPixel(range.end));
  if (bottom < 0 || top > scale.height) return undefined;
  const common = { middle: (top + bottom) / 2, warns, changes: [change] };
  switch (kind) {
    case 'came':
    case 'went':
    case 'split': {
      // What is cut in pieces is entries that came.
      const sign = kind === 'went' ? 'went' : 'came';
      const count = Math.max(1, Math.abs(after - before));
      return { ...common, kind: sign, count, text: counted(sign, count) };
    }
    case 'joined':
      // The rings say it; what follows from it is worth a word.
      return warns ? { ...common, kind: 'other', count: 0, text: `${before}→${after}` } : undefined;
    case 'retyped':
      return { ...common, kind: 'other', count: 0, text: '≠' };
  }
}

const heightOf = ({ warns, text }: Saying): number => (warns ? GAP_SIGN : 0) + (text === '' ? 0 : GAP_LINE);

/** A saying that takes another one in: counts of one kind add up, other words give way to what weighs more. */
function joinedWith(a: Saying, b: Saying): Saying {
  const changes = [...a.changes, ...b.changes];
  const warns = a.warns || b.warns;
  if (a.kind !== 'other' && a.kind === b.kind) {
    const count = a.count + b.count;
    return { ...a, count, text: counted(a.kind, count), warns, changes };
  }
  const first = b.warns && !a.warns ? b : a;
  return { ...first, middle: a.middle, warns, changes };
}

interface Placed {
  saying: Saying;
  top: number;
}

/** Adds a saying under what stands already, or into it. */
function put(placed: Placed[], saying: Saying): void {
  const top = saying.middle - heightOf(saying) / 2;
  const alike = placed.findLast(({ saying: { kind } }) => kind === saying.kind);
  const last = placed.at(-1);
  if (last === undefined || top >= last.top + heightOf(last.saying)) {
    placed.push({ saying, top });
    return;
  }
  const isClose = alike !== undefined && top < alike.top + heightOf(alike.saying) + GAP_LINE;
  if (isClose && saying.kind !== 'other') {
    alike.saying = joinedWith(alike.saying, saying);
    return;
  }
  const pushed = last.top + heightOf(last.saying);
  if (pushed - top <= MOST_PUSH) placed.push({ saying, top: pushed });
  else last.saying = joinedWith(last.saying, saying);
}

function ringsOf(changes: readonly StageChange[], scale: GapScale): GapRing[] {
  const all = changes
    .flatMap((change) => change.borders.map((border) => ({ y: scale.toPixel(border), changes: [change] })))
    .filter(({ y }) => y >= -RINGS_APART && y <= scale.height + RINGS_APART)
    .sort((a, b) => a.y - b.y);
  const rings: GapRing[] = [];
  for (const ring of all) {
    const before = rings.at(-1);
    if (before === undefined || ring.y - before.y >= RINGS_APART) rings.push(ring);
  }
  return rings;
}

/** A word that would lie on a ring says the same and more. */
const isFree =
  (words: readonly GapWord[]) =>
  ({ y }: GapRing): boolean =>
    !words.some((word) => Math.abs(word.y - y) < word.height / 2 + RINGS_APART / 2);

/** The marks of a gap that are in sight, from top to bottom. */
export function gapMarks(changes: readonly StageChange[], scale: GapScale): GapMarks {
  const { start, end } = scale.window;
  const inside = changes.filter(({ range }) => range.end > start && range.start < end);
  const sayings = inside.flatMap((change) => sayingOf(change, scale) ?? []).sort((a, b) => a.middle - b.middle);
  const placed: Placed[] = [];
  for (const saying of sayings) put(placed, saying);
  const words = placed.map(({ saying, top }): GapWord => {
    const height = heightOf(saying);
    const { text, warns } = saying;
    return { y: top + height / 2, height, text, warns, changes: saying.changes };
  });
  return { rings: ringsOf(inside, scale).filter(isFree(words)), words };
}
