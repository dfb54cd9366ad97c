/** Edits of the kernel's table by type (Linux e820__range_update and e820__range_remove). They neither sort nor join. */
import { intersection, subtract, type Range } from '../base/range';
import type { Provenance, Sureness } from '../space/region';
import { lessSure, type TableEntry } from './entry';

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

const outside = (entry: TableEntry, within: Range): TableEntry[] =>
  subtract(entry.range, within).map((piece) => ({ ...entry, range: piece }));
