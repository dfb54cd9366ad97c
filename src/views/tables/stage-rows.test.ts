import { expect, test } from 'vitest';
import { range } from '../../core/base/range';
import type { E820Entry, StageDifference } from '../../core/plan/plan';
import { stageRows } from './stage-rows';
import type { StageTable } from './stage-tables';

const entry = (start: number, end: number, type: number, text: string, sure?: E820Entry['sure']): E820Entry => ({
  range: range(start, end),
  type,
  cause: text,
  why: { rule: 'test/rule', steps: [{ text }] },
  ...(sure === undefined ? {} : { sure }),
});
const stage = (title: string, entries: readonly E820Entry[], more: Partial<StageTable> = {}): StageTable => ({
  ...{ id: 'qemu', title, author: title, order: 'by address', sure: 'exact', caveats: [], differences: [] },
  entries,
  ...more,
});

const joined: StageDifference = {
  ...{ kind: 'joined', range: range(200, 400), before: 2, after: 1, why: 'They touch.', hasConsequences: true },
};
const file = stage('file', [entry(200, 300, 7, 'a'), entry(0, 100, 1, 'ram'), entry(300, 400, 7, 'b')]);
const firmware = stage(
  'firmware',
  [entry(0, 60, 1, 'ram'), entry(60, 80, 4, 'Its own.', 'modelled'), entry(200, 400, 7, 'ab')],
  { differences: [joined] },
);

test('rows are cut where any stage begins or ends something, and what none has is left out', () => {
  const rows = stageRows([file, firmware]);
  expect(rows.map((row) => [row.range.start, row.range.end])).toEqual([
    [0, 60],
    [60, 80],
    [80, 100],
    [200, 300],
    [300, 400],
  ]);
  expect(rows[1]?.cells.map(({ entry: at, goesOn, sure }) => [at?.type, goesOn, sure])).toEqual([
    [1, true, 'exact'],
    [4, false, 'modelled'],
  ]);
});

test('a stage that differs from the one before says why, once for entries that it joins', () => {
  const reasons = stageRows([file, firmware]).map((row) => row.reasons.map(({ text }) => text));
  expect(reasons).toEqual([[], ['Its own.'], ['Nothing is listed there.'], ['They touch.'], []]);
});

test('what an unknown stage does not list is unknown, not nothing', () => {
  const [, cell] = stageRows([file, stage('odd', [], { sure: 'unknown' })])[0]?.cells ?? [];
  expect(cell).toEqual({ goesOn: false, sure: 'unknown' });
});
