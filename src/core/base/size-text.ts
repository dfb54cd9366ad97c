/**
 * Sizes and addresses to and from text: one reader and one writer for forms, imports and go-to. The reader never rounds: a text
 * means a whole number of bytes, or it is refused with what would work. QEMU's own size grammar, which truncates, is not this one.
 */
import { ADDR_LIMIT, addr, type Addr, type Bytes } from './addr';
import { grouped } from './count-text';
import type { Range } from './range';
import { err, ok, type Result } from './result';

/** The most bytes that a size can have here: a double is exact up to this. */
export const SIZE_LIMIT = 2 ** 53;

export interface TextError {
  /** Index of the first character that is the cause. */
  readonly index: number;
  /** What is wrong and why, one sentence. */
  readonly message: string;
  /** What would work instead. */
  readonly works: string;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const LONGEST = 64;
/** Integers up to this are read at a glance; beyond it a larger unit with a fraction is preferred. */
const AT_A_GLANCE = 10_000;

const fail = (index: number, message: string, works: string): Result<never, TextError> =>
  err({ index, message, works });

function checkBytes(bytes: number): void {
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > SIZE_LIMIT) throw new RangeError(`not a size: ${bytes}`);
}

/**
 * The exact size, in the largest unit that makes it a whole number: `128 GiB`, `2,815 MiB`, `1 byte`. Where that number would be long,
 * a larger unit with at most two decimals if that is exact too: `242.5 GiB`.
 */
export function formatSize(bytes: Bytes): string {
  checkBytes(bytes);
  if (bytes === 1) return '1 byte';
  let power = 0;
  while (bytes !== 0 && power < UNITS.length - 1 && bytes % 1024 ** (power + 1) === 0) power += 1;
  const whole = bytes / 1024 ** power;
  if (whole >= AT_A_GLANCE) {
    for (let larger = UNITS.length - 1; larger > power; larger -= 1) {
      const value = bytes / 1024 ** larger;
      // Of the fractions that a power of two leaves, only quarters end within two decimals.
      if (value >= 1 && Number.isInteger(value * 4)) return `${decimals(value)} ${UNITS[larger] ?? ''}`;
    }
  }
  return `${grouped(String(whole))} ${UNITS[power] ?? ''}`;
}

const decimals = (value: number): string => {
  const [whole = '', fraction = ''] = value.toFixed(2).split('.');
  const kept = fraction.replace(/0+$/, '');
  return grouped(whole) + (kept === '' ? '' : `.${kept}`);
};

export interface ApproximateSize {
  readonly text: string;
  /** The text says it all; otherwise it is rounded to two decimals. */
  readonly exact: boolean;
}

/** A size to read at a glance, in the largest unit that it fills: `76.61 GiB`. Takes fractions of a byte, as a pointer gives them. */
export function approximateSize(bytes: number): ApproximateSize {
  const rounded = Math.round(bytes);
  checkBytes(rounded);
  let power = 0;
  while (power < UNITS.length - 1 && rounded >= 1024 ** (power + 1)) power += 1;
  const value = rounded / 1024 ** power;
  // 1,048,575 bytes are 1024 KiB after rounding, which nobody writes.
  if (power < UNITS.length - 1 && Number(value.toFixed(2)) >= 1024)
    return { text: `1 ${UNITS[power + 1] ?? ''}`, exact: false };
  const text = rounded === 1 ? '1 byte' : `${decimals(value)} ${UNITS[power] ?? ''}`;
  return { text, exact: Number(value.toFixed(2)) === value && rounded === bytes };
}

/** `0x3080000000`: lower case, no leading zeros, no separators, so that it can be pasted anywhere. */
export function formatAddress(address: number): string {
  checkBytes(address);
  return `0x${address.toString(16)}`;
}

/** The digits of an address in groups of four from the right, to be set apart by spacing: `30`, `8000`, `0000`. */
export function hexGroups(address: number): readonly string[] {
  return formatAddress(address)
    .slice(2)
    .split(/(?=(?:.{4})+$)/);
}

/** `0x180000000-0x97fffffff`, the last address included; `empty at 0x1000` for a range without bytes. */
export function formatRange({ start, end }: Range): string {
  return start === end ? `empty at ${formatAddress(start)}` : `${formatAddress(start)}-${formatAddress(end - 1)}`;
}

/**
 * A whole number of bytes up to 8 PiB: `128G`, `128GiB`, `128 GiB`, `1.5T`, `2,815 MiB`, `0x2000000000`, `0xC000_0000`,
 * `137438953472`. Upper and lower case are the same; units are powers of 1024.
 */
export function parseSize(text: string): Result<Bytes, TextError> {
  const read = readWhole(text);
  if (!read.ok) return read;
  if (read.value > BigInt(SIZE_LIMIT))
    return fail(0, `"${text.trim()}" is more than 8 PiB, the most that is exact here.`, 'at most 8 PiB');
  return ok(Number(read.value));
}

/** As `parseSize`, up to 2^52, the widest that a physical address can be. */
export function parseAddress(text: string): Result<Addr, TextError> {
  const read = readWhole(text);
  if (!read.ok) return read;
  if (read.value > BigInt(ADDR_LIMIT)) {
    return fail(
      0,
      `"${text.trim()}" has more than 52 bits, the most that a physical address has.`,
      'at most 0xfffffffffffff',
    );
  }
  return ok(addr(Number(read.value)));
}

/** `a..b` and `a-b` with the last address included, or `a+size`. */
export function parseRange(text: string): Result<Range, TextError> {
  const split = /^(.*?)(\.\.|[-–+])(.*)$/s.exec(text);
  if (split === null) return fail(0, `"${shown(text)}" is not a range.`, '0x180000000-0x97fffffff or 0x180000000+32G');
  const [, left = '', separator = '', right = ''] = split;
  const offset = left.length + separator.length;
  const start = parseAddress(left);
  if (!start.ok) return start;
  const second = separator === '+' ? parseSize(right) : parseAddress(right);
  if (!second.ok) return err({ ...second.error, index: second.error.index + offset });
  const end = separator === '+' ? start.value + second.value : second.value + 1;
  if (end <= start.value)
    return fail(
      offset,
      'The range is empty: its end is included, so it is at least its start.',
      `${formatAddress(start.value)}+4K`,
    );
  if (end > ADDR_LIMIT)
    return fail(
      offset,
      'The range ends beyond 52 bits, the most that a physical address has.',
      'an end of at most 0xfffffffffffff',
    );
  return ok({ start: start.value, end: addr(end) });
}

const shown = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).trim();

/** The text as a whole number of bytes, of any size that its length allows. */
function readWhole(text: string): Result<bigint, TextError> {
  const trimmed = text.trim();
  const lead = text.length - text.trimStart().length;
  if (trimmed === '') return fail(0, 'Nothing is written here.', '128 GiB, 128G or 0x2000000000');
  if (trimmed.length > LONGEST)
    return fail(lead, `A size has at most ${LONGEST} characters, this one has ${trimmed.length}.`, '128 GiB');
  if (trimmed.startsWith('-'))
    return fail(lead, `"${trimmed}" is negative; sizes and addresses start at 0.`, trimmed.slice(1).trim() || '0');
  return /^0x/i.test(trimmed) ? readHex(trimmed, lead) : readDecimal(trimmed, lead);
}

function readHex(text: string, lead: number): Result<bigint, TextError> {
  const match = /^0x([0-9a-f]+(?:_[0-9a-f]+)*)/i.exec(text);
  if (match === null) return fail(lead + 2, `"${text}" has no digit after 0x.`, '0x2000000000');
  const [all, digits = ''] = match;
  const value = BigInt(`0x${digits.replaceAll('_', '')}`);
  if (all.length === text.length) return ok(value);
  const rest = text.slice(all.length);
  const at = lead + all.length;
  if (/^\s*[kmgtp]/i.test(rest))
    return fail(
      at,
      `"${text}" has a unit behind hexadecimal digits, which take none.`,
      `0x${value.toString(16)}, or the size in decimal with the unit`,
    );
  return fail(at, `"${rest.charAt(0)}" in "${text}" is not a hexadecimal digit.`, `0x${value.toString(16)}`);
}

const NUMBER = /^(\d{1,3}(?:,\d{3})+|\d+(?:_\d+)*)?(?:\.(\d*))?/;
const UNIT = /^(?:(b|bytes?)|([kmgtpe])(i?b)?)$/i;

function readDecimal(text: string, lead: number): Result<bigint, TextError> {
  const [all = '', whole = '', fraction = ''] = NUMBER.exec(text) ?? [];
  const digits = whole.replace(/[,_]/g, '');
  const rest = text.slice(all.length);
  const at = lead + all.length;
  if (/^[0-9a-f]*[a-f][0-9a-f]*$/i.test(text) && (!UNIT.test(rest) || text.length > 8)) {
    return fail(lead, `"${text}" looks hexadecimal but does not begin with 0x.`, `0x${text}`);
  }
  if (digits + fraction === '')
    return fail(lead, `"${text}" does not begin with a number.`, '128 GiB, 128G or 0x2000000000');
  if (/^0\d/.test(digits)) {
    return fail(
      lead,
      `"${text}" begins with 0, so it could be decimal, octal or hexadecimal.`,
      `${BigInt(digits)}${rest}, or 0x${digits.replace(/^0+(?=.)/, '')}`,
    );
  }
  if (rest.startsWith(','))
    return fail(
      at,
      `The comma in "${text}" does not group thousands; a fraction begins with a point.`,
      text.replaceAll(',', '.'),
    );
  const unit = rest.trimStart();
  const match = UNIT.exec(unit);
  if (unit !== '' && match === null) {
    return fail(
      at + rest.length - unit.length,
      `"${unit}" is not a unit.`,
      `${all} GiB; units are KiB, MiB, GiB, TiB, PiB or K, M, G, T, P`,
    );
  }
  const letter = (match?.[2] ?? '').toUpperCase();
  if (match?.[3]?.length === 1) {
    return fail(
      at + rest.length - unit.length,
      `"${unit}" means 10^${3 * 'KMGTPE'.indexOf(letter) + 3} to some and 2^${10 * 'KMGTPE'.indexOf(letter) + 10} to others.`,
      `${all} ${letter}iB or ${all}${letter}`,
    );
  }
  const scale = 1024n ** BigInt(letter === '' ? 0 : 'KMGTPE'.indexOf(letter) + 1);
  return exact(text, lead, BigInt(digits + fraction) * scale, 10n ** BigInt(fraction.length));
}

function exact(text: string, lead: number, numerator: bigint, denominator: bigint): Result<bigint, TextError> {
  const value = numerator / denominator;
  if (value * denominator === numerator) return ok(value);
  return fail(
    lead,
    `"${text}" is not a whole number of bytes.`,
    `${grouped(String(value))} or ${grouped(String(value + 1n))}, the nearest byte counts`,
  );
}
