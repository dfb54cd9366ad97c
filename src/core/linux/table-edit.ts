/** Edits of the kernel's table by type (Linux e820__range_update and e820__range_remove). They neither sort nor join. */
import { intersection, overlaps, subtract, type Range } from '../base/range';
import type { Provenance, Sureness } from '../space/region';
import { lessSure } from '../space/sureness';
import type { TableEntry } from './entry';

/** Why an edit is made, and how sure that it is made. */
export interface EditReason {
  readonly why: Provenance;
  readonly sure: Sureness;
}

/** Bytes of type `from` within the range become type `to`. */
export const retyped = (
  table: readonly TableEntry[],
  within: Range,
  from: number,
  to: number,
  { why, sure }: EditReason,
): TableEntry[] =>
  table.flatMap((entry) => {
    const inside = entry.type === from ? intersection(entry.range, within) : undefined;
    if (inside === undefined) return [entry];
    const changed = { range: inside, type: to, sure: lessSure(entry.sure, sure), why };
    return [...outside(entry, within), changed];
  });

/** Bytes within the range leave the table; those of one type only, where one is given. */
export const removed = (table: readonly TableEntry[], within: Range, type?: number): TableEntry[] =>
  table.flatMap((entry) => (type === undefined || entry.type === type ? outside(entry, within) : [entry]));

/** Entries that an edit does not touch stay the same objects. */
const outside = (entry: TableEntry, within: Range): TableEntry[] =>
  overlaps(entry.range, within) ? subtract(entry.range, within).map((piece) => ({ ...entry, range: piece })) : [entry];
