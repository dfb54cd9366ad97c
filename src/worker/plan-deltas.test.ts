import { expect, test } from 'vitest';
import { applyDelta } from '../core/base/delta';
import { emptyDocument } from '../core/document/defaults';
import { samples } from '../core/document/samples/index';
import { computePlan } from '../core/plan/compute';
import { planOverTime } from '../core/timeline/plan';
import type { Reply } from './protocol';
import { PlanDeltas } from './plan-deltas';

test('plans arrive as they were computed, whichever came before', () => {
  const deltas = new PlanDeltas();
  let last: unknown;
  for (const [revision, document] of [...samples.all.map((each) => each.document), emptyDocument()].entries()) {
    const plan = computePlan(document, revision);
    const crossed = structuredClone(deltas.packed({ id: 1, answer: plan }));
    if (!('delta' in crossed)) throw new Error('a plan crossed whole');
    last = applyDelta(last, crossed.delta);
    expect(last).toEqual(plan);
  }
});

test('moments arrive as they were computed, between plans', () => {
  const deltas = new PlanDeltas();
  const day = samples.all.find(({ document }) => document.events.length > 3)?.document;
  const planned = day === undefined ? undefined : planOverTime(day, 1);
  if (planned?.recording === undefined) throw new Error('no sample has steps');
  let last: unknown;
  for (const moment of [0, 3, 2, 2, 1]) {
    const instant = planned.recording.instant(moment);
    const crossed = structuredClone(deltas.packed({ id: moment, answer: instant }));
    if (!('delta' in crossed)) throw new Error('a moment crossed whole');
    expect(crossed.of).toBe('instant');
    last = applyDelta(last, crossed.delta);
    expect(last).toEqual(instant);
    const plan = deltas.packed({ id: 9, answer: planned.plan });
    expect('of' in plan).toBe(false);
  }
});

test('a small edit of a layout crosses as little', () => {
  const deltas = new PlanDeltas();
  const [first] = samples.all;
  if (first === undefined) throw new Error('no samples');
  const size = (title: string): number =>
    JSON.stringify(deltas.packed({ id: 1, answer: computePlan({ ...first.document, title }, 1) })).length;
  const whole = size('one');
  expect(size('another')).toBeLessThan(whole / 100);
});

test('what is no plan crosses as it is', () => {
  const deltas = new PlanDeltas();
  const replies: readonly Reply[] = [
    { id: 1, answer: null },
    { id: 2, answer: { ok: true, value: 4096 } },
    { id: 3, superseded: true },
    { id: 4, progress: 0.5 },
  ];
  for (const reply of replies) expect(deltas.packed(reply)).toBe(reply);
});
