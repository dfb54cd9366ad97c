/** Giving a range of the table another type, as versions 2 to 7 of the patches do (e820_update_entry_type). */
import { RAM, SOFT_RESERVED } from '../../base/e820';
import type { E820Record } from '../tables/e820';

const holds = ({ base, length }: E820Record, start: bigint, end: bigint): boolean =>
  base <= start && base + length >= end;

/**
 * The table with the range cut out of the first entry that holds it, whatever its type: that entry goes, and its pieces come to the
 * end of the table, so that the table is not in order afterwards. Soft-reserved memory has to have been RAM; no other type is held to
 * that.
 *
 * @param made the entry to come, with its own type
 * @returns nothing if no entry holds the range, and QEMU leaves the table as it is
 */
export function retype(records: readonly E820Record[], made: E820Record): readonly E820Record[] | undefined {
  const start = made.base;
  const end = start + made.length;
  if (made.type === SOFT_RESERVED && !records.some((each) => each.type === RAM && holds(each, start, end))) {
    return undefined;
  }
  const at = records.findIndex((each) => holds(each, start, end));
  const old = records[at];
  if (old === undefined) return undefined;
  const rest = (base: bigint, to: bigint): readonly E820Record[] =>
    to > base ? [{ ...old, base, length: to - base }] : [];
  return [
    ...records.slice(0, at),
    ...records.slice(at + 1),
    ...rest(old.base, start),
    made,
    ...rest(end, old.base + old.length),
  ];
}
