import type { Edit } from '../../document/edit';
import type { LintRule } from '../rule';
import {
  bytesText,
  endOf,
  entryText,
  findingsIn,
  hexText,
  isEmpty,
  hostPath,
  placeOf,
  spanText,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';

const CODE = 'table/past-address-bits';
/** Of any x86 processor (Intel SDM vol. 3A, section 4.1.4). */
const MOST_BITS = 52;

function finding(table: ListedTable, entry: ListedEntry, bits: number): TableFinding {
  const limit = 2 ** bits;
  const end = endOf(entry);
  const isWhole = entry.start >= limit;
  const from = Math.max(entry.start, limit);
  const edit: Edit | undefined = !table.isHost
    ? undefined
    : isWhole
      ? { op: 'remove', path: hostPath(entry) }
      : { op: 'set', path: `${hostPath(entry)}.size`, value: limit - entry.start };
  const title = isWhole ? `Remove entry ${entry.place}` : `End entry ${entry.place} at ${hexText(limit - 1)}`;
  const known =
    table.bits === bits ? `The CPU has ${bits} address bits` : `No x86 CPU has more than ${bits} address bits`;
  return {
    key: `${entry.start} ${end}`,
    diagnostic: {
      what: `Entry ${entry.place} ends past ${hexText(limit - 1)}, the last address of ${bits} bits.`,
      where: `${table.name}, entry ${entry.place}: ${entryText(entry)}; ${spanText(from, end)} (${bytesText(end - from)}) lie beyond.`,
      why: `${known}, and a page table cannot hold an address with more: whoever uses the range as memory faults.`,
      works: `${isWhole ? 'No such entry' : `An end at ${hexText(limit - 1)}`}, or the number of address bits that the CPU really has.`,
      ...placeOf(table, entry, from, end),
      ...(edit === undefined ? {} : { fixes: [{ title, edits: [edit] }] }),
    },
  };
}

/** Entries that go on where the CPU has no addresses. */
export const tablePastAddressBits: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'error' }, (table) => {
      const bits = Math.min(table.bits ?? MOST_BITS, MOST_BITS);
      return table.entries
        .filter((entry) => !isEmpty(entry) && endOf(entry) > 2 ** bits)
        .map((entry) => finding(table, entry, bits));
    }),
};
