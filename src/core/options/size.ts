import { err, ok, type Result } from '../base/result';
import { isBlank, scanInteger, type NumberFault } from './number';

const U64 = 2n ** 64n;

const UNITS: Readonly<Record<string, bigint>> = {
  B: 1n,
  K: 2n ** 10n,
  M: 2n ** 20n,
  G: 2n ** 30n,
  T: 2n ** 40n,
  P: 2n ** 50n,
  E: 2n ** 60n,
};

const unitAt = (text: string, at: number): bigint | undefined => UNITS[text.charAt(at).toUpperCase()];

const isDigitAt = (text: string, at: number): boolean => text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57;

/**
 * A size in bytes: blanks, `+`, decimal digits with an optional fraction, one suffix B K M G T P E in either case; or `0x…` without
 * a suffix. A fraction that is not zero needs a suffix of K or larger; the result is rounded to the nearest byte.
 * Source: qemu_strtosz; spec section 1; recorded: 1.0000005G is 0x40000219.
 */
export function parseSize(text: string): Result<bigint, NumberFault> {
  const scan = scanInteger(text, 10);
  if (scan === undefined) return parseBareFraction(text);
  if (scan.magnitude >= U64 || scan.negative) return err(scan.end < text.length ? 'malformed' : 'range');
  const next = text.charAt(scan.end);
  if (scan.magnitude === 0n && (next === 'x' || next === 'X')) return parseHexSize(text);
  if (next !== '.') return scale(text, scan.magnitude, 0n, scan.end);
  return withFraction(text, scan.magnitude, scan.end);
}

/** `.5G`: no digit before the point. */
function parseBareFraction(text: string): Result<bigint, NumberFault> {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  const sign = text.charAt(at);
  if (sign === '+' || sign === '-') at += 1;
  if (text.charAt(at) !== '.' || !isDigitAt(text, at + 1)) return err('malformed');
  if (sign !== '-') return withFraction(text, 0n, at);
  let end = at + 1;
  while (isDigitAt(text, end)) end += 1;
  return err(end < text.length ? 'malformed' : 'range');
}

function parseHexSize(text: string): Result<bigint, NumberFault> {
  const scan = scanInteger(text);
  if (scan === undefined || scan.end < text.length) return err('malformed');
  return scan.magnitude >= U64 ? err('range') : ok(scan.magnitude);
}

/**
 * The fraction goes through a double, as in QEMU, so that the last bits of a large size come out the same.
 * @param point index of the decimal point
 */
function withFraction(text: string, integer: bigint, point: number): Result<bigint, NumberFault> {
  let end = point + 1;
  while (isDigitAt(text, end)) end += 1;
  const fraction = end === point + 1 ? 0 : Number(`0${text.slice(point, end)}`);
  if (fraction === 1) return scale(text, integer + 1n, 0n, end);
  const fixed = BigInt(Math.floor(fraction * 2 ** 64));
  return scale(text, integer, fixed === 0n && Number(text.slice(point + 1, end)) > 0 ? 1n : fixed, end);
}

/** @param fraction in units of 2^-64; half a byte is rounded up. */
function scale(text: string, integer: bigint, fraction: bigint, at: number): Result<bigint, NumberFault> {
  const unit = at < text.length ? unitAt(text, at) : 1n;
  if (unit === undefined || at + 1 < text.length) return err('malformed');
  if (unit === 1n && fraction !== 0n) return err('malformed');
  const bytes = integer * unit + (fraction * unit + U64 / 2n) / U64;
  return bytes >= U64 ? err('range') : ok(bytes);
}
