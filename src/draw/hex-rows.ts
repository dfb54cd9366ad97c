/** Geometry of a hexdump: which bytes stand on which row, grouped by the fields that they belong to. */
import { bisector } from 'd3';
import type { FileField, FwCfgFile } from '../core/plan/plan';

/** Bytes of one row that belong to one field, or to none. */
export interface HexRun {
  readonly offset: number;
  /** Two lower-case digits a byte. */
  readonly bytes: readonly string[];
  readonly field?: FileField;
}

export interface HexRow {
  readonly offset: number;
  readonly runs: readonly HexRun[];
  /** Printable ASCII, dots for the rest; empty where a row is a record. */
  readonly ascii: string;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

/** Fields are sorted and do not overlap, so the first one that ends behind an offset is found by their ends. */
const byEnd = bisector<FileField, number>((field) => field.offset + field.length);

export const rowCount = (file: FwCfgFile): number => Math.ceil((file.bytes?.length ?? 0) / file.rowBytes);

/** Rows `first` to `last` (exclusive) of the dump: cost follows what is asked for, not the file. */
export function hexRows(file: FwCfgFile, first: number, last: number): HexRow[] {
  const bytes = file.bytes;
  if (bytes === undefined) return [];
  const rows: HexRow[] = [];
  for (let row = Math.max(0, first); row < Math.min(last, rowCount(file)); row += 1) {
    const start = row * file.rowBytes;
    rows.push(hexRow(file, bytes, start, Math.min(start + file.rowBytes, bytes.length)));
  }
  return rows;
}

function hexRow(file: FwCfgFile, bytes: Uint8Array, start: number, end: number): HexRow {
  const runs: { offset: number; bytes: string[]; field?: FileField }[] = [];
  let next = byEnd.right(file.fields, start);
  let ascii = '';
  for (let at = start; at < end; at += 1) {
    let field = file.fields[next];
    while (field !== undefined && field.offset + field.length <= at) {
      next += 1;
      field = file.fields[next];
    }
    const owner = field !== undefined && field.offset <= at ? field : undefined;
    const run = runs.at(-1);
    const byte = bytes[at] ?? 0;
    if (run !== undefined && run.field === owner) run.bytes.push(hex(byte));
    else runs.push({ offset: at, bytes: [hex(byte)], ...(owner === undefined ? {} : { field: owner }) });
    ascii += printable(byte);
  }
  return { offset: start, runs, ascii: file.rowBytes === 16 ? ascii : '' };
}
