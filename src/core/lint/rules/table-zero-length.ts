import { typeWords } from '../../base/e820';
import type { LintRule } from '../rule';
import {
  findingsIn,
  hexText,
  isEmpty,
  hostPath,
  placeOf,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';

const CODE = 'table/zero-length';

const finding = (table: ListedTable, entry: ListedEntry): TableFinding => ({
  key: `${entry.start} ${entry.type}`,
  diagnostic: {
    what: `Entry ${entry.place} has no bytes.`,
    where: `${table.name}, entry ${entry.place}: ${typeWords(entry.type)} at ${hexText(entry.start)}, length 0.`,
    why: 'It says nothing of any address: Linux leaves such entries out. Most often a length was lost or computed as 0.',
    works: 'Give it the length that was meant, or remove it.',
    ...placeOf(table, entry, entry.start, entry.start + 1),
    ...(table.isHost
      ? { fixes: [{ title: `Remove entry ${entry.place}`, edits: [{ op: 'remove', path: hostPath(entry) }] }] }
      : {}),
  },
});

/** Entries of length 0. */
export const tableZeroLength: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'warning' }, (table) =>
      table.entries.filter(isEmpty).map((entry) => finding(table, entry)),
    ),
};
