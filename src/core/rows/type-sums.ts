/** How much of each type a table has, in numbers that can be checked by hand. */
import { RAM, RESERVED, SOFT_RESERVED, typeWords } from '../base/e820';
import { GiB, type Bytes } from '../base/addr';
import { size } from '../base/range';
import { approximateSize, formatSize, SIZE_LIMIT } from '../base/size-text';
import type { E820Entry } from '../plan/plan';

/** `8 GiB − 513 KiB`: exact, and told from the nearest whole number of GiB. Of more than sizes can be, that it is. */
export function exactSum(bytes: Bytes): string {
  if (bytes > SIZE_LIMIT) return `more than ${formatSize(SIZE_LIMIT)}`;
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

/** By the words of the stage: what UEFI has in several kinds, E820 has under one number. */
export function sumsByType(entries: readonly E820Entry[]): readonly TypeSum[] {
  const sums = new Map<string, TypeSum>();
  for (const { type, words = typeWords(type), range } of entries) {
    const bytes = (sums.get(words)?.bytes ?? 0) + size(range);
    sums.set(words, { type, bytes, words });
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
