/** What QEMU's own sentence gives away: the numbers and names in it. */
import { GiB, KiB, MiB, TiB } from '../base/addr';

const UNITS: Readonly<Record<string, number>> = { K: KiB, M: MiB, G: GiB, T: TiB };
const NUMBER = /0x([0-9a-f]+)|(\d+)(?: ?([KMGT])(?:i?B)?\b)?/gi;
/** More numbers than this make a table, no hint. */
const MOST_NUMBERS = 12;

/** The numbers of a sentence, sizes in bytes, each once, in its order. */
export function numbersIn(words: string): readonly number[] {
  const found = new Set<number>();
  for (const [, hex, decimal, unit] of words.matchAll(NUMBER)) {
    const value = hex === undefined ? Number(decimal) * (UNITS[unit?.toUpperCase() ?? ''] ?? 1) : parseInt(hex, 16);
    if (Number.isSafeInteger(value) && found.size < MOST_NUMBERS) found.add(value);
  }
  return [...found];
}

export const namesIn = (words: string): ReadonlySet<string> =>
  new Set(words.match(/[A-Za-z][\w.-]*\w|[A-Za-z]/g) ?? []);

const up = (value: number, to: number): number => Math.ceil(value / to) * to;
const down = (value: number, to: number): number => Math.floor(value / to) * to;

/** Numbers that a sentence suggests for a setting: those in it, their neighbours, multiples of them, and what they differ by. */
export function suggested(value: number | undefined, numbers: readonly number[]): readonly number[] {
  const all = new Set<number>();
  for (const number of numbers) {
    for (const each of [number, number + 1, number - 1]) all.add(each);
    if (value !== undefined && number > 1) for (const each of [up(value, number), down(value, number)]) all.add(each);
  }
  if (value !== undefined) {
    for (const a of numbers.slice(0, 6)) for (const b of numbers.slice(0, 6)) if (a !== b) all.add(value + a - b);
  }
  return [...all].filter((each) => Number.isSafeInteger(each) && each >= 0 && each !== value);
}

/** Less than this in common is no misspelling. */
const ALIKE = 0.34;

/** Choices that look like what was typed, by pairs of letters that both have; the most alike first. */
export function bySpelling(typed: string, choices: readonly string[]): readonly string[] {
  const pairs = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2).toLowerCase());
  const own = pairs(typed);
  const alike = (choice: string): number => {
    const theirs = pairs(choice);
    const shared = theirs.filter((pair) => own.includes(pair)).length;
    return (2 * shared) / Math.max(1, own.length + theirs.length);
  };
  return choices
    .filter((choice) => choice !== typed)
    .map((choice) => ({ choice, score: alike(choice) }))
    .filter(({ score }) => score >= ALIKE)
    .sort((a, b) => b.score - a.score || a.choice.length - b.choice.length)
    .map(({ choice }) => choice);
}
