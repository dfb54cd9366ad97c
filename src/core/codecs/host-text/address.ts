/** Addresses as kernels print them. */
import { ADDR_LIMIT } from '../../base/addr';
import { err, ok, type Result } from '../../base/result';
import { SIZE_LIMIT } from '../../base/size-text';

/** Half-open; within the addresses that there can be here. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Hexadecimal digits without `0x`; what is beyond 2^53 loses its lowest bits, which no answer here depends on. */
export const hex = (digits: string): number => Number(`0x${digits}`);

/** First and last address, both in. Nothing if there is no such range; cut at 2^52, the most that a physical address has. */
export const inclusive = (first: string, last: string): Span | undefined => span(hex(first), hex(last) + 1);

/** First address, and the one behind the last. */
export const exclusive = (first: string, end: string): Span | undefined => span(hex(first), hex(end));

/** Why an entry of a table has no place in a layout, and what would. */
export interface Unheld {
  readonly why: string;
  readonly works: string;
}

const WRAP = 2n ** 64n;
const MOST = BigInt(SIZE_LIMIT);
const WRAPS: Unheld = {
  why: 'it ends before it begins, so as a start and a length it goes on past 2^64 and comes round to address 0',
  works: 'an end that is not below the start',
};
const PAST_64: Unheld = {
  why: 'its end is past 2^64, where addresses of 64 bits come round to 0',
  works: 'an end that a CPU can address: 52 bits at most',
};
const PAST_53: Unheld = {
  why: 'a layout holds addresses up to 2^53, and no CPU has more than 52 bits',
  works: `an end of at most 0x${(MOST - 1n).toString(16)}`,
};

/**
 * What an entry of a table says, however false: it can be empty, and end beyond the addresses of any CPU. Digits are hexadecimal.
 *
 * @param how what the second number is: the last address, the one behind it, or how many bytes there are
 */
export function claimed(first: string, second: string, how: 'last' | 'end' | 'size'): Result<Span, Unheld> {
  const start = BigInt(`0x${first}`);
  const number = BigInt(`0x${second}`);
  const end = how === 'end' ? number : how === 'last' ? number + 1n : start + number;
  if (end < start) return err(WRAPS);
  if (end > WRAP) return err(PAST_64);
  return end > MOST ? err(PAST_53) : ok({ start: Number(start), end: Number(end) });
}

function span(start: number, end: number): Span | undefined {
  const cut = Math.min(end, ADDR_LIMIT);
  return Number.isInteger(start) && start < cut ? { start, end: cut } : undefined;
}
