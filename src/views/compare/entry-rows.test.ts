import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedRows } from './entry-rows';

const same = (text: string): string => text;

describe('lines of two tables side by side', () => {
  it('keep what is the same beside each other, and what differs alone', () => {
    expect(pairedRows(['a', 'b', 'd'], ['a', 'c', 'd', 'e'], same)).toEqual([
      { before: 'a', after: 'a', isSame: true },
      { before: 'b', after: 'c', isSame: false },
      { before: 'd', after: 'd', isSame: true },
      { after: 'e', isSame: false },
    ]);
  });

  it('have every line of both, once and in order', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const rows = pairedRows(before, after, same);
        expect(rows.flatMap((row) => row.before ?? [])).toEqual(before);
        expect(rows.flatMap((row) => row.after ?? [])).toEqual(after);
        expect(rows.every((row) => row.isSame === (row.before === row.after))).toBe(true);
      }),
    );
  });

  it('pair very long tables in time', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
    const rows = pairedRows(long, [...long.slice(1), 'new'], same);
    expect(rows.filter(({ isSame }) => isSame)).toHaveLength(4999);
  });
});
