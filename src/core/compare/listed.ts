/** Lists of things of one kind: what came, what went, and what is another in those that stayed. */
import type { DocPath } from '../space/region';
import type { Change, ChangeGroup } from './change';
import { fieldChanges, type Fields } from './fields';
import { matched, type Placed } from './lists';
import type { FieldTable } from './words';

export interface ListWords<T> {
  readonly group: ChangeGroup;
  /** The list's place in the document. */
  readonly path: DocPath;
  /** Ways of telling which is which, the best first. */
  readonly names: readonly ((item: T) => string | undefined)[];
  /** What people call it. */
  title(placed: Placed<T>): string;
  /** What it is, where it comes or goes. */
  words(item: T): string;
  readonly table: FieldTable;
  readonly but?: readonly string[];
}

export function listChanges<T extends Fields>(before: readonly T[], after: readonly T[], list: ListWords<T>): Change[] {
  const { both, removed, added } = matched(before, after, ...list.names);
  const { group, path, table, but = [] } = list;
  return [
    ...added.map((each): Change => {
      return {
        group,
        kind: 'added',
        what: list.title(each),
        path: `${path}.${each.index}`,
        after: list.words(each.item),
      };
    }),
    ...removed.map((each): Change => {
      const before = list.words(each.item);
      return { group, kind: 'removed', what: list.title(each), path: `${path}.${each.index}`, before };
    }),
    ...both.flatMap(({ before: was, after: is }) =>
      fieldChanges(was.item, is.item, { group, path: `${path}.${is.index}`, name: list.title(is), table, but }),
    ),
  ];
}

/** A list of which no more than its size is worth telling. */
export function lengthChange(
  before: readonly unknown[],
  after: readonly unknown[],
  about: Pick<Change, 'group' | 'what' | 'path'>,
): Change {
  const count = (items: readonly unknown[], others = ''): string =>
    items.length === 0 ? 'none' : `${items.length.toLocaleString('en-US')}${others}`;
  const isOther = before.length === after.length ? ' others' : '';
  return { ...about, kind: 'changed', before: count(before), after: count(after, isOther) };
}
