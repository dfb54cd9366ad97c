/** The way into a document from outside, and its shortest form on the way out. */
import type * as z from 'zod/mini';
import { err, ok, type Result } from '../base/result';
import type { FieldErrors } from './field-errors';
import { fieldErrors } from './issue-text';
import { migrate } from './migrations/index';
import { documentSchema, FORMAT, type LayoutDocument } from './schema';

/**
 * Reads parsed JSON of any origin and any format up to the current one: lifted, judged, defaults filled in. Depth and counts are
 * bounded by the schema.
 */
export function readDocument(value: unknown): Result<LayoutDocument, FieldErrors> {
  const current = migrate(value);
  if (!current.ok) return current;
  const parsed = documentSchema.safeParse(current.value);
  return parsed.success ? ok(parsed.data) : err(fieldErrors(parsed.error.issues, current.value));
}

/** A layout of one machine and nothing else. */
export const emptyDocument = (type = 'q35'): LayoutDocument =>
  documentSchema.parse({ format: FORMAT, machine: { type } });

/** Plain JSON data. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The same layout without the fields that have their default value, keys in the schema's order and free keys sorted: equal layouts
 * give equal text. `readDocument` turns it back.
 */
export const compactDocument = (document: LayoutDocument): Json => canonical(documentSchema, document) ?? {};

function canonical(schema: z.core.$ZodType, value: unknown): Json | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
      return canonical(def.innerType, value);
    case 'default':
      return canonical(def.innerType, value);
    case 'array':
      return Array.isArray(value) ? value.map((item) => canonical(def.element, item) ?? null) : undefined;
    case 'object':
      return isFields(value) ? canonicalFields(def.shape, value) : undefined;
    case 'record':
      return isFields(value) ? sortedRecord(value) : undefined;
    case 'union': {
      const member = memberFor(def.options, value);
      return member === undefined ? undefined : canonical(member, value);
    }
    default:
      return value as Json | undefined;
  }
}

function canonicalFields(shape: z.core.$ZodShape, value: Fields): Json {
  const fields: [string, Json][] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    if (given === undefined) continue;
    const field = canonical(schema, given);
    if (field !== undefined && !isImplied(schema, field)) fields.push([key, field]);
  }
  return Object.fromEntries(fields);
}

/** A field says nothing if it has its default, or is an empty set of free keys. */
function isImplied(schema: z.core.$ZodType, field: Json): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'default') return equal(field, canonical(def.innerType, def.defaultValue));
  if (def.type !== 'optional') return false;
  const { def: inner } = (def.innerType as z.core.$ZodTypes)._zod;
  return inner.type === 'record' && isFields(field) && Object.keys(field).length === 0;
}

/** The member of a union whose literal fields the value has. */
export function memberFor(options: readonly z.core.$ZodType[], value: unknown): z.core.$ZodType | undefined {
  for (const option of options) {
    const { def } = (option as z.core.$ZodTypes)._zod;
    if (def.type === 'union') {
      const member = memberFor(def.options, value);
      if (member !== undefined) return member;
    } else if (def.type === 'object' && isFields(value)) {
      const fits = Object.entries(def.shape).every(([key, schema]) => {
        const { def: field } = (schema as z.core.$ZodTypes)._zod;
        return field.type !== 'literal' || field.values.includes(value[key] as z.core.util.Literal);
      });
      if (fits) return option;
    }
  }
  return undefined;
}

function sortedRecord(record: Fields): Json {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, record[key] as Json]));
}

function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equal(item as Json, b[index] as Json));
  if (!isFields(a) || !isFields(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => equal(a[key] as Json, b[key] as Json | undefined))
  );
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
