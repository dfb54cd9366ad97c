import { describe, expect, it } from 'vitest';
import { range } from '../../core/base/range';
import type { TableEntry } from '../../core/translate/outcome';
import { besideRows, isSame } from './dialect-rows';

const entry = (start: number, end: number, type = 1): TableEntry => ({ range: range(start, end), type });

describe('two tables beside each other', () => {
  it('share a row for the same bytes, by address, with the place that each has them at', () => {
    const rows = besideRows([entry(100, 200), entry(0, 50)], [entry(0, 50), entry(100, 200, 2)], new Set());
    expect(rows.map(({ range: at, left, right }) => [at.start, left?.place, right?.place])).toEqual([
      [0, 2, 1],
      [100, 1, 2],
    ]);
    expect(rows.map(isSame)).toEqual([true, false]);
  });

  it('keep every copy of an entry, and mark those that claim bytes of another', () => {
    const rows = besideRows([entry(0, 9), entry(0, 9), entry(5, 9, 2)], [entry(0, 9)], new Set([0, 2]));
    expect(rows.map(({ left, right, clashes }) => [left?.place, right?.place, clashes])).toEqual([
      [1, 1, true],
      [2, undefined, false],
      [3, undefined, true],
    ]);
  });

  it('stand alone where the other dialect makes no table', () => {
    expect(besideRows([entry(0, 9)], undefined, new Set())).toEqual([
      { range: range(0, 9), left: { place: 1, type: 1 }, clashes: false },
    ]);
  });
});
