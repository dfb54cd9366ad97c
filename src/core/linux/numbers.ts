/** Numbers as the kernel reads them from its command line (Linux lib/cmdline.c memparse, lib/vsprintf.c simple_strtoull): 64 bits, wrapping. */

export interface ReadNumber {
  readonly value: bigint;
  /** Characters that belong to it; 0 where there is no number. */
  readonly length: number;
}

export const U64 = 2n ** 64n;

const HEX = /^0[xX][0-9a-fA-F]+/;
const OCTAL = /^0[0-7]*/;
const DECIMAL = /^[1-9][0-9]*/;
const NOTHING: ReadNumber = { value: 0n, length: 0 };

/** Decimal, `0x` hexadecimal or `0` octal at the head of the text. */
export function readNumber(text: string): ReadNumber {
  const hex = HEX.exec(text)?.[0];
  if (hex !== undefined) return { value: BigInt(hex) % U64, length: hex.length };
  const octal = OCTAL.exec(text)?.[0];
  if (octal !== undefined) return { value: BigInt(`0o0${octal}`) % U64, length: octal.length };
  const decimal = DECIMAL.exec(text)?.[0];
  return decimal === undefined ? NOTHING : { value: BigInt(decimal) % U64, length: decimal.length };
}

const SUFFIXES = 'KMGTPE';

/** A number with an optional suffix of powers of 1024. */
export function readSize(text: string): ReadNumber {
  const { value, length } = readNumber(text);
  if (length === 0) return NOTHING;
  const power = SUFFIXES.indexOf(text.charAt(length).toUpperCase());
  if (power < 0 || text.length === length) return { value, length };
  return { value: (value * 1024n ** BigInt(power + 1)) % U64, length: length + 1 };
}
