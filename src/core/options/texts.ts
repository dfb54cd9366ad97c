import type { NumberFault } from './number';

/** QEMU's own words for values that it cannot take. Each way of parsing has its own set. */

const SUFFIX_LINES =
  'Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-\nand exabytes, respectively.';

/** A size in `-m`, or given by `-global` to a QemuOpts-style property (parse_option_size). */
export function optionSizeText(name: string, value: string, fault: NumberFault): string {
  if (fault === 'range') return `Value '${value}' is out of range for parameter '${name}'`;
  return `Parameter '${name}' expects a non-negative number below 2^64\n${SUFFIX_LINES}`;
}

/** A number in `-m` (parse_option_number). */
export function optionNumberText(name: string, value: string, fault: NumberFault): string {
  return fault === 'range'
    ? `Value '${value}' is too large for parameter '${name}'`
    : `Parameter '${name}' expects a number`;
}

/** A key that the option does not know, in `key=value,…` form. */
export const invalidParameter = (name: string): string => `Invalid parameter '${name}'`;

/** A key that the option does not know, in JSON form and inside `-machine`'s structured properties. */
export const unexpectedParameter = (name: string): string => `Parameter '${name}' is unexpected`;

export const missingParameter = (name: string): string => `Parameter '${name}' is missing`;

/** @param expected QEMU's noun: `integer`, `size`, `'on' or 'off'`, `uint32_t` */
export const expectsText = (name: string, expected: string): string => `Parameter '${name}' expects ${expected}`;

export const doesNotAccept = (name: string, value: string): string =>
  `Parameter '${name}' does not accept value '${value}'`;
