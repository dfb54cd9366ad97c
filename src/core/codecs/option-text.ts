/** Writes the values of options as QEMU reads them. */
import type { Bytes } from '../base/addr';

const SUFFIXES = ['', 'K', 'M', 'G', 'T', 'P'] as const;

/** The shortest exact spelling: `64G`, `2815M`, `0`, `123`. */
export function sizeText(bytes: Bytes): string {
  if (bytes === 0) return '0';
  let power = 0;
  while (power < SUFFIXES.length - 1 && bytes % 1024 ** (power + 1) === 0) power += 1;
  return `${bytes / 1024 ** power}${SUFFIXES[power] ?? ''}`;
}

/** For `-m size`, where a bare number counts MiB. */
export function ramSizeText(bytes: Bytes): string {
  const text = sizeText(bytes);
  return bytes !== 0 && /\d$/.test(text) ? `${text}B` : text;
}

export const addressText = (address: number): string => `0x${address.toString(16)}`;

export const onOff = (value: boolean): string => (value ? 'on' : 'off');

const escaped = (value: string): string => value.replaceAll(',', ',,');

export const pair = (key: string, value: string): string => `${key}=${escaped(value)}`;

/** The bare first value of an option; with its key where it could be taken for one, or where QEMU does not unescape it. */
export const firstValue = (key: string, value: string): string =>
  value === '' || /[=,]/.test(value) ? pair(key, value) : value;

/** A pair for each value that is given. */
export function pairs(values: Readonly<Record<string, string | number | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [pair(key, String(value))]));
}

/** Pairs kept as typed, by name, so that equal layouts give equal text. */
export const extraPairs = (extra: Readonly<Record<string, string>> | undefined): readonly string[] =>
  Object.keys(extra ?? {})
    .sort()
    .map((key) => pair(key, extra?.[key] ?? ''));

/** Applies a spelling to a value that may be absent. */
export const maybe = <T>(value: T | undefined, spell: (value: T) => string): string | undefined =>
  value === undefined ? undefined : spell(value);
