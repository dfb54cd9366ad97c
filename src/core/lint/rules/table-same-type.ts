import { typeWords } from '../../base/e820';
import type { LayoutDocument } from '../../document/schema';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import {
  bytesText,
  endOf,
  entryText,
  findingsIn,
  hexText,
  hostPath,
  placeOf,
  spanText,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';
import { clashesOf, type Clash } from './table-sweep';

const CODE = 'table/same-type-overlap';

const rangeAt = ({ host }: LayoutDocument, { place }: ListedEntry) => host.ranges[place - 1];

/** Entries that are on different nodes, or have names of their own, are different things and stay two. */
function canJoin(document: LayoutDocument, first: ListedEntry, second: ListedEntry): boolean {
  const [one, other] = [rangeAt(document, first), rangeAt(document, second)];
  return one?.node === other?.node && one?.title === other?.title;
}

function fixOf({ document }: LintContext, table: ListedTable, { first, second, end }: Clash): Fix | undefined {
  if (!table.isHost) return undefined;
  const [firstPath, secondPath] = [hostPath(first), hostPath(second)];
  const remove = { op: 'remove', path: secondPath } as const;
  const isInside = endOf(second) <= endOf(first);
  if (canJoin(document, first, second)) {
    const last = Math.max(endOf(first), endOf(second));
    return {
      title: `Join to ${spanText(first.start, last)} ${typeWords(first.type)}`,
      edits: [{ op: 'set', path: `${firstPath}.size`, value: last - first.start }, remove],
    };
  }
  if (isInside) return { title: `Remove entry ${second.place}`, edits: [remove] };
  return {
    title: `Begin entry ${second.place} at ${hexText(end)}`,
    edits: [
      { op: 'set', path: `${secondPath}.start`, value: end },
      { op: 'set', path: `${secondPath}.size`, value: endOf(second) - end },
    ],
  };
}

function finding(context: LintContext, table: ListedTable, found: Clash): TableFinding {
  const { first, second, start, end } = found;
  const fix = fixOf(context, table, found);
  return {
    key: `${start} ${end} ${first.type}`,
    diagnostic: {
      what: `Both entries claim ${spanText(start, end)} (${bytesText(end - start)}), with the same type.`,
      where: `${table.name}, entries ${first.place} and ${second.place}: ${entryText(first)} and ${entryText(second)}.`,
      why: 'Linux makes one entry of both. Whoever adds up the sizes of the entries counts these bytes twice.',
      works: 'One entry for both, or a border between them.',
      ...placeOf(table, second, start, end),
      ...(fix === undefined ? {} : { fixes: [fix] }),
    },
  };
}

/** Entries of one type that claim the same bytes; the same numbers twice are another rule's. */
export const tableSameType: LintRule = {
  id: CODE,
  check: (context) =>
    findingsIn(context, { code: CODE, severity: 'warning' }, (table) =>
      clashesOf(table.entries).ofOneType.map((each) => finding(context, table, each)),
    ),
};
