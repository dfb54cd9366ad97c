import { isMadeFrom, noteMade } from '../core/base/delta';

/**
 * `after`, with every part that says what the same part of `before` says as the very object of `before`, so that whatever draws that
 * part sees by `===` that there is nothing to draw; `after` itself where nothing is to be put in. For plain data without cycles: objects,
 * lists, bytes, texts and numbers.
 */
export function keepEqual<T>(before: unknown, after: T): T {
  if (isMadeFrom(after, before)) return after;
  const made = kept(before, after) as T;
  noteMade(made, before);
  return made;
}

function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after) || !isObject(before) || !isObject(after)) return after;
  if (ArrayBuffer.isView(after)) return isSameBytes(before, after) ? before : after;
  if (Array.isArray(after)) return Array.isArray(before) ? keptItems(before, after) : after;
  return Array.isArray(before) || ArrayBuffer.isView(before) ? after : keptFields(before, after);
}

// Of a layout of a thousand devices all that an edit changed comes through here: nothing is made unless it is needed.

function keptItems(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let same = before.length === after.length;
  let mixed: unknown[] | undefined;
  for (let index = 0; index < after.length; index += 1) {
    const value = kept(before[index], after[index]);
    same &&= Object.is(value, before[index]);
    if (!Object.is(value, after[index])) (mixed ??= after.slice())[index] = value;
  }
  return same ? before : (mixed ?? after);
}

function keptFields(before: Fields, after: Fields): Fields {
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  let mixed: Record<string, unknown> | undefined;
  for (const key of keys) {
    const value = kept(before[key], after[key]);
    same &&= Object.is(value, before[key]) && (value !== undefined || Object.hasOwn(before, key));
    if (!Object.is(value, after[key])) (mixed ??= { ...after })[key] = value;
  }
  return same ? before : (mixed ?? after);
}

function isSameBytes(before: object, after: ArrayBufferView): boolean {
  if (!(before instanceof Uint8Array) || !(after instanceof Uint8Array) || before.length !== after.length) return false;
  return before.every((byte, index) => byte === after[index]);
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
