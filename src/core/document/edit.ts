/** Edits: the only way in which a document changes. What an edit leaves alone stays the same object. */
import { err, ok, type Result } from '../base/result';
import type { DocPath } from '../space/region';
import type { FieldErrors } from './field-errors';
import type { LayoutDocument } from './schema';

/**
 * One change at a path. Paths are dotted, list positions count from 0: `memory.size`, `devices.3.addr`. Whatever follows `extra`
 * is one key, dots included: `machine.extra.smm`.
 *
 * - `set`: replaces a field or a list item; `undefined` removes the field. Missing objects on the way are made.
 * - `insert`: puts an item before position 0 … length; the position `-` is the end. A missing list is made.
 * - `remove`: takes out a list item or a field.
 * - `move`: takes a list item out and puts it where it then has position `to`.
 */
export type Edit =
  | { readonly op: 'set'; readonly path: DocPath; readonly value: unknown }
  | { readonly op: 'insert'; readonly path: DocPath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: DocPath }
  | { readonly op: 'move'; readonly path: DocPath; readonly to: number };

/**
 * The document with the edit applied, not yet judged by the schema. An edit whose place does not exist gives back the very same
 * document; `tryEdit` says why.
 */
export function applyEdit(document: LayoutDocument, edit: Edit): LayoutDocument {
  const edited = tryEdit(document, edit);
  return edited.ok ? edited.value : document;
}

/** As `applyEdit`, with the reason when the edit's place does not exist. */
export function tryEdit(document: LayoutDocument, edit: Edit): Result<LayoutDocument, FieldErrors> {
  const edited = change(document, segments(edit.path), edit);
  return edited.ok
    ? ok(edited.value as LayoutDocument)
    : err([{ path: edit.path, message: `Nothing was changed at ${edit.path}: ${edited.error}.` }]);
}

/** The parts of a path. */
export function segments(path: DocPath): readonly string[] {
  const parts = path.split('.');
  const extra = parts.indexOf('extra');
  return extra < 0 || extra + 2 >= parts.length
    ? parts
    : [...parts.slice(0, extra + 1), parts.slice(extra + 1).join('.')];
}

/** What stands at a path; undefined if nothing does. */
export function valueAt(document: LayoutDocument, path: DocPath): unknown {
  let value: unknown = document;
  for (const key of segments(path)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

type Change = Result<unknown, string>;

function change(value: unknown, path: readonly string[], edit: Edit): Change {
  const [key, ...rest] = path;
  if (key === undefined || key === '') return err('the path is empty');
  if (Array.isArray(value)) return rest.length > 0 ? descendList(value, key, rest, edit) : changeList(value, key, edit);
  if (typeof value !== 'object' || value === null) {
    return value === undefined && edit.op === 'insert' && rest.length === 0
      ? changeList([], key, edit)
      : err(`${key} has no place`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  return rest.length > 0 ? descendFields(fields, key, rest, edit) : changeField(fields, key, edit);
}

function descendList(list: readonly unknown[], key: string, rest: readonly string[], edit: Edit): Change {
  const index = position(key);
  if (index === undefined || index >= list.length) return err(missing(key, list.length));
  const edited = change(list[index], rest, edit);
  if (!edited.ok) return edited;
  return ok(edited.value === list[index] ? list : list.with(index, edited.value));
}

function descendFields(
  fields: Readonly<Record<string, unknown>>,
  key: string,
  rest: readonly string[],
  edit: Edit,
): Change {
  const present = Object.hasOwn(fields, key) ? fields[key] : undefined;
  const makesObject = present === undefined && edit.op === 'set' && edit.value !== undefined;
  const edited = change(makesObject ? {} : present, rest, edit);
  if (!edited.ok) return edited;
  return ok(edited.value === present ? fields : { ...fields, [key]: edited.value });
}

function changeField(fields: Readonly<Record<string, unknown>>, key: string, edit: Edit): Change {
  const present = Object.hasOwn(fields, key);
  switch (edit.op) {
    case 'set':
      if (edit.value === undefined) return ok(present ? without(fields, key) : fields);
      return ok(present && Object.is(fields[key], edit.value) ? fields : { ...fields, [key]: edit.value });
    case 'remove':
      return present ? ok(without(fields, key)) : err(`there is no ${key}`);
    case 'insert':
    case 'move':
      return err(`${key} is no position in a list`);
  }
}

function changeList(list: readonly unknown[], key: string, edit: Edit): Change {
  const index = edit.op === 'insert' && key === '-' ? list.length : position(key);
  if (index === undefined) return err(`${key} is no position in a list`);
  if (edit.op === 'insert') {
    return index > list.length ? err(missing(key, list.length)) : ok(list.toSpliced(index, 0, edit.value));
  }
  if (index >= list.length) return err(missing(key, list.length));
  switch (edit.op) {
    case 'set':
      if (edit.value === undefined) return err('a list item cannot be empty; remove it');
      return ok(Object.is(list[index], edit.value) ? list : list.with(index, edit.value));
    case 'remove':
      return ok(list.toSpliced(index, 1));
    case 'move': {
      const { to } = edit;
      if (!Number.isInteger(to) || to < 0 || to >= list.length) return err(missing(String(to), list.length));
      return ok(to === index ? list : list.toSpliced(index, 1).toSpliced(to, 0, list[index]));
    }
  }
}

const position = (key: string): number | undefined => (/^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : undefined);
const missing = (key: string, length: number): string => `there is no position ${key} in a list of ${length}`;

function without(fields: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
