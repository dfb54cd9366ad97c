import { describe, expect, test } from 'vitest';
import { layout } from '../document/layout-builder';
import { computePlan } from '../plan/compute';
import { capturedRange, type Capture, type CapturedEntry } from './capture';
import { checkOnPage } from './check-on-page';

const plan = computePlan(layout('q35').ram('4G').build(), 1);
const own = plan.snapshots[0]?.e820 ?? [];
const entries = own.map(({ range, type }) => ({ range, type }));
const strange = (count: number): readonly CapturedEntry[] =>
  Array.from({ length: count }, (_, index) => {
    const start = 2 ** 40 + index * 2 ** 20;
    return { ...capturedRange(BigInt(start), BigInt(start + 4096)), type: 2 };
  });
const tableOf = (more: number): Capture => ({
  title: 'a table',
  of: 'e820',
  stage: 'qemu',
  entries: [...entries, ...strange(more)],
});

describe('what a page shows of a check', () => {
  test('is all of it while that is not much', () => {
    const { rows, total, different } = checkOnPage(plan, tableOf(3));
    expect(rows.map(({ kind }) => kind)).toEqual([
      ...entries.map(() => 'equal'),
      'missing-in-plan',
      'missing-in-plan',
      'missing-in-plan',
    ]);
    expect([total, different]).toEqual([entries.length + 3, 3]);
  });

  test('is what differs of a table as long as can be captured, and how much there is', () => {
    const { rows, total, different, sentence } = checkOnPage(plan, tableOf(65_536));
    expect(rows).toHaveLength(500);
    expect(rows.every(({ kind }) => kind === 'missing-in-plan')).toBe(true);
    expect([total, different]).toEqual([entries.length + 65_536, 65_536]);
    expect(sentence).toContain('65,536 of ');
  });
});
