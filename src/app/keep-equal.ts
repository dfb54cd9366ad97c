/**
 * `after`, with every part that says what the same part of `before` says as the very object of `before`, so that whatever draws that
 * part sees by `===` that there is nothing to draw. For plain data without cycles: objects, lists, bytes, texts and numbers.
 */
export function keepEqual<T>(before: unknown, after: T): T {
  return kept(before, after) as T;
}

function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after) || !isObject(before) || !isObject(after)) return after;
  if (ArrayBuffer.isView(after)) return isSameBytes(before, after) ? before : after;
  if (Array.isArray(after)) return Array.isArray(before) ? keptItems(before, after) : after;
  return Array.isArray(before) || ArrayBuffer.isView(before) ? after : keptFields(before, after);
}

function keptItems(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let same = before.length === after.length;
  const items = after.map((item, index) => {
    const value = kept(before[index], item);
    same &&= Object.is(value, before[index]);
    return value;
  });
  return same ? before : items;
}

function keptFields(before: Fields, after: Fields): Fields {
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  const fields: Record<string, unknown> = {};
  for (const key of keys) {
    const value = kept(before[key], after[key]);
    same &&= Object.is(value, before[key]) && (value !== undefined || Object.hasOwn(before, key));
    fields[key] = value;
  }
  return same ? before : fields;
}

function isSameBytes(before: object, after: ArrayBufferView): boolean {
  if (!(before instanceof Uint8Array) || !(after instanceof Uint8Array) || before.length !== after.length) return false;
  return before.every((byte, index) => byte === after[index]);
}

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
