/**
 * Values of a setting at which something jumps, found by trying values: the layout is started at natural values between both ends,
 * and where two neighbours differ in their signature the jump between them is closed in on.
 */
import { GiB } from '../base/addr';
import { HYPER_TRANSPORT } from '../base/e820';
import { formatAddress } from '../base/size-text';
import { applyEdit } from '../document/edit';
import { settingEdits } from '../document/setting-edits';
import type { LayoutDocument } from '../document/schema';
import type { DocPath } from '../space/region';
import type { Cliff, SettingCliffs } from './cliff';
import { changedKinds, cliffsAt } from './name-changes';
import { settingAt, type Setting } from './settings';
import { sizeBeside } from './size-beside';
import { signature, signatureOf, started, type Signature } from './signature';

/** Start-ups that one question may take: enough for every layout of a page, few enough for thousands of devices. */
const MOST_TRIES = 700;
const MOST_PLACED = 100_000;
const FEWEST_TRIES = 120;

interface Sample {
  readonly value: number;
  readonly of: Signature;
}

/** A value with its neighbour below, between which something jumps. */
interface Jump {
  readonly below: Sample;
  readonly above: Sample;
}

/** Starts the layout with other values of one setting, each once. */
class Trials {
  readonly #document: LayoutDocument;
  readonly #path: DocPath;
  readonly #known = new Map<number, Signature>();
  left: number;

  constructor(document: LayoutDocument, path: DocPath) {
    this.#document = document;
    this.#path = path;
    this.left = Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, Math.floor(MOST_PLACED / (document.devices.length + 1))));
  }

  at(value: number): Sample {
    const known = this.#known.get(value);
    if (known !== undefined) return { value, of: known };
    this.left -= 1;
    const edits = settingEdits(this.#document, this.#path, value);
    const of = signature(edits.reduce(applyEdit, this.#document));
    this.#known.set(value, of);
    return { value, of };
  }
}

/**
 * What a slider of a setting shows. Yields how much is done. A setting that has no slider gives an answer without range and cliffs.
 *
 * @param path of a number in the document: `memory.size`, `memory.maxmem`, `memory.slots`, `machine.pciHole64Size`,
 *   `machine.maxRamBelow4g`, `cpu.physBits`, `backends.N.size`, `devices.N.addr`, `devices.N.requestedSize`
 */
export function* settingCliffs(document: LayoutDocument, path: DocPath): Generator<number, SettingCliffs> {
  const startup = started(document);
  const setting = settingAt(document, startup, path);
  if (setting === undefined) return nothing(path);
  const trials = new Trials(document, path);
  const samples: Sample[] = [];
  for (const value of setting.landmarks) {
    samples.push(trials.at(value));
    yield (samples.length / setting.landmarks.length) * 0.6;
  }
  const worth = worthSliding(samples, setting.value);
  const jumps: Jump[] = [];
  for (const [index, above] of worth.entries()) {
    const below = worth[index - 1];
    if (below !== undefined) yield* close(below, above, setting, trials, jumps, 0);
    yield 0.6 + (index / worth.length) * 0.4;
  }
  return answer(path, setting, worth, { jumps, bitsAvailable: signatureOf(startup).bitsAvailable });
}

/** Without the outer stretches in which QEMU refuses everything, save one sample before and an octave behind. */
function worthSliding(samples: readonly Sample[], value: number): readonly Sample[] {
  const starts = ({ of }: Sample): boolean => of.refusal === undefined;
  const first = samples.findIndex(starts);
  if (first < 0) return samples;
  const last = samples.findLastIndex(starts);
  const enough = (samples[last]?.value ?? 0) * 2;
  return samples.filter((sample, index) => {
    if (index < first - 1) return sample.value >= value;
    return index <= last + 1 || sample.value <= Math.max(value, enough);
  });
}

/** Finds every jump between two samples, in order; gives up where the tries have run out. */
function* close(
  below: Sample,
  above: Sample,
  setting: Setting,
  trials: Trials,
  found: Jump[],
  guesses: number,
): Generator<number, void> {
  if (changedKinds(below.of, above.of).length === 0) return;
  if (above.value - below.value <= setting.step) {
    found.push({ below, above });
    return;
  }
  if (trials.left <= 0) return;
  const guess = guesses < GUESSES.length ? guessed(below, above, setting, guesses) : undefined;
  const middle = trials.at(guess ?? halfWay(below, above, setting));
  yield 0.6;
  // A guess is the last value before its threshold, so that only the upper part is worth another one.
  yield* close(below, middle, setting, trials, found, guess === undefined ? guesses : GUESSES.length);
  yield* close(middle, above, setting, trials, found, guess === undefined ? guesses : (guesses + 1) % 3);
}

/** From the value at which an address is expected to be reached: itself, the next, and one GiB on, since areas begin on whole GiB. */
const GUESSES: readonly ((step: number) => number)[] = [() => 0, (step) => step, () => GiB];

/** Sizes move the end of the layout byte by byte, so that the value at which it reaches a power of two, or 0xfd00000000, can be told. */
function guessed(below: Sample, above: Sample, { step, unit, least }: Setting, guesses: number): number | undefined {
  const { end } = below.of;
  if (unit !== 'bytes' || end === undefined || above.of.end === undefined || above.of.end <= end) return undefined;
  const isBeforeMove = above.of.isMoved && !below.of.isMoved && end <= HYPER_TRANSPORT.start;
  const power = 2 ** Math.ceil(Math.log2(end));
  const threshold = isBeforeMove ? Math.min(power, HYPER_TRANSPORT.start) : power;
  const value = below.value + (threshold - end) + (GUESSES[guesses]?.(step) ?? 0);
  const onStep = least + Math.floor((value - least) / step) * step;
  return onStep > below.value && onStep < above.value ? onStep : undefined;
}

function halfWay(below: Sample, above: Sample, { step }: Setting): number {
  const steps = Math.floor((above.value - below.value) / step / 2);
  return below.value + Math.max(1, steps) * step;
}

function answer(
  path: DocPath,
  setting: Setting,
  samples: readonly Sample[],
  { jumps, bitsAvailable }: { readonly jumps: readonly Jump[]; readonly bitsAvailable: number | undefined },
): SettingCliffs {
  const { value, isDefault, step, unit } = setting;
  const text = textOf(setting);
  const cliffs = jumps.flatMap(({ below, above }): readonly Cliff[] =>
    cliffsAt(above.value, {
      below: below.of,
      above: above.of,
      lastText: text(below.value),
      atText: text(above.value),
    }),
  );
  const first = samples[0];
  const last = samples.at(-1);
  const least = leastShown(setting, samples, jumps);
  return {
    path,
    value,
    isDefault,
    least,
    most: last?.value ?? value,
    step,
    unit,
    cliffs,
    bits: bitsFrom(least, first, jumps),
    ...(bitsAvailable === undefined || unit === 'bits' ? {} : { bitsAvailable }),
    refused: refusedRanges(least, first, last, jumps),
  };
}

/** A slider of octaves shows what lies next to its least value widest, and there is nothing to see where all is refused. */
function leastShown({ value, step, unit }: Setting, samples: readonly Sample[], jumps: readonly Jump[]): number {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return value;
  const start = jumps[0];
  if (unit !== 'bytes' || start === undefined) return first.value;
  if (first.of.refusal === undefined || start.above.of.refusal !== undefined) return first.value;
  const enough = step * 2 ** Math.ceil(Math.log2(Math.max(1, (last.value - first.value) / step / 2 ** 19)));
  const shown = Math.floor(start.below.value / enough) * enough;
  return Math.max(first.value, Math.min(shown, value));
}

function bitsFrom(least: number, first: Sample | undefined, jumps: readonly Jump[]): SettingCliffs['bits'] {
  const found: { from: number; bits: number }[] = [];
  for (const { value, of } of [...(first === undefined ? [] : [first]), ...jumps.map(({ above }) => above)]) {
    if (of.bits === undefined || of.bits === found.at(-1)?.bits) continue;
    found.push({ from: Math.max(least, value), bits: of.bits });
  }
  return found;
}

function refusedRanges(
  least: number,
  first: Sample | undefined,
  last: Sample | undefined,
  jumps: readonly Jump[],
): SettingCliffs['refused'] {
  const ranges: { from: number; to: number }[] = [];
  let from = first?.of.refusal === undefined ? undefined : least;
  for (const { below, above } of jumps) {
    const isRefused = above.of.refusal !== undefined;
    if (isRefused) from ??= above.value;
    else if (from !== undefined) {
      ranges.push({ from, to: below.value });
      from = undefined;
    }
  }
  return from === undefined || last === undefined ? ranges : [...ranges, { from, to: last.value }];
}

const textOf =
  ({ unit }: Setting) =>
  (value: number): string => {
    switch (unit) {
      case 'bytes':
        return sizeBeside(value);
      case 'address':
        return formatAddress(value);
      case 'bits':
        return `${value} bits`;
      case 'count':
        return String(value);
    }
  };

const nothing = (path: DocPath): SettingCliffs => ({
  path,
  value: 0,
  isDefault: true,
  least: 0,
  most: 0,
  step: 1,
  unit: 'count',
  cliffs: [],
  bits: [],
  refused: [],
});
