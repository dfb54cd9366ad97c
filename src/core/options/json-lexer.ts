import { err, ok, type Result } from '../base/result';

/** A JSON number with a fraction or an exponent, or an integer that 64 bits cannot hold. */
export interface JsonFraction {
  readonly fraction: number;
}

/** JSON as QEMU reads it: integers are exact 64-bit numbers, objects keep the order of their keys. */
export type JsonValue = null | boolean | bigint | string | JsonFraction | JsonObject | readonly JsonValue[];
export type JsonObject = ReadonlyMap<string, JsonValue>;

interface Place {
  /** Index that QEMU's complaints about it name. */
  readonly at: number;
  readonly next: number;
}

export type Token = Place &
  (
    | { readonly kind: 'mark'; readonly mark: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'value'; readonly value: JsonValue }
    | { readonly kind: 'unknown-word'; readonly word: string }
    | { readonly kind: 'end' }
  );

const INTEGER_MIN = -(2n ** 63n);
const INTEGER_LIMIT = 2n ** 64n;
/** As far as a number can be read, complete or not. */
const NUMBER = /-?(?:0|[1-9][0-9]*)?(?:(?<=[0-9])\.[0-9]*)?(?:(?<=[0-9])[eE][-+]?[0-9]*)?/y;
const COMPLETE_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
const WORD = /[a-z]+/y;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** QEMU's words for a syntax error, with line and column counted from 1. */
export function syntaxError(text: string, at: number, what: string): Result<never, string> {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return err(`${line}:${at - start + 1}: JSON parse error, ${what}`);
}

const stray = (text: string, at: number, start: number, end: number): Result<never, string> =>
  syntaxError(text, at, `stray '${text.slice(start, end)}'`);

const isSpace = (character: string): boolean => character !== '' && ' \t\r\n'.includes(character);

/**
 * The token at or behind `from`.
 *
 * @param afterOpenEnd the token before was a number or a word, which only the next character ends; QEMU then counts that character
 * twice when it names the place of a token right behind it
 */
export function readToken(text: string, from: number, afterOpenEnd: boolean): Result<Token, string> {
  let start = from;
  while (isSpace(text.charAt(start))) start += 1;
  const at = afterOpenEnd && start === from ? start + 1 : start;
  if (start >= text.length) return ok({ kind: 'end', at, next: start });
  return readAt(text, start, at);
}

function readAt(text: string, start: number, at: number): Result<Token, string> {
  const character = text.charAt(start);
  if ('{}[],:'.includes(character)) return ok({ kind: 'mark', mark: character, at, next: start + 1 });
  if (character === '"' || character === "'") return readString(text, start, at);
  if (character === '-' || (character >= '0' && character <= '9')) return readNumber(text, start, at);
  WORD.lastIndex = start;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return stray(text, at, start, start + 1);
  const next = start + word.length;
  if (word === 'true' || word === 'false') return ok({ kind: 'value', value: word === 'true', at, next });
  if (word === 'null') return ok({ kind: 'value', value: null, at, next });
  return ok({ kind: 'unknown-word', word, at, next });
}

function readNumber(text: string, start: number, at: number): Result<Token, string> {
  NUMBER.lastIndex = start;
  const number = NUMBER.exec(text)?.[0] ?? '';
  const next = start + number.length;
  const digitBehindZero = /^-?0$/.test(number) && /[0-9]/.test(text.charAt(next));
  if (digitBehindZero || !COMPLETE_NUMBER.test(number)) return stray(text, at, start, next + 1);
  return ok({ kind: 'value', value: numberValue(number), at, next });
}

function numberValue(text: string): JsonValue {
  // Twenty-one characters hold every 64-bit integer; converting a longer one exactly would only cost time.
  if (text.length > 21 || /[.eE]/.test(text)) return { fraction: Number(text) };
  const value = BigInt(text);
  return value < INTEGER_MIN || value >= INTEGER_LIMIT ? { fraction: Number(text) } : value;
}

function readString(text: string, from: number, place: number): Result<Token, string> {
  const quote = text.charAt(from);
  let value = '';
  let start = from + 1;
  let at = start;
  for (; at < text.length && text.charAt(at) !== quote; at += 1) {
    if (text.charCodeAt(at) < 32) return stray(text, place, from, at + 1);
    if (text.charAt(at) !== '\\') continue;
    value += text.slice(start, at);
    const escaped = text.charAt(at + 1);
    if (escaped === 'u') {
      const code = readUnicodeEscape(text, place, at);
      if (!code.ok) return code;
      value += code.value;
      at += code.value.length === 2 ? 11 : 5;
    } else {
      const plain = ESCAPES[escaped];
      if (plain === undefined) return syntaxError(text, place, 'invalid escape sequence in string');
      value += plain;
      at += 1;
    }
    start = at + 1;
  }
  if (at >= text.length) return stray(text, place, from, at);
  return ok({ kind: 'text', text: value + text.slice(start, at), at: place, next: at + 1 });
}

const hexUnit = (text: string, at: number): number => {
  const digits = text.slice(at, at + 4);
  return FOUR_HEX.test(digits) ? Number.parseInt(digits, 16) : -1;
};

/** One character, or two for a surrogate pair. */
function readUnicodeEscape(text: string, place: number, at: number): Result<string, string> {
  const invalid = (): Result<string, string> =>
    syntaxError(text, place, `${text.slice(at, at + 6)} is not a valid Unicode character`);
  const first = hexUnit(text, at + 2);
  if (first < 0 || (first >= 0xdc00 && first <= 0xdfff)) return invalid();
  if (first < 0xd800 || first > 0xdbff) return ok(String.fromCharCode(first));
  const second = text.slice(at + 6, at + 8) === '\\u' ? hexUnit(text, at + 8) : -1;
  return second >= 0xdc00 && second <= 0xdfff ? ok(String.fromCharCode(first, second)) : invalid();
}
