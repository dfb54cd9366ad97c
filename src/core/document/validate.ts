/** The gate through which every change of a document goes. */
import { err, ok, type Result } from '../base/result';
import { tryEdit, type Edit } from './edit';
import type { FieldErrors } from './field-errors';
import { fieldErrors } from './issue-text';
import { documentSchema, type LayoutDocument } from './schema';

/**
 * Judges a document. The value that comes back is the one that went in, part by part the same objects; only fields that have a
 * default and were missing are put in.
 */
export function checkDocument(value: unknown): Result<LayoutDocument, FieldErrors> {
  const parsed = documentSchema.safeParse(value);
  return parsed.success
    ? ok(completed(value, parsed.data) as LayoutDocument)
    : err(fieldErrors(parsed.error.issues, value));
}

/** Applies edits in turn and judges what came of them all; nothing is changed unless all can be. */
export function commitEdits(document: LayoutDocument, edits: readonly Edit[]): Result<LayoutDocument, FieldErrors> {
  let next = document;
  for (const edit of edits) {
    const edited = tryEdit(next, edit);
    if (!edited.ok) return edited;
    next = edited.value;
  }
  return next === document ? ok(document) : checkDocument(next);
}

/** `given`, with what `parsed` has beyond it. Parsing makes fresh objects, and identity is how unchanged parts are known. */
function completed(given: unknown, parsed: unknown): unknown {
  if (Array.isArray(given) && Array.isArray(parsed)) {
    const items = given.map((item, index) => completed(item, parsed[index]));
    return items.every((item, index) => Object.is(item, given[index])) ? given : items;
  }
  if (!isFields(given) || !isFields(parsed)) return given ?? parsed;
  const entries = Object.keys(parsed).map((key) => [key, completed(own(given, key), parsed[key])] as const);
  const unchanged =
    entries.length === Object.keys(given).length && entries.every(([key, value]) => own(given, key) === value);
  return unchanged ? given : Object.fromEntries(entries);
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
