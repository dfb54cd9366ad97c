import { LEGACY_PERSISTENT, RAM, RESERVED, SOFT_RESERVED } from '../base/e820';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { range } from '../base/range';
import type { TableEntry } from './entry';

import { keepsApart, sanitise } from './sanitise';

const entry = (start: number, end: number, type: number): TableEntry => ({
  range: range(start, end),
  type,
  sure: 'exact',
  why: { rule: 'test', steps: [] },
});

const apart = keepsApart(true);
const rows = (entries: readonly TableEntry[], keeps = apart) =>
  sanitise(entries, keeps).map(({ range: { start, end }, type }) => [start, end, type]);

const SPACE = 40;
const entries = fc.array(
  fc
    .tuple(fc.nat(SPACE), fc.nat(SPACE), fc.constantFrom(RAM, RESERVED, 3, LEGACY_PERSISTENT, SOFT_RESERVED))
    .map(([a, b, type]) => entry(Math.min(a, b), Math.max(a, b), type)),
  { maxLength: 12 },
);

/** The largest type at each byte, 0 where there is none. */
const painted = (all: readonly TableEntry[]): number[] =>
  Array.from({ length: SPACE }, (_, at) =>
    all.reduce((top, { range: { start, end }, type }) => (start <= at && at < end ? Math.max(top, type) : top), 0),
  );

/** A boundary wherever the type changes, and within types that stay apart at every edge of an entry. */
function naive(all: readonly TableEntry[]): number[][] {
  const bytes = painted(all);
  const edges = new Set<number>(
    all.filter(({ range: { start, end } }) => start < end).flatMap(({ range: { start, end } }) => [start, end]),
  );
  const table: number[][] = [];
  for (const [at, type] of bytes.entries()) {
    const last = table.at(-1);
    if (type === 0) continue;
    const goesOn = last?.[1] === at && last[2] === type && !(apart(type) && edges.has(at));
    if (goesOn) last[1] = at + 1;
    else table.push([at, at + 1, type]);
  }
  return table;
}

describe('sanitising a table', () => {
  it('gives each byte the largest type that any entry gives it, in the fewest entries that the types allow', () => {
    fc.assert(
      fc.property(entries, (all) => {
        expect(rows(all)).toEqual(naive(all));
      }),
      { numRuns: 500 },
    );
  });

  it('gives a sorted table without overlaps, which it leaves as it is', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const once = sanitise(all, apart);
        expect(once.every((each, index) => each.range.start >= (once[index - 1]?.range.end ?? 0))).toBe(true);
        expect(rows(once)).toEqual(rows(all));
      }),
    );
  });

  it('joins touching RAM, and keeps touching soft-reserved entries apart', () => {
    expect(rows([entry(0, 4, RAM), entry(4, 8, RAM)])).toEqual([[0, 8, RAM]]);
    expect(rows([entry(0, 4, SOFT_RESERVED), entry(4, 8, SOFT_RESERVED)])).toHaveLength(2);
    expect(rows([entry(0, 4, LEGACY_PERSISTENT), entry(4, 8, LEGACY_PERSISTENT)])).toHaveLength(2);
  });

  it('cuts soft-reserved memory where another entry begins or ends in it', () => {
    expect(rows([entry(0, 8, SOFT_RESERVED), entry(2, 4, RESERVED)])).toEqual([
      [0, 2, SOFT_RESERVED],
      [2, 4, SOFT_RESERVED],
      [4, 8, SOFT_RESERVED],
    ]);
  });

  it('joins soft-reserved numbers for a kernel that does not know them', () => {
    expect(rows([entry(0, 4, SOFT_RESERVED), entry(4, 8, SOFT_RESERVED)], keepsApart(false))).toEqual([
      [0, 8, SOFT_RESERVED],
    ]);
  });

  it('is as sure of a joined entry as of its least sure part', () => {
    const [joined] = sanitise([entry(0, 4, RAM), { ...entry(4, 8, RAM), sure: 'modelled' }], apart);
    expect(joined?.sure).toBe('modelled');
  });
});
