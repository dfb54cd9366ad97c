/** JSON as text with integers of any size: QEMU's 64-bit numbers go beyond what a double holds. */
export type Json =
  string | number | bigint | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Like `JSON.stringify`, with bigints written as plain integers; undefined members are left out.
 *
 * @param indent spaces a level; 0 writes one line
 */
export function jsonText(value: Json, indent = 0): string {
  return indent === 0 && !holdsBigint(value) ? JSON.stringify(value) : write(value, indent, '');
}

function holdsBigint(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  for (const item of isList(value) ? value : Object.values(value)) {
    if (holdsBigint(item)) return true;
  }
  return false;
}

function write(value: Json, indent: number, margin: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = margin + ' '.repeat(indent);
  const items = isList(value)
    ? value.map((item) => write(item, indent, inner))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${JSON.stringify(key)}:${indent > 0 ? ' ' : ''}${write(item, indent, inner)}`],
      );
  const [open, close] = isList(value) ? '[]' : '{}';
  if (items.length === 0) return `${open}${close}`;
  // A list of scalars stays on one line, so that a row of E820 is a row of text.
  const flat = indent === 0 || (isList(value) && value.every((item) => typeof item !== 'object'));
  return flat
    ? `${open}${items.join(indent > 0 ? ', ' : ',')}${close}`
    : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
