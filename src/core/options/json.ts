import { err, ok, type Result } from '../base/result';
import { readToken, syntaxError, type JsonObject, type JsonValue, type Token } from './json-lexer';

export type { JsonFraction, JsonObject, JsonValue } from './json-lexer';

const DEPTH_LIMIT = 1024;

/**
 * Reads one JSON value the way QEMU's own reader does: single quotes are fine, a repeated key is not.
 * Never throws; nesting is limited to 1024 levels as in QEMU.
 * @returns QEMU's words if the text is no JSON
 */
export function parseJson(text: string): Result<JsonValue, string> {
  const reader = new Reader(text);
  const first = reader.next();
  if (!first.ok) return first;
  if (first.value.kind === 'end') return err('Expecting a JSON value');
  const value = reader.value(first.value, 0);
  if (!value.ok) return value;
  const rest = reader.next();
  return rest.ok && rest.value.kind === 'end' ? value : err('Expecting at most one JSON value');
}

/** As parseJson, for an option that must be an object. */
export function parseJsonObject(text: string): Result<JsonObject, string> {
  const value = parseJson(text);
  if (!value.ok) return value;
  return value.value instanceof Map ? ok(value.value) : err('Expecting a JSON object');
}

/** Whether QEMU takes an argument as JSON rather than as `key=value`. */
export const looksLikeJson = (text: string): boolean => text.startsWith('{');

const isMark = (token: Token, mark: string): boolean => token.kind === 'mark' && token.mark === mark;

class Reader {
  #at = 0;
  #openEnd = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Result<Token, string> {
    const token = readToken(this.#text, this.#at, this.#openEnd);
    if (!token.ok) return token;
    this.#at = token.value.next;
    this.#openEnd = token.value.kind === 'value' || token.value.kind === 'unknown-word';
    return token;
  }

  value(token: Token, depth: number): Result<JsonValue, string> {
    if (token.kind === 'text') return ok(token.text);
    if (token.kind === 'value') return ok(token.value);
    if (token.kind === 'unknown-word') return this.#unexpected(token, `invalid keyword '${token.word}'`);
    const opens = isMark(token, '{') || isMark(token, '[');
    if (opens && depth >= DEPTH_LIMIT) return err('JSON nesting depth limit exceeded');
    if (isMark(token, '{')) return this.#object(depth);
    if (isMark(token, '[')) return this.#array(depth);
    return this.#unexpected(token, 'expecting value');
  }

  #unexpected(token: Token, text: string): Result<never, string> {
    return syntaxError(this.#text, token.at, token.kind === 'end' ? 'premature end of input' : text);
  }

  #object(depth: number): Result<JsonValue, string> {
    const object = new Map<string, JsonValue>();
    let key = this.next();
    if (key.ok && isMark(key.value, '}')) return ok(object);
    for (;;) {
      if (!key.ok) return key;
      if (key.value.kind !== 'text') return this.#unexpected(key.value, 'expecting key');
      const colon = this.next();
      if (!colon.ok) return colon;
      if (!isMark(colon.value, ':')) return this.#unexpected(colon.value, "expecting ':'");
      const start = this.next();
      if (!start.ok) return start;
      const value = this.value(start.value, depth + 1);
      if (!value.ok) return value;
      if (object.has(key.value.text)) return syntaxError(this.#text, start.value.at, 'duplicate key');
      object.set(key.value.text, value.value);
      const separator = this.next();
      if (!separator.ok) return separator;
      if (isMark(separator.value, '}')) return ok(object);
      if (!isMark(separator.value, ',')) return this.#unexpected(separator.value, "expected ',' or '}'");
      key = this.next();
    }
  }

  #array(depth: number): Result<JsonValue, string> {
    const list: JsonValue[] = [];
    let start = this.next();
    if (start.ok && isMark(start.value, ']')) return ok(list);
    for (;;) {
      if (!start.ok) return start;
      const value = this.value(start.value, depth + 1);
      if (!value.ok) return value;
      list.push(value.value);
      const separator = this.next();
      if (!separator.ok) return separator;
      if (isMark(separator.value, ']')) return ok(list);
      if (!isMark(separator.value, ',')) return this.#unexpected(separator.value, "expected ',' or ']'");
      start = this.next();
    }
  }
}
