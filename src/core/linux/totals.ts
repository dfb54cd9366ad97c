/** What Linux counts in its final table. */
import { ACPI_DATA, RAM } from '../base/e820';
import { addr, alignDown, alignUp, GiB, KiB, MiB } from '../base/addr';
import { range, size, type Range } from '../base/range';
import type { TableEntry } from './entry';

export const PAGE = 4 * KiB;
const LOW_END = 4 * GiB;

/** Whole pages of RAM, by address. */
export const ramPages = (table: readonly TableEntry[]): readonly Range[] =>
  table.flatMap((entry) => {
    if (entry.type !== RAM) return [];
    const start = alignUp(entry.range.start, PAGE);
    const end = alignDown(entry.range.end, PAGE);
    return start < end ? [{ start, end }] : [];
  });

/** B of the line `Memory: AK/BK available`, in bytes. */
export const bytesOf = (ranges: readonly Range[]): number => ranges.reduce((sum, each) => sum + size(each), 0);

/** End of RAM and ACPI tables, down to a whole page; below an address where one is given (e820__end_ram_pfn). */
export function endOfRam(table: readonly TableEntry[], below = Infinity): number {
  let end = 0;
  for (const { type, range: span } of table) {
    if ((type !== RAM && type !== ACPI_DATA) || span.start >= below) continue;
    end = Math.max(end, Math.min(span.end, below));
  }
  return end - (end % PAGE);
}

/** Page frame numbers as the log prints them: the end of all, and where that is above 4 GiB also the end below it. */
export function lastPfns(table: readonly TableEntry[]): readonly string[] {
  const end = endOfRam(table);
  const ends = end > LOW_END ? [end, endOfRam(table, LOW_END)] : [end];
  return ends.map((each) => `0x${(each / PAGE).toString(16)}`);
}

/** The largest range below 4 GiB that the table says nothing of, the higher one of equals (e820__setup_pci_gap). */
export function pciGap(table: readonly TableEntry[]): Range | undefined {
  let gap: Range | undefined;
  let at = 0;
  const consider = (end: number) => {
    if (end > at && end - at >= (gap === undefined ? 0 : size(gap))) gap = range(at, end);
  };
  for (const { range: span } of table) {
    if (span.start >= LOW_END) break;
    consider(span.start);
    at = Math.max(at, span.end);
  }
  consider(LOW_END);
  return gap;
}

const bufferAlignment = (end: number): number => {
  if (end < MiB) return 64 * KiB;
  return end < 16 * MiB ? MiB : 64 * MiB;
};

/** What Linux keeps free behind each piece of RAM, since firmware may use it unasked (e820__reserve_resources_late). */
export const ramBuffers = (table: readonly TableEntry[]): readonly Range[] =>
  table.flatMap(({ type, range: { end } }) => {
    if (type !== RAM) return [];
    const upTo = alignUp(end, bufferAlignment(end));
    return upTo > end ? [{ start: addr(end), end: upTo }] : [];
  });
