import { describe, expect, it } from 'vitest';
import { dropRow, scrollFor, visibleRows } from './visible-rows';

describe('rows of a list of 100,000 steps', () => {
  it('only those in sight are drawn, with a few beyond', () => {
    const rows = visibleRows(100_001, 44, { top: 44 * 50_000, height: 440 });
    expect(rows[0]).toBe(49_994);
    expect(rows.at(-1)).toBe(50_016);
    expect(visibleRows(3, 44, { top: 0, height: 440 })).toEqual([0, 1, 2]);
    expect(visibleRows(0, 44, { top: 0, height: 440 })).toEqual([]);
  });

  it('the row with the focus is kept wherever it is', () => {
    expect(visibleRows(100, 44, { top: 44 * 50, height: 44 }, 3)[0]).toBe(3);
    expect(visibleRows(100, 44, { top: 0, height: 44 }, 99).at(-1)).toBe(99);
    expect(visibleRows(100, 44, { top: 0, height: 44 }, 2)).not.toContain(99);
    expect(visibleRows(2, 44, { top: 0, height: 44 }, 7)).toEqual([0, 1]);
  });

  it('a row out of sight is scrolled to, and no further than needed', () => {
    expect(scrollFor(10, 44, { top: 0, height: 440 })).toBe(44);
    expect(scrollFor(0, 44, { top: 100, height: 440 })).toBe(0);
    expect(scrollFor(3, 44, { top: 0, height: 440 })).toBeUndefined();
  });

  it('nothing is dropped before boot or behind the last step', () => {
    expect(dropRow(-5, 44, 7)).toBe(1);
    expect(dropRow(1e9, 44, 7)).toBe(6);
    expect(dropRow(3.5 * 44, 44, 7)).toBe(3);
  });
});
