/** The kernel's own table: the last one that it printed, and the edits that it made to it afterwards. */
import type { Table, TableEdit } from './facts';

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly type: number;
}

/** Pieces that were changed cost time with every further edit; no kernel makes so many. */
const MOST_EDITS = 1024;

/** By address, without overlaps where the printed table had none. Edits beyond the first 1024 are not applied. */
export function finalTable(table: Table, edits: readonly TableEdit[]): readonly Piece[] {
  let pieces: readonly Piece[] = table.entries;
  for (const edit of edits.filter(({ line }) => line > table.lastLine).slice(0, MOST_EDITS)) {
    pieces = pieces.flatMap((piece) => edited(piece, edit));
  }
  return pieces.toSorted((a, b) => a.start - b.start);
}

function edited(piece: Piece, edit: TableEdit): readonly Piece[] {
  const start = Math.max(piece.start, edit.start);
  const end = Math.min(piece.end, edit.end);
  if (start >= end || (edit.from !== undefined && edit.from !== piece.type)) return [piece];
  const kept: Piece[] = [];
  if (piece.start < start) kept.push({ ...piece, end: start });
  if (edit.to !== undefined) kept.push({ start, end, type: edit.to });
  if (end < piece.end) kept.push({ ...piece, start: end });
  return kept;
}
