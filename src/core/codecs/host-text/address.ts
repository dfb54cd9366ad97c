/** Addresses as kernels print them. */
import { ADDR_LIMIT } from '../../base/addr';

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

function span(start: number, end: number): Span | undefined {
  const cut = Math.min(end, ADDR_LIMIT);
  return Number.isInteger(start) && start < cut ? { start, end: cut } : undefined;
}
