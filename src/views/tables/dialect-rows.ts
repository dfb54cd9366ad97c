/** What the page of dialects shows of each, in few words, and two memory tables entry by entry. */
import { size, type Range } from '../../core/base/range';
import { SIZE_LIMIT } from '../../core/base/size-text';
import type { DialectOutcome } from '../../core/translate/compare-dialects';
import type { TableEntry } from '../../core/translate/outcome';

export interface DialectVerdict {
  readonly severity: 'error' | 'warning' | 'info' | 'fine';
  /** Fits a cell. */
  readonly words: string;
}

export function verdictOf({ impossible, said }: DialectOutcome): DialectVerdict {
  if (said === undefined || impossible.length > 0) return { severity: 'info', words: 'cannot say it' };
  const { starts, asMeant, overlaps, stacks, marked, messages } = said.outcome;
  const { faults } = said;
  if (!starts) return { severity: 'error', words: 'does not start' };
  if (overlaps.length > 0) return { severity: 'error', words: 'bytes twice' };
  if (stacks.length === 0) return { severity: 'warning', words: 'nothing marked' };
  if (!asMeant) return { severity: 'error', words: marked.length === 0 ? 'stays RAM' : 'wrong range' };
  if (faults.length > 0) return { severity: 'warning', words: 'does nothing' };
  return messages.length > 0
    ? { severity: 'warning', words: 'with warnings' }
    : { severity: 'fine', words: 'as meant' };
}

/** How the table of a dialect differs from that of the merged form, in two words; undefined where either makes none. */
export function tableWords(outcome: DialectOutcome, merged: DialectOutcome | undefined): string | undefined {
  const [ours, theirs] = [outcome, merged].map((each) =>
    each?.said?.outcome.starts === true ? each.said.outcome.e820.map(entryKey) : undefined,
  );
  if (outcome.id === merged?.id || ours === undefined || theirs === undefined) return undefined;
  if (ours.join() === theirs.join()) return 'same table';
  return ours.toSorted().join() === theirs.toSorted().join() ? 'other order' : 'other table';
}

const entryKey = ({ range, type }: TableEntry): string => `${range.start} ${range.end} ${type}`;

/** The lowest address that the table announces. */
export const lowestMark = ({ said }: DialectOutcome): number | undefined => {
  const starts = said?.outcome.marked.map(({ range }) => range.start) ?? [];
  return starts.length === 0 ? undefined : Math.min(...starts);
};

/** Sum of what the table announces. */
export const markedBytes = ({ said }: DialectOutcome): number =>
  Math.min(
    SIZE_LIMIT,
    (said?.outcome.marked ?? []).reduce((sum, { range }) => sum + size(range), 0),
  );

/** What a table says of some bytes: a type of the memory table, or a proximity domain of the SRAT. */
export interface BesideSide {
  /** From 1. */
  readonly place: number;
  readonly type?: number;
  readonly node?: number;
  readonly flags?: number;
}

/** An entry of one table or of both. */
export interface BesideRow {
  readonly range: Range;
  /** Absent where the table has no such entry. */
  readonly left?: BesideSide;
  readonly right?: BesideSide;
  /** Another entry of the left table claims some of the same bytes. */
  readonly clashes: boolean;
}

type Listed = Omit<BesideSide, 'place'> & { readonly range: Range };

const sideOf = ({ type, node, flags }: Listed, index: number): BesideSide => ({
  place: index + 1,
  ...(type === undefined ? {} : { type }),
  ...(node === undefined || flags === undefined ? {} : { node, flags }),
});

interface Sides {
  left?: BesideSide;
  right?: BesideSide;
}

/**
 * Entries by address; those of the same bytes share a row. The other side can be missing altogether.
 *
 * @param clashing positions in the left table, from 0
 */
export function besideRows(
  left: readonly Listed[],
  right: readonly Listed[] | undefined,
  clashing: ReadonlySet<number>,
): readonly BesideRow[] {
  const rows = new Map<string, { readonly range: Range; readonly sides: Sides }>();
  const put = (table: readonly Listed[], side: keyof Sides): void => {
    for (const [index, entry] of table.entries()) {
      const { range } = entry;
      const bytes = `${range.start} ${range.end}`;
      let copy = 0;
      while (rows.get(`${bytes} ${copy}`)?.sides[side] !== undefined) copy += 1;
      const row = rows.get(`${bytes} ${copy}`) ?? { range, sides: {} };
      row.sides[side] = sideOf(entry, index);
      rows.set(`${bytes} ${copy}`, row);
    }
  };
  put(left, 'left');
  put(right ?? [], 'right');
  return [...rows.values()]
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
    .map(({ range, sides }) => ({
      range,
      ...sides,
      clashes: sides.left !== undefined && clashing.has(sides.left.place - 1),
    }));
}

/** Both tables have the entry, and say the same of it. */
export const isSame = ({ left, right }: BesideRow): boolean =>
  left !== undefined &&
  right !== undefined &&
  left.type === right.type &&
  left.node === right.node &&
  left.flags === right.flags;
