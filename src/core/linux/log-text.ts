/** Addresses as the kernel's log prints them: inclusive ends. */
import type { Range } from '../base/range';

/** printf's `%#010Lx` has eight digits, `%#018Lx` sixteen. */
export const hexOf = (at: number | bigint, digits = 8): string => `0x${at.toString(16).padStart(digits, '0')}`;

/** `[mem 0x00000000-0x00000fff]`. */
export const memText = (range: Range, digits = 8): string => `[mem ${spanText(range, digits)}]`;

/** `0x00000000-0x00000fff`. */
export const spanText = ({ start, end }: Range, digits = 8): string =>
  `${hexOf(start, digits)}-${hexOf(end - 1, digits)}`;
