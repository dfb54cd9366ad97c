/** The smallest change of a number that works: steps away from what holds, then halving back. */
import { GiB, KiB, MiB } from '../base/addr';
import { deviceKinds } from '../devices/index';
import { memdevOf } from '../document/device-names';
import { suggested } from './hints';
import type { Setting } from './settings';
import type { Trial } from './trial';

/** A fraction of a search; gives how much is done, 0 to 1. */
export type Slice<T> = Generator<number, T>;
/** What a value leads to: lower is better, undefined mends nothing. */
export type Attempt = (value: number) => Slice<number | undefined>;

const FACTOR = 8;
/** Steps away reach 37,449 units: 36 TiB in GiB. Few things are counted in thousands. */
const [MOST_RUNGS, MOST_RUNGS_OF_COUNTS] = [6, 4];
const MOST_SUGGESTED = 12;

/** The units in which people state a number of this kind, largest first; none finer than what holds is stated in. */
const unitsOf = ({ leaf, effective }: Setting): readonly number[] => {
  if (leaf.kind !== 'bytes') return [1];
  const value = typeof effective === 'number' ? effective : 0;
  if (value === 0) return [GiB, MiB];
  const all = value >= GiB ? [GiB, MiB, 4 * KiB] : [MiB, 4 * KiB];
  return all.filter((unit, index) => index === 0 || value % (all[index - 1] ?? unit) !== 0);
};

const down = (value: number, to: number): number => Math.floor(value / to) * to;
const up = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Values away from `from`, nearest first: round ones in growing steps, and those that something suggests. */
function rungs(from: number, unit: number, towards: 1 | -1, natural: readonly number[]): readonly number[] {
  const most = unit === 1 ? MOST_RUNGS_OF_COUNTS : MOST_RUNGS;
  const values = new Set<number>();
  const first = towards > 0 ? down(from, unit) + unit : up(from, unit) - unit;
  for (let rung = 0, step = 0; rung < most; rung += 1, step = step * FACTOR + 1) {
    values.add(Math.max(0, first + towards * step * unit));
  }
  if (towards < 0 && from > unit) values.add(unit);
  for (const value of natural) if ((value - from) * towards > 0) values.add(value);
  return [...values].filter((value) => value !== from && Number.isSafeInteger(value)).sort((a, b) => (a - b) * towards);
}

/** What numbers beside a setting add up to: the room that all devices need, the slots that they take, the RAM of all nodes. */
function naturalSums({ leaf }: Setting, { document, startup }: Trial): readonly number[] {
  const sizeOf = (memdev: string | undefined): number => document.backends.find(({ id }) => id === memdev)?.size ?? 0;
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  switch (leaf.pattern) {
    case 'memory.maxmem': {
      const ram = Number(startup.memory?.ram ?? 0n);
      const used = sum(document.devices.map((device) => sizeOf(memdevOf(device))));
      return [up(ram, 4 * KiB), ram + used, up(ram + used, GiB)];
    }
    case 'memory.slots':
      return [document.devices.filter(({ kind }) => deviceKinds.find(kind)?.usesSlot === true).length];
    case 'memory.size':
      return [sum(document.nodes.map(({ memdev }) => sizeOf(memdev))), sizeOf(document.machine.memoryBackend)];
    default:
      return [];
  }
}

/** The value nearest to a working one on the way to a failing one that is as good, in whole units. */
function* halved(failing: number, working: number, unit: number, best: number, attempt: Attempt): Slice<number> {
  let [bad, good] = [failing, working];
  for (;;) {
    const middle = down((bad + good) / 2, unit);
    const inside = [middle, middle + unit].find((value) => value > Math.min(bad, good) && value < Math.max(bad, good));
    if (inside === undefined) return good;
    const worth = yield* attempt(inside);
    if (worth !== undefined && worth <= best) good = inside;
    else bad = inside;
  }
}

/**
 * The nearest value that works in one direction, and in the other one.
 *
 * @param isClose whether the refusal is about this setting, so that every step on the way is worth a try
 */
export function* nearestNumbers(
  setting: Setting,
  trial: Trial,
  numbers: readonly number[],
  isClose: boolean,
  attempt: Attempt,
): Slice<readonly number[]> {
  const from = typeof setting.effective === 'number' ? setting.effective : undefined;
  const [least, most] = setting.facts.range ?? [0, Number.MAX_SAFE_INTEGER];
  const isIn = (value: number): boolean => value >= least && value <= most;
  const natural = [
    ...[...naturalSums(setting, trial), ...suggested(from, numbers).slice(0, isClose ? MOST_SUGGESTED : 4)],
    ...(setting.leaf.kind === 'count' ? (setting.facts.range ?? []) : []),
  ];
  const units = unitsOf(setting);
  const start = from ?? 0;
  const found: number[] = [];
  for (const towards of [-1, 1] as const) {
    const all = from === undefined ? (towards > 0 ? natural : []) : rungs(start, units[0] ?? 1, towards, natural);
    const nearest = yield* firstOf(start, (isClose ? all : sparse(all)).filter(isIn), units, attempt);
    if (nearest !== undefined) found.push(nearest);
  }
  return found.sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
}

/** Where little hope is, a few steps are enough. */
const sparse = (all: readonly number[]): readonly number[] => all.filter((_, index) => index % 2 === 1);

function* firstOf(
  start: number,
  all: readonly number[],
  units: readonly number[],
  attempt: Attempt,
): Slice<number | undefined> {
  let [failing, best, found] = [start, Infinity, undefined as number | undefined];
  let before = start;
  for (const value of all) {
    const worth = yield* attempt(value);
    if (worth !== undefined && worth < best) {
      [failing, best, found] = [before, worth, value];
      if (worth === 0) break;
    }
    before = value;
  }
  if (found === undefined) return undefined;
  for (const unit of units) {
    // A change of many GiB is told in GiB; a small one is worth telling exactly.
    if (Math.abs(found - start) > 2 * unit && Math.abs(found - failing) < unit) continue;
    found = yield* halved(failing, found, unit, best, attempt);
    failing = found > failing ? Math.max(failing, found - unit) : Math.min(failing, found + unit);
    if (Math.abs(found - start) > 2 * unit) return yield* rounded(found, start, unit, best, attempt);
  }
  return found;
}

/** The next whole unit away from what held, if that is as good: nobody asks for 27,904,914 KiB who can have 27 GiB. */
function* rounded(found: number, start: number, unit: number, best: number, attempt: Attempt): Slice<number> {
  const whole = found > start ? up(found, unit) : down(found, unit);
  if (whole === found || whole === 0) return found;
  const worth = yield* attempt(whole);
  return worth !== undefined && worth <= best ? whole : found;
}

/** The first of some values in order that works, where all behind one that works do too. */
export function* firstInOrder<T>(values: readonly T[], attempt: (value: T) => Slice<boolean>): Slice<T | undefined> {
  const last = values.at(-1);
  if (last === undefined || !(yield* attempt(last))) return undefined;
  let [bad, good] = [-1, values.length - 1];
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2);
    const value = values[middle];
    if (value !== undefined && (yield* attempt(value))) good = middle;
    else bad = middle;
  }
  return values[good];
}
