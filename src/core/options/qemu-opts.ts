/** One `key=value` of an option, unescaped. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** Typed as a bare `key` or `nokey`. */
  readonly flag: boolean;
}

/** The option's `id` if there is one, and the other pairs in their order; a key may occur more than once. */
export interface QemuOpts {
  readonly id?: string;
  readonly pairs: readonly KeyValue[];
}

interface Piece extends KeyValue {
  readonly next: number;
}

/** A value ends at a comma; `,,` stands for one. */
export function optionValue(text: string, from: number): { value: string; next: number } {
  let value = '';
  let start = from;
  for (;;) {
    const comma = text.indexOf(',', start);
    if (comma < 0) return { value: value + text.slice(start), next: text.length };
    if (text.charCodeAt(comma + 1) !== 44) return { value: value + text.slice(start, comma), next: comma };
    value += text.slice(start, comma + 1);
    start = comma + 2;
  }
}

/** Index of the first `=` or `,` at or after `from`, or the end. */
export function keyEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 61 && text.charCodeAt(at) !== 44) at += 1;
  return at;
}

function pieceAt(text: string, from: number, implied: string | undefined): Piece {
  const end = keyEnd(text, from);
  if (text.charAt(end) === '=') {
    const { value, next } = optionValue(text, end + 1);
    return { key: text.slice(from, end), value, flag: false, next };
  }
  if (implied !== undefined) {
    const { value, next } = optionValue(text, from);
    return { key: implied, value, flag: false, next };
  }
  const name = text.slice(from, end);
  if (name.startsWith('no')) return { key: name.slice(2), value: 'off', flag: true, next: end };
  return { key: name, value: 'on', flag: true, next: end };
}

/**
 * The grammar of `-device`, `-numa`, `-m` and most other options: `key=value,key,nokey`, `,,` for a comma, the first value bare.
 * Source: opts_do_parse.
 * @param implied the key of a bare first value
 */
export function parseQemuOpts(text: string, implied?: string): QemuOpts {
  const pairs: KeyValue[] = [];
  let id: string | undefined;
  let at = 0;
  let first = implied;
  while (at < text.length) {
    const { key, value, flag, next } = pieceAt(text, at, first);
    if (key === 'id') id ??= value;
    else pairs.push({ key, value, flag });
    first = undefined;
    at = next + 1;
  }
  return id === undefined ? { pairs } : { id, pairs };
}

/** The value that counts: the last one of that key. */
export function lastValue(pairs: readonly KeyValue[], key: string): string | undefined {
  for (let at = pairs.length - 1; at >= 0; at -= 1) {
    if (pairs[at]?.key === key) return pairs[at]?.value;
  }
  return undefined;
}
