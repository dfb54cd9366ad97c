/** Fields of one thing that differ, each as a change. */
import type { DocPath } from '../space/region';
import { isSame, own, type Change, type ChangeGroup } from './change';
import { plain, type FieldTable, type FieldWords } from './words';

export type Fields = Readonly<Record<string, unknown>>;

export interface About {
  readonly group: ChangeGroup;
  /** Of the thing in the later document; empty for the document itself. */
  readonly path: DocPath;
  /** What stands in front of each field's name: `sp1`. */
  readonly name?: string;
  readonly table: FieldTable;
  /** Fields that others tell. */
  readonly but?: readonly string[];
}

/** In the order of the table; what the table does not know comes last. */
export function fieldChanges(before: Fields, after: Fields, about: About): Change[] {
  const { table, but = [] } = about;
  const keys = new Set([...Object.keys(table), ...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [own(before, key), own(after, key)];
    if (but.includes(key) || isSame(was, is)) return [];
    if (key !== 'extra' && meansSame(was, is, wordsOf(key, table))) return [];
    return key === 'extra' ? extraChanges(was, is, about) : [fieldChange(was, is, key, about)];
  });
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordsOf = (key: string, table: FieldTable): FieldWords =>
  (Object.hasOwn(table, key) ? table[key] : undefined) ?? { label: key };

const written = (value: unknown, { absent = 'none', write = plain }: FieldWords): string =>
  value === undefined ? absent : write(value);

/** Another spelling, or a default that only one side writes down. */
function meansSame(was: unknown, is: unknown, words: FieldWords): boolean {
  if (was === undefined || is === undefined) {
    return words.absent !== undefined && written(was ?? is, words) === words.absent;
  }
  return words.means !== undefined && isSame(words.means(was), words.means(is));
}

function fieldChange(before: unknown, after: unknown, key: string, { group, path, name, table }: About): Change {
  const words = wordsOf(key, table);
  const isSize = words.kind === 'resized';
  const label = isSize && words.label === 'size' ? undefined : words.label;
  return {
    group,
    kind: words.kind ?? 'changed',
    what: name === undefined ? words.label : label === undefined ? name : `${name}: ${label}`,
    path: path === '' ? key : `${path}.${key}`,
    before: written(before, words),
    after: written(after, words),
  };
}

/** Options kept as typed, each by its own name. */
function extraChanges(before: unknown, after: unknown, about: About): Change[] {
  const [was, is] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  const path = about.path === '' ? 'extra' : `${about.path}.extra`;
  return Object.keys({ ...was, ...is })
    .filter((key) => !isSame(own(was, key), own(is, key)))
    .map((key) => fieldChange(own(was, key), own(is, key), key, { ...about, path, table: {} }));
}
