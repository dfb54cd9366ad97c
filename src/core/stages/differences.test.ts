import { describe, expect, it } from 'vitest';
import { range } from '../base/range';
import type { E820Entry } from '../plan/plan';
import { differencesOf } from './differences';

const SOFT_RESERVED = 0xefff_ffff;
const entry = (start: number, end: number, type: number, node?: number): E820Entry => ({
  range: range(start, end),
  type,
  cause: '',
  why: { rule: 'test', steps: [] },
  ...(node === undefined ? {} : { node }),
});
const between = (before: readonly E820Entry[], after: readonly E820Entry[]) =>
  differencesOf(before, after, () => ({ why: '' })).map(
    ({ kind, range: { start, end }, before: had, after: has, hasConsequences }) => [
      kind,
      start,
      end,
      `${had}→${has}`,
      ...(hasConsequences === true ? ['!'] : []),
    ],
  );

describe('differences between two stages', () => {
  it('are none where entries only changed their order', () => {
    expect(between([entry(8, 9, 2), entry(0, 4, 1)], [entry(0, 4, 1), entry(8, 9, 2)])).toEqual([]);
  });

  it('name what came and what went', () => {
    expect(between([entry(0, 4, 2)], [entry(8, 9, 2)])).toEqual([
      ['went', 0, 4, '1→0'],
      ['came', 8, 9, '0→1'],
    ]);
  });

  it('take an entry that was cut, and all its pieces, as one', () => {
    expect(between([entry(0, 16, 1)], [entry(0, 4, 1), entry(4, 6, 2), entry(8, 16, 1)])).toEqual([
      ['split', 0, 16, '1→3'],
    ]);
  });

  it('have consequences where soft-reserved memory of two nodes becomes one', () => {
    const two = (other: number) => [entry(0, 4, SOFT_RESERVED, 1), entry(4, 8, SOFT_RESERVED, other)];
    expect(between(two(2), [entry(0, 8, SOFT_RESERVED)])).toEqual([['joined', 0, 8, '2→1', '!']]);
    expect(between(two(1), [entry(0, 8, SOFT_RESERVED)])).toEqual([['joined', 0, 8, '2→1']]);
  });

  it('have consequences where soft-reserved memory is lost or becomes ordinary', () => {
    expect(between([entry(0, 4, SOFT_RESERVED)], [])).toEqual([['went', 0, 4, '1→0', '!']]);
    expect(between([entry(0, 4, SOFT_RESERVED)], [entry(0, 4, 1)])).toEqual([['retyped', 0, 4, '1→1', '!']]);
  });
});
