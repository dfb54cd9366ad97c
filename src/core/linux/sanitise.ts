/**
 * Makes a table of entries that overlap or touch into one that is sorted and disjoint (Linux e820__update_table): the larger type
 * number wins, touching entries of equal type become one. Types 12 and 0xEFFFFFFF stay apart, and are cut at every edge of any entry
 * that lies in them (e820_nomerge).
 */
import { LEGACY_PERSISTENT, SOFT_RESERVED } from '../base/e820';
import { range } from '../base/range';
import { lessSure } from '../space/sureness';
import { withStep, type TableEntry } from './entry';

/** Which types stay apart; a kernel that does not know soft-reserved memory merges it like any other number. */
export type KeepsApart = (type: number) => boolean;

export const keepsApart =
  (knowsSoftReserved: boolean): KeepsApart =>
  (type) =>
    type === LEGACY_PERSISTENT || (type === SOFT_RESERVED && knowsSoftReserved);

/** Sorted, disjoint, without empty entries. */
export function sanitise(entries: readonly TableEntry[], apart: KeepsApart): readonly TableEntry[] {
  const sorted = entries.filter(({ range }) => range.start < range.end).sort((a, b) => a.range.start - b.range.start);
  return joined(isDisjoint(sorted) ? sorted : painted(sorted), apart);
}

const isDisjoint = (sorted: readonly TableEntry[]): boolean =>
  sorted.every(({ range }, index) => range.start >= (sorted[index - 1]?.range.end ?? 0));

/** Cut at every edge, with the largest type in each piece. */
function painted(sorted: readonly TableEntry[]): TableEntry[] {
  const edges = [...new Set(sorted.flatMap(({ range }) => [range.start, range.end]))].sort((a, b) => a - b);
  const pieces: TableEntry[] = [];
  let active: TableEntry[] = [];
  let next = 0;
  for (const [index, start] of edges.entries()) {
    const end = edges[index + 1];
    if (end === undefined) break;
    active = active.filter((entry) => entry.range.end > start);
    for (let entry = sorted[next]; entry?.range.start === start; entry = sorted[next]) {
      active.push(entry);
      next += 1;
    }
    const top = largest(active);
    if (top !== undefined) pieces.push({ ...top, range: range(start, end) });
  }
  return pieces;
}

const largest = (active: readonly TableEntry[]): TableEntry | undefined =>
  active.reduce<TableEntry | undefined>((top, entry) => (top && top.type >= entry.type ? top : entry), undefined);

/** Runs of touching entries of one type, as one entry each. */
function joined(pieces: readonly TableEntry[], apart: KeepsApart): readonly TableEntry[] {
  const table: TableEntry[] = [];
  for (const piece of pieces) {
    const last = table.at(-1);
    if (last?.type !== piece.type || last.range.end !== piece.range.start || apart(piece.type)) {
      table.push(piece);
    } else {
      table[table.length - 1] = {
        ...last,
        range: range(last.range.start, piece.range.end),
        sure: lessSure(last.sure, piece.sure),
        why:
          last.why.rule === piece.why.rule || last.why.steps.at(-1)?.text === JOINED
            ? last.why
            : withStep(last.why, JOINED),
      };
    }
  }
  return table;
}

const JOINED = 'Linux joins it with the entry of the same type that it touches.';
