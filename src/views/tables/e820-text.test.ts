import { describe, expect, test } from 'vitest';
import { GiB, MiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { E820Entry } from '../../core/plan/plan';
import { exactSum, shortCause, shortSize, sumsByType } from './e820-sums';
import { rowMarks } from './row-marks';

const entry = (start: number, end: number, type: number, cause = 'r0'): E820Entry => ({
  range: range(start, end),
  type,
  cause,
  why: { rule: 'test/rule', steps: [{ text: `Because of ${cause}.` }] },
});

describe('sums', () => {
  test.each([
    [8 * GiB - 513 * 1024, '8 GiB − 513 KiB'],
    [2 * GiB + 4096, '2 GiB + 4 KiB'],
    [12 * GiB, '12 GiB'],
    [640 * 1024, '640 KiB'],
    [0, '0 bytes'],
    [2 ** 53 + 4 * GiB, 'more than 8 PiB'],
  ])('%d bytes are told from the nearest GiB: %s', (bytes, text) => {
    expect(exactSum(bytes)).toBe(text);
  });

  test('stand in the order of what one is after', () => {
    const sums = sumsByType([entry(0, 1, 4), entry(1, 2, 2), entry(2, 3, 0xefff_ffff), entry(3, 4, 1), entry(4, 6, 1)]);
    expect(sums.map(({ words, bytes }) => `${words} ${bytes}`)).toEqual([
      'usable 3',
      'soft reserved 1',
      'reserved 1',
      'ACPI NVS 1',
    ]);
  });

  test('are short where a column has no room', () => {
    expect(shortSize(2_069_596 * 1024)).toBe('1.97 GiB');
    expect(shortSize(128 * MiB)).toBe('128 MiB');
    expect(shortCause('sp1, sp2, sp3, sp4')).toBe('sp1 … sp4');
    expect(shortCause('r0, r1')).toBe('r0, r1');
  });
});

describe('a row says what became of it since the stage before', () => {
  const before = [entry(0, 100, 1), entry(200, 300, 5), entry(300, 400, 5)];
  const marksOf = (after: readonly E820Entry[]) => rowMarks(before, after, []).map((mark) => mark?.sign);

  test('as it was, cut, of another type, joined, new', () => {
    expect(marksOf([entry(0, 100, 1)])).toEqual([undefined]);
    expect(marksOf([entry(0, 40, 1), entry(40, 50, 4), entry(50, 100, 1)])).toEqual(['cut', '≠', 'cut']);
    expect(marksOf([entry(200, 400, 5)])).toEqual(['2→1']);
    expect(marksOf([entry(100, 200, 2), entry(500, 600, 2)])).toEqual(['+', '+']);
  });

  test('with the entry’s own reason where it is new, and that of the difference where entries were joined', () => {
    const [mark] = rowMarks(
      before,
      [entry(200, 400, 5)],
      [{ kind: 'joined', range: range(200, 400), before: 2, after: 1, why: 'They touch.', hasConsequences: true }],
    );
    expect(mark).toEqual({ sign: '2→1', why: 'They touch.', hasConsequences: true });
    expect(rowMarks(before, [entry(100, 200, 2, 'OVMF')], [])[0]?.why).toBe('Because of OVMF.');
  });
});
