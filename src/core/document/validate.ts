/** The gate through which every change of a document goes. */
import { err, ok, type Result } from '../base/result';
import { tryEdit, type Edit } from './edit';
import type { FieldErrors } from './field-errors';
import { followedReview, type Placed } from './follow-review';
import { fieldErrors } from './issue-text';
import type { Review } from './review';
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
  if (next === document) return ok(document);
  const checked = isSoundBeside(next, document) ? ok(next) : checkDocument(next);
  return checked.ok ? ok(withReview(document, checked.value, edits)) : checked;
}

/**
 * Whether a document can stand as it is, given that `before` can: the schema judges each part by itself, so only parts that `before`
 * does not have are looked at. False means that all of it must be, to say what is wrong or to put defaults in.
 */
function isSoundBeside(next: Fields, before: Fields): boolean {
  const { shape } = documentSchema;
  return Object.keys({ ...shape, ...next }).every((key) => {
    const [now, was] = [own(next, key), own(before, key)];
    if (now === was) return true;
    const schema = Object.hasOwn(shape, key) ? shape[key as keyof typeof shape] : undefined;
    const fresh = withoutKnown(now, was);
    const parsed = schema?.safeParse(fresh);
    return parsed?.success === true && completed(fresh, parsed.data) === fresh;
  });
}

/** What a list has beyond another one; a list that grew as it is, since it may have grown too long. */
function withoutKnown(now: unknown, was: unknown): unknown {
  if (!Array.isArray(now) || !Array.isArray(was) || now.length > was.length) return now;
  const known = new Set<unknown>(was);
  return now.filter((item) => !known.has(item));
}

/** Threads and waivers go where what they are about goes; those that the edits themselves have put somewhere are left alone. */
function withReview(before: LayoutDocument, after: LayoutDocument, edits: readonly Edit[]): LayoutDocument {
  const { review } = after;
  const known = review === before.review ? undefined : new Set(placesOf(before.review));
  const followed = followedReview(review, before, after, {
    edits,
    isKept: (one) => known?.has(placeOf(one)) === false,
  });
  return followed === review ? after : { ...after, review: followed };
}

const placeOf = (one: Placed): string => JSON.stringify(['id' in one ? one.id : one.code, one.path, one.gone]);
const placesOf = ({ threads, waivers }: Review): readonly string[] => [...threads, ...waivers].map(placeOf);

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
