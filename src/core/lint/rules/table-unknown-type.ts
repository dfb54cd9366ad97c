import { isNamedType } from '../../base/e820';
import type { LintRule } from '../rule';
import { listed } from './naming';
import {
  endOf,
  findingsIn,
  hexText,
  isEmpty,
  placeOf,
  spanText,
  type ListedEntry,
  type ListedTable,
  type TableFinding,
} from './table-lists';

const CODE = 'table/unknown-type';
/** AddressRangeDisabled of ACPI; Linux has no word for it. */
const DISABLED = 6;
const isKnown = (type: number): boolean => type === DISABLED || isNamedType(type);

function finding(
  table: ListedTable,
  type: number,
  [first, ...others]: readonly ListedEntry[],
): readonly TableFinding[] {
  if (first === undefined) return [];
  const all = [first, ...others];
  const places = all.map(({ place }) => String(place));
  const spans = all.map((entry) => (isEmpty(entry) ? hexText(entry.start) : spanText(entry.start, endOf(entry))));
  return [
    {
      key: String(type),
      diagnostic: {
        what: `Type ${type} (${hexText(type)}) has no meaning here; it is kept as a number.`,
        where: `${table.name}, ${all.length === 1 ? 'entry' : 'entries'} ${listed(places)}: ${listed(spans)}.`,
        why: 'ACPI gives no such type, or leaves it to vendors. Linux lists it by its number and uses none of it.',
        works: 'Leave it, if a reader of this table knows it; else one of the types that ACPI defines.',
        ...placeOf(table, first, first.start, endOf(first)),
      },
    },
  ];
}

function unknown(table: ListedTable): readonly TableFinding[] {
  const byType = new Map<number, ListedEntry[]>();
  for (const entry of table.entries) {
    if (isKnown(entry.type)) continue;
    const same = byType.get(entry.type);
    if (same === undefined) byType.set(entry.type, [entry]);
    else same.push(entry);
  }
  return [...byType].flatMap(([type, entries]) => finding(table, type, entries));
}

/** Type numbers that neither ACPI nor Linux gives a meaning. */
export const tableUnknownType: LintRule = {
  id: CODE,
  check: (context) => findingsIn(context, { code: CODE, severity: 'info' }, unknown),
};
