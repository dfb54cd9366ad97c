import { err, ok, type Result } from '../base/result';

/** Why a number is refused: not one at all, or one that does not fit. QEMU has different words for the two. */
export type NumberFault = 'malformed' | 'range';

const U64 = 2n ** 64n;
const I64_MIN = -(2n ** 63n);
const I64_MAX = 2n ** 63n - 1n;

/** The low 64 bits: what C's unsigned arithmetic keeps. */
export const wrap64 = (value: bigint): bigint => BigInt.asUintN(64, value);

/** The next multiple of `to` at or above `value`, wrapping at 64 bits as QEMU's ROUND_UP does. */
export function alignUp64(value: bigint, to: bigint): bigint {
  const over = value % to;
  return over === 0n ? value : wrap64(value + to - over);
}

/** C's isspace in the C locale. */
export const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function digitValue(code: number): number {
  if (isDigit(code)) return code - 48;
  if (code >= 97 && code <= 122) return code - 87;
  if (code >= 65 && code <= 90) return code - 55;
  return 99;
}

interface Scan {
  readonly magnitude: bigint;
  readonly negative: boolean;
  /** Index behind the last digit. */
  readonly end: number;
}

/** The first index at or after `from` whose character is no digit of the base. */
function skipDigits(text: string, from: number, base: number): number {
  let at = from;
  while (at < text.length && digitValue(text.charCodeAt(at)) < base) at += 1;
  return at;
}

/** At most 64 significant digits are looked at: anything longer is out of range in every base. */
function magnitude(text: string, start: number, end: number, base: number): bigint {
  let from = start;
  while (from < end - 1 && text.charCodeAt(from) === 48) from += 1;
  if (end - from > 64) return U64;
  const digits = text.slice(from, end);
  if (base === 10) return BigInt(digits);
  if (base === 16) return BigInt(`0x${digits}`);
  if (base === 8) return BigInt(`0o${digits}`);
  return BigInt(`0b${digits}`);
}

const prefixOf = (text: string, at: number): string => text.slice(at, at + 2).toLowerCase();

function baseAt(text: string, at: number): { base: number; start: number } {
  if (text.charCodeAt(at) !== 48) return { base: 10, start: at };
  const prefix = prefixOf(text, at);
  if (prefix === '0x' && skipDigits(text, at + 2, 16) > at + 2) return { base: 16, start: at + 2 };
  if (prefix === '0b' && skipDigits(text, at + 2, 2) > at + 2) return { base: 2, start: at + 2 };
  return { base: 8, start: at };
}

/** What strtoull reads at the start of a text: blanks, a sign, digits. Nothing if there is no digit. */
export function scanInteger(text: string, radix: 'any' | 10 = 'any'): Scan | undefined {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  const sign = text[at];
  if (sign === '+' || sign === '-') at += 1;
  const { base, start } = radix === 10 ? { base: 10, start: at } : baseAt(text, at);
  const end = skipDigits(text, start, base);
  if (end === start) return undefined;
  return { magnitude: magnitude(text, start, end, base), negative: sign === '-', end };
}

function whole(text: string): Result<Scan, NumberFault> {
  const scan = scanInteger(text);
  return scan === undefined || scan.end < text.length ? err('malformed') : ok(scan);
}

/**
 * An unsigned 64-bit integer: blanks, a sign, then decimal, `0x…`, octal with a leading 0, or `0b…`; nothing behind it.
 * A negative one wraps (qemu_strtou64; spec section 1).
 */
export function parseUnsigned(text: string): Result<bigint, NumberFault> {
  const scan = whole(text);
  if (!scan.ok) return scan;
  if (scan.value.magnitude >= U64) return err('range');
  return ok(scan.value.negative ? wrap64(-scan.value.magnitude) : scan.value.magnitude);
}

/** A signed 64-bit integer in the same spellings (qemu_strtoi64). */
export function parseSigned(text: string): Result<bigint, NumberFault> {
  const scan = whole(text);
  if (!scan.ok) return scan;
  const value = scan.value.negative ? -scan.value.magnitude : scan.value.magnitude;
  return value < I64_MIN || value > I64_MAX ? err('range') : ok(value);
}

/** `on`/`off`, `yes`/`no`, `true`/`false`, `y`/`n`, lower case only (qapi_bool_parse). */
export function parseBoolean(text: string): boolean | undefined {
  if (text === 'on' || text === 'yes' || text === 'true' || text === 'y') return true;
  if (text === 'off' || text === 'no' || text === 'false' || text === 'n') return false;
  return undefined;
}
