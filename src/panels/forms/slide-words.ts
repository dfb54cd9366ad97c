/** The words of a slider: its values, the cliff that is nearest, and what a tried value would move. */
import { GiB } from '../../core/base/addr';
import { formatAddress, formatSize } from '../../core/base/size-text';
import type { Cliff, SettingCliffs } from '../../core/cliffs/cliff';
import type { Preview } from '../../core/cliffs/preview';
import type { Edge, Slidable } from '../../ui/slide-scale';

/** Where values differ by more than this, octaves are shown and not bytes. */
const DECADES = 64;

export function scaleOf({ least, most, step, unit, cliffs }: SettingCliffs): Slidable {
  const isLogarithmic = unit === 'bytes' && most > DECADES * Math.max(least, step);
  const edges = cliffs
    .map(({ at }) => edgeOf(at, { step, unit }))
    .filter(({ below, above }) => below >= least && above <= most);
  return { least, most, step, isLogarithmic, edges };
}

/** From here on people write sizes in whole GiB. */
const IN_GIB = 16 * GiB;

/** The values beside a jump as one would write them: 978 GiB and 979 GiB, not a step more than 978 GiB. */
function edgeOf(at: number, { step, unit }: Pick<SettingCliffs, 'step' | 'unit'>): Edge {
  const grain = unit === 'bytes' && at >= IN_GIB ? Math.max(step, GiB) : step;
  if (grain === step) return { below: at - step, above: at };
  return { below: Math.floor((at - step) / grain) * grain, above: Math.ceil(at / grain) * grain };
}

/** Another bit alone is in the line under the track; a tick for each would hide the others. */
export const shownCliffs = ({ cliffs }: SettingCliffs): readonly Cliff[] =>
  cliffs.filter(({ kind }) => kind !== 'bits');

/** Why it is so, of the jumps between what is in force and what is tried, the last ones first. */
export function crossed(setting: SettingCliffs, value: number): readonly string[] {
  const { value: from } = setting;
  const [low, high] = [Math.min(from, value), Math.max(from, value)];
  const between = shownCliffs(setting).filter(({ at, kind }) => at > low && at <= high && kind !== 'refusal');
  return (value > from ? between.toReversed() : between).map(({ why }) => why);
}

export interface Tick {
  readonly at: number;
  readonly tone: 'plain' | 'bad';
}

/** One tick a value, red where QEMU refuses on one side. */
export function ticksOf(setting: SettingCliffs): readonly Tick[] {
  const ticks = new Map<number, Tick>();
  for (const { at, kind } of shownCliffs(setting)) {
    const isBad = kind === 'refusal' || ticks.get(at)?.tone === 'bad';
    ticks.set(at, { at, tone: isBad ? 'bad' : 'plain' });
  }
  return [...ticks.values()];
}

export function valueWords({ unit }: Pick<SettingCliffs, 'unit'>, value: number): string {
  switch (unit) {
    case 'bytes':
      return formatSize(value);
    case 'address':
      return formatAddress(value);
    case 'bits':
      return `${value} bits`;
    case 'count':
      return String(value);
  }
}

/** How round a number is: the power of two in it. */
function roundness(value: number): number {
  let power = 1;
  while (value !== 0 && value % (power * 2) === 0) power *= 2;
  return power;
}

/** `Above 978 GiB`, or `From 2,816 MiB on`, whichever is the rounder number. */
function whereWords(setting: SettingCliffs, at: number): string {
  const last = at - setting.step;
  return roundness(last) > roundness(at) ? `Above ${valueWords(setting, last)}` : `From ${valueWords(setting, at)} on`;
}

export interface NearCliff {
  readonly at: number;
  /** `Above 978 GiB: RAM moves to 1 TiB, QEMU refuses`. */
  readonly title: string;
  readonly why: readonly string[];
}

/** The cliffs on both sides of a value, the lower one first, each with all that happens at it. */
export function nearCliffs(setting: SettingCliffs, value: number): readonly NearCliff[] {
  const shown = shownCliffs(setting);
  const sides = [shown.findLast(({ at }) => at <= value), shown.find(({ at }) => at > value)];
  return sides.flatMap((cliff) => {
    if (cliff === undefined) return [];
    const here = setting.cliffs.filter(({ at }) => at === cliff.at);
    const titles = here.map(({ title }) => title).join(', ');
    return {
      at: cliff.at,
      title: `${whereWords(setting, cliff.at)}: ${titles}`,
      why: here.filter(({ kind }) => kind !== 'bits').map(({ why }) => why),
    };
  });
}

/** The address bits that a value needs. */
export const bitsAt = ({ bits }: SettingCliffs, value: number): number | undefined =>
  bits.findLast(({ from }) => from <= value)?.bits;

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** `12 ranges move, 1 is resized, 1 comes`. */
export function movedWords({ moved }: Preview): string {
  const both = moved.flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [{ before, after }],
  );
  const moves = both.filter(({ before, after }) => before.start !== after.start).length;
  const parts = [
    ...counted(moves, 'range moves', 'ranges move'),
    ...counted(both.length - moves, 'range is resized', 'ranges are resized'),
    ...counted(moved.filter(({ before }) => before === undefined).length, 'range comes', 'ranges come'),
    ...counted(moved.filter(({ after }) => after === undefined).length, 'range goes', 'ranges go'),
  ];
  return parts.length === 0 ? 'No range moves' : parts.join(', ');
}
