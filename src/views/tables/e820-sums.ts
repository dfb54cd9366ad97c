/** How much of each type a table has, in numbers that can be checked by hand. */
import { RAM, RESERVED, SOFT_RESERVED } from '../../core/base/e820';
import { GiB, type Bytes } from '../../core/base/addr';
import { size } from '../../core/base/range';
import { approximateSize, formatSize } from '../../core/base/size-text';
import type { E820Entry } from '../../core/plan/plan';
import { e820TypeWords } from './e820-types';

/** `8 GiB − 513 KiB`: exact, and told from the nearest whole number of GiB. */
export function exactSum(bytes: Bytes): string {
  const whole = Math.round(bytes / GiB) * GiB;
  const over = bytes - whole;
  if (whole === 0 || over === 0) return formatSize(bytes);
  return `${formatSize(whole)} ${over < 0 ? '−' : '+'} ${formatSize(Math.abs(over))}`;
}

export interface TypeSum {
  readonly type: number;
  readonly words: string;
  readonly bytes: Bytes;
}

/** What one is after first: usable, soft reserved, reserved; then by number. */
const ORDER = [RAM, SOFT_RESERVED, RESERVED];
const rank = (type: number): number => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length + type);

export function sumsByType(entries: readonly E820Entry[]): readonly TypeSum[] {
  const sums = new Map<number, TypeSum>();
  for (const { type, words, range } of entries) {
    const bytes = (sums.get(type)?.bytes ?? 0) + size(range);
    sums.set(type, { type, bytes, words: sums.get(type)?.words ?? words ?? e820TypeWords(type) });
  }
  return [...sums.values()].sort((a, b) => rank(a.type) - rank(b.type));
}

/** Longer sizes are told to two decimals in a table, and in full where one points at them. */
const LONGEST = 9;

/** `1.97 GiB` for 2,069,596 KiB; short ones are exact. */
export function shortSize(bytes: Bytes): string {
  const text = formatSize(bytes);
  return text.length > LONGEST ? approximateSize(bytes).text : text;
}

/** `sp1 … sp4` for a list of four. */
export function shortCause(cause: string): string {
  const names = cause.split(', ');
  return names.length > 2 ? `${names[0] ?? ''} … ${names.at(-1) ?? ''}` : cause;
}
