import type { LintRule } from '../rule';
import { listed, MOST_FINDINGS } from './naming';
import {
  endOf,
  entryText,
  findingsIn,
  hostPath,
  placeOf,
  sameNumbers,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';

const CODE = 'table/duplicate';

/** Entries with the same numbers, in the order of the table; the first of each list is the one that stays. */
function copies(entries: readonly ListedEntry[]): readonly (readonly ListedEntry[])[] {
  if (new Set(entries.map(({ start }) => start)).size === entries.length) return [];
  const groups = new Map<string, ListedEntry[]>();
  for (const entry of entries) {
    const group = groups.get(sameNumbers(entry));
    if (group === undefined) groups.set(sameNumbers(entry), [entry]);
    else group.push(entry);
  }
  return [...groups.values()].filter(({ length }) => length > 1).slice(0, MOST_FINDINGS);
}

function finding(table: ListedTable, group: readonly ListedEntry[]): readonly TableFinding[] {
  const [first, ...others] = group;
  const [second] = others;
  if (first === undefined || second === undefined) return [];
  const places = others.map(({ place }) => String(place));
  // From the end, so that no removal moves what is still to be removed.
  const edits = table.isHost
    ? others.toReversed().map((entry) => ({ op: 'remove' as const, path: hostPath(entry) }))
    : [];
  const what = group.length === 2 ? 'Two entries say' : `${group.length.toLocaleString('en-US')} entries say`;
  return [
    {
      key: sameNumbers(first),
      diagnostic: {
        what: `${what} the same: ${first.size === 0 ? `no bytes at 0x${first.start.toString(16)}` : entryText(first)}.`,
        where: `${table.name}, entries ${listed([String(first.place), ...places])}.`,
        why: 'Linux keeps one of them. Whoever adds up the sizes of the entries counts these bytes more than once.',
        works: 'One entry; or the addresses that a copy was meant to have.',
        ...placeOf(table, second, first.start, Math.max(endOf(first), first.start + 1)),
        ...(edits.length === 0
          ? {}
          : { fixes: [{ title: `Remove ${edits.length === 1 ? 'entry' : 'entries'} ${listed(places)}`, edits }] }),
      },
    },
  ];
}

/** The same start, size and type more than once. */
export const tableDuplicate: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'warning' }, (table) =>
      copies(table.entries).flatMap((group) => finding(table, group)),
    ),
};
