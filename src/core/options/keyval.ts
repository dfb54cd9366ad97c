import { err, ok, type Result } from '../base/result';
import { inPropertyOrder } from './property-order';
import { keyEnd, optionValue } from './qemu-opts';

/** The tree that dotted keys make: `a.0.b=x` is a list of one object under `a`. */
export type KeyvalValue = string | KeyvalObject | KeyvalValue[];
export type KeyvalObject = Map<string, KeyvalValue>;

const LONGEST_FRAGMENT = 127;
/** QEMU has no such limit but its stack; no option nests by more than four. */
const DEEPEST_KEY = 512;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Length of the QAPI name at `from`: a letter, then letters, digits, `-`, `_`; `__vendor_` names too. */
function nameLength(text: string, from: number, end: number): number {
  let at = from;
  if (text.charAt(at) === '_') {
    if (text.charAt(at + 1) !== '_') return 0;
    at += 2;
    while (
      at < end &&
      (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)) || '-.'.includes(text.charAt(at)))
    )
      at += 1;
    if (text.charAt(at) !== '_') return 0;
    at += 1;
  }
  if (at >= end || !isLetter(text.charCodeAt(at))) return 0;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (!isLetter(code) && !isDigit(code) && code !== 45 && code !== 95) break;
    at += 1;
  }
  return at - from;
}

function digitsLength(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(text.charCodeAt(at))) at += 1;
  return at - from;
}

/** An index that a C int can hold, or -1. */
function indexOf(key: string): number {
  if (key === '' || digitsLength(key, 0, key.length) !== key.length) return -1;
  const index = Number(key);
  return index <= 0x7fffffff ? index : -1;
}

/** The fragments of a dotted key, or QEMU's words for why it is none. */
function fragments(key: string): Result<string[], string> {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const digits = at === 0 ? 0 : digitsLength(key, at, key.length);
    const length = digits > 0 && indexOf(key.slice(at, at + digits)) >= 0 ? digits : nameLength(key, at, key.length);
    const end = at + length;
    if (length === 0 || (end < key.length && key.charAt(end) !== '.')) return err(`Invalid parameter '${key}'`);
    if (length > LONGEST_FRAGMENT) {
      const kind = at !== 0 || end !== key.length ? ' fragment' : '';
      return err(`Parameter${kind} '${key.slice(at, end)}' is too long`);
    }
    parts.push(key.slice(at, end));
    if (parts.length > DEEPEST_KEY) return err(`Parameter '${key}' is too long`);
    if (end === key.length) return ok(parts);
    at = end + 1;
  }
}

/** Puts one value under its dotted key. The text is QEMU's refusal. */
function put(into: KeyvalObject, key: string, value: string): string | undefined {
  const parts = fragments(key);
  if (!parts.ok) return parts.error;
  let current = into;
  let cursor = -1;
  for (const part of parts.value.slice(0, -1)) {
    cursor += part.length + 1;
    const old = current.get(part);
    if (old === undefined) {
      const made: KeyvalObject = new Map();
      current.set(part, made);
      current = made;
    } else if (old instanceof Map) current = old;
    else return `Parameters '${key.slice(0, cursor)}.*' used inconsistently`;
  }
  const last = parts.value.at(-1) ?? '';
  const old = current.get(last);
  if (old !== undefined && typeof old !== 'string') return `Parameters '${key}.*' used inconsistently`;
  current.set(last, value);
  return undefined;
}

/** Turns objects whose keys are indices into lists. */
function listify(object: KeyvalObject, prefix: string): Result<KeyvalValue, string> {
  let indices = 0;
  for (const key of inPropertyOrder(object.keys())) {
    if (indexOf(key) >= 0) indices += 1;
    const value = object.get(key);
    if (!(value instanceof Map)) continue;
    const listed = listify(value, `${prefix}${key}.`);
    if (!listed.ok) return listed;
    object.set(key, listed.value);
  }
  if (indices === 0) return ok(object);
  if (indices !== object.size) return err(`Parameters '${prefix}*' used inconsistently`);
  const list: KeyvalValue[] = [];
  const byIndex = new Map([...object].map(([key, value]) => [indexOf(key), value]));
  let length = 0;
  for (const index of byIndex.keys()) length = Math.max(length, index + 1);
  for (let index = 0; index < length; index += 1) {
    const value = byIndex.get(index);
    if (value === undefined) return err(`Parameter '${prefix}${index}' missing`);
    list.push(value);
  }
  return ok(list);
}

/**
 * The grammar of `-machine`, `-object` and `-smp`: `key=value` only, dotted keys, `,,` for a comma; later values replace earlier.
 * Changes `into`, so that several options of one kind add up, even where a later part is refused.
 * Source: keyval_parse_into.
 * @param implied the key of a bare first value
 * @returns QEMU's words for a syntax error
 */
export function parseKeyvalInto(into: KeyvalObject, text: string, implied?: string): string | undefined {
  let at = 0;
  let first = implied;
  while (at < text.length) {
    const end = keyEnd(text, at);
    if (first !== undefined && end > at && text.charAt(end) !== '=') {
      const refused = put(into, first, text.slice(at, end));
      if (refused !== undefined) return refused;
      at = end + 1;
    } else {
      const key = text.slice(at, end);
      if (text.charAt(end) !== '=') {
        const parts = fragments(key);
        return parts.ok ? `Expected '=' after parameter '${key}'` : parts.error;
      }
      const { value, next } = optionValue(text, end + 1);
      const refused = put(into, key, value);
      if (refused !== undefined) return refused;
      at = next + 1;
    }
    first = undefined;
  }
  const listed = listify(into, '');
  return listed.ok ? undefined : listed.error;
}

/** The same for one option by itself. */
export function parseKeyval(text: string, implied?: string): Result<KeyvalObject, string> {
  const object: KeyvalObject = new Map();
  const refused = parseKeyvalInto(object, text, implied);
  return refused === undefined ? ok(object) : err(refused);
}

/** Lays `from` over `into`, object by object; a value replaces one of another shape (keyval_merge, without its complaint). */
export function mergeKeyval(into: KeyvalObject, from: KeyvalObject): void {
  for (const [key, value] of from) {
    const old = into.get(key);
    if (old instanceof Map && value instanceof Map) mergeKeyval(old, value);
    else into.set(key, value);
  }
}
