/** Reads single values with QEMU's own parsers, into what a document can hold. */
import type { JsonValue } from '../../options/json';
import type { KeyvalObject, KeyvalValue } from '../../options/keyval';
import { parseBoolean, parseUnsigned } from '../../options/number';
import { parseSize } from '../../options/size';

/** `beyond`: QEMU takes it, a document cannot hold it exactly; it stays as typed. `malformed`: QEMU refuses it. */
export type Value<T> = { readonly is: 'value'; readonly value: T } | { readonly is: 'beyond' | 'malformed' };

const value = <T>(held: T): Value<T> => ({ is: 'value', value: held });
const malformed = { is: 'malformed' } as const;
const beyond = { is: 'beyond' } as const;

export const exactNumber = (number: bigint, most = Number.MAX_SAFE_INTEGER): Value<number> =>
  number >= 0n && number <= BigInt(most) ? value(Number(number)) : beyond;

export function sizeValue(text: string): Value<number> {
  const size = parseSize(text);
  return size.ok ? exactNumber(size.value) : malformed;
}

export function countValue(text: string, most = 0xffff_ffff): Value<number> {
  const count = parseUnsigned(text);
  return count.ok ? exactNumber(count.value, most) : malformed;
}

export function flagValue(text: string): Value<boolean> {
  const flag = parseBoolean(text);
  return flag === undefined ? malformed : value(flag);
}

/** A JSON value as the plain form spells it; nothing for what it cannot spell. */
export function plainText(json: JsonValue): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json === 'bigint') return String(json);
  return typeof json === 'boolean' ? (json ? 'on' : 'off') : undefined;
}

/** Whether the plain form can have a key that JSON had. */
export const isPlainKey = (key: string): boolean => /^[A-Za-z][\w-]*$/.test(key);

/** Dotted keys and their values, as `-machine` and `-object` have them. */
export function flattened(tree: KeyvalObject): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  const walk = (node: KeyvalValue, path: string): void => {
    if (typeof node === 'string') flat.set(path, node);
    else if (Array.isArray(node)) node.forEach((item, index) => walk(item, `${path}.${index}`));
    else for (const [key, child] of node) walk(child, path === '' ? key : `${path}.${key}`);
  };
  walk(tree, '');
  return flat;
}

/** The same as a field of a document, absent when empty; keys sorted, so that one layout is written in one way. */
export function extraOf(entries: Iterable<readonly [string, string]>): { extra?: Record<string, string> } {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0 ? {} : { extra: Object.fromEntries(sorted) };
}
