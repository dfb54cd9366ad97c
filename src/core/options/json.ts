import { err, ok, type Result } from '../base/result';

/** A JSON number with a fraction or an exponent, or an integer that 64 bits cannot hold. */
export interface JsonFraction {
  readonly fraction: number;
}

/** JSON as QEMU reads it: integers are exact 64-bit numbers, objects keep the order of their keys. */
export type JsonValue = null | boolean | bigint | string | JsonFraction | JsonObject | readonly JsonValue[];
export type JsonObject = ReadonlyMap<string, JsonValue>;

type Token =
  | { readonly kind: 'mark'; readonly mark: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: JsonValue };

const DEPTH_LIMIT = 1024;
const INTEGER_MIN = -(2n ** 63n);
const INTEGER_LIMIT = 2n ** 64n;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WORD = /[a-z]+/y;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"', "'": "'", '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};

const problem = (text: string): Result<never, string> => err(`JSON parse error, ${text}`);

const isMark = (token: Token | undefined, mark: string): boolean => token?.kind === 'mark' && token.mark === mark;

/**
 * Reads one JSON value the way QEMU's own reader does: single quotes are fine, a repeated key is not.
 * Never throws; nesting is limited to 1024 levels as in QEMU.
 * @returns QEMU's words if the text is no JSON
 */
export function parseJson(text: string): Result<JsonValue, string> {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 0) return err('Expecting a JSON value');
  const reader = new Reader(tokens.value);
  const value = reader.value(0);
  if (!value.ok) return value;
  return reader.atEnd() ? value : err('Expecting at most one JSON value');
}

/** As parseJson, for an option that must be an object. */
export function parseJsonObject(text: string): Result<JsonObject, string> {
  const value = parseJson(text);
  if (!value.ok) return value;
  return value.value instanceof Map ? ok(value.value) : err('Expecting a JSON object');
}

function tokenize(text: string): Result<Token[], string> {
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (' \t\r\n'.includes(character)) {
      at += 1;
      continue;
    }
    const read = tokenAt(text, at);
    if (!read.ok) return read;
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (depth > DEPTH_LIMIT) return err('JSON nesting depth limit exceeded');
    tokens.push(read.value.token);
    at = read.value.next;
  }
  return ok(tokens);
}

function tokenAt(text: string, at: number): Result<{ token: Token; next: number }, string> {
  const character = text.charAt(at);
  if ('{}[],:'.includes(character)) return ok({ token: { kind: 'mark', mark: character }, next: at + 1 });
  if (character === '"' || character === "'") return stringAt(text, at);
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0];
  if (number !== undefined) return ok({ token: { kind: 'value', value: numberValue(number) }, next: at + number.length });
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) return problem(`stray '${character}'`);
  const next = at + word.length;
  if (word === 'true' || word === 'false') return ok({ token: { kind: 'value', value: word === 'true' }, next });
  if (word === 'null') return ok({ token: { kind: 'value', value: null }, next });
  return problem(`invalid keyword '${word}'`);
}

function numberValue(text: string): JsonValue {
  // Twenty-one characters hold every 64-bit integer; converting a longer one exactly would only cost time.
  if (text.length > 21 || /[.eE]/.test(text)) return { fraction: Number(text) };
  const value = BigInt(text);
  return value < INTEGER_MIN || value >= INTEGER_LIMIT ? { fraction: Number(text) } : value;
}

function stringAt(text: string, from: number): Result<{ token: Token; next: number }, string> {
  const quote = text.charAt(from);
  let value = '';
  let start = from + 1;
  let at = start;
  for (; at < text.length && text.charAt(at) !== quote; at += 1) {
    if (text.charCodeAt(at) < 32) return problem(`stray '${text.slice(from, at)}'`);
    if (text.charAt(at) !== '\\') continue;
    value += text.slice(start, at);
    const escaped = text.charAt(at + 1);
    if (escaped === 'u') {
      const hex = text.slice(at + 2, at + 6);
      if (!FOUR_HEX.test(hex)) return problem(`stray '${text.slice(from, at + 6)}'`);
      value += String.fromCharCode(Number.parseInt(hex, 16));
      at += 5;
    } else {
      const plain = ESCAPES[escaped];
      if (plain === undefined) return problem('invalid escape sequence in string');
      value += plain;
      at += 1;
    }
    start = at + 1;
  }
  if (at >= text.length) return problem('premature EOI');
  return ok({ token: { kind: 'text', text: value + text.slice(start, at) }, next: at + 1 });
}

class Reader {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  atEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  value(depth: number): Result<JsonValue, string> {
    const token = this.#next();
    if (token === undefined) return problem('premature EOI');
    if (token.kind === 'text') return ok(token.text);
    if (token.kind === 'value') return ok(token.value);
    if (token.mark === '{') return this.#object(depth);
    if (token.mark === '[') return this.#array(depth);
    return problem('expecting value');
  }

  #next(): Token | undefined {
    const token = this.tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #object(depth: number): Result<JsonValue, string> {
    const object = new Map<string, JsonValue>();
    if (this.#closes('}')) return ok(object);
    for (;;) {
      const key = this.#next();
      if (key === undefined) return problem('premature EOI');
      if (key.kind !== 'text') return problem('key is not a string in object');
      const colon = this.#next();
      if (colon === undefined) return problem('premature EOI');
      if (!isMark(colon, ':')) return problem('missing : in object pair');
      const value = this.value(depth + 1);
      if (!value.ok) return value;
      if (object.has(key.text)) return problem('duplicate key');
      object.set(key.text, value.value);
      if (this.#closes('}')) return ok(object);
      const separator = this.#separator('expected separator in dict');
      if (!separator.ok) return separator;
    }
  }

  #array(depth: number): Result<JsonValue, string> {
    const list: JsonValue[] = [];
    if (this.#closes(']')) return ok(list);
    for (;;) {
      const value = this.value(depth + 1);
      if (!value.ok) return value;
      list.push(value.value);
      if (this.#closes(']')) return ok(list);
      const separator = this.#separator('expected separator in list');
      if (!separator.ok) return separator;
    }
  }

  #closes(mark: string): boolean {
    if (!isMark(this.tokens[this.#at], mark)) return false;
    this.#at += 1;
    return true;
  }

  #separator(text: string): Result<undefined, string> {
    const token = this.#next();
    if (token === undefined) return problem('premature EOI');
    return isMark(token, ',') ? ok(undefined) : problem(text);
  }
}
