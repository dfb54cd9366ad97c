import { describe, expect, it } from 'vitest';
import { GiB, MiB } from '../../core/base/addr';
import type { Plan } from '../../core/plan/plan';
import { STEP_OUTCOMES, type StepOutcome, type Timeline } from '../../core/space/timeline';
import type { Instant } from '../../core/timeline/instant';
import { refusedText, slotsOf, stepsRefused, usedOf, whereText } from './words';

const timelineOf = (...outcomes: readonly StepOutcome[]): Timeline =>
  ({
    steps: outcomes.length,
    slots: 4,
    columns: { outcome: Uint8Array.from(outcomes.map((each) => STEP_OUTCOMES.indexOf(each))) },
  }) as unknown as Timeline;

describe('words of the timeline', () => {
  it('say the unit once where used and total share it', () => {
    expect(usedOf(28 * GiB, 28 * GiB)).toBe('28 of 28 GiB');
    expect(usedOf(512 * MiB, 28 * GiB)).toBe('512 MiB of 28 GiB');
  });

  it('name the only refused step, and count several', () => {
    const timeline = timelineOf('done', 'refused', 'declined', 'refused');
    const refused = stepsRefused(timeline);
    expect(refusedText(refused, 1)).toBeUndefined();
    expect(refusedText(refused, 3)).toBe('step t2 refused');
    expect(refusedText(refused)).toBe('2 steps refused');
  });

  it('count the slots of the plan on screen', () => {
    const rows = [{ slot: 0 }, {}, { slot: 3 }];
    const plan = { timeline: timelineOf('done'), snapshots: [{ tables: { memoryDevices: rows } }] };
    expect(slotsOf(plan as unknown as Plan)).toBe('2 of 4');
    expect(slotsOf({ ...plan, timeline: undefined } as unknown as Plan)).toBeUndefined();
  });

  it('say where we are', () => {
    const instant = { heading: 't6 is refused' } as Instant;
    expect(whereText(0, undefined, undefined, true)).toBe('boot, then nothing');
    expect(whereText(1, undefined, undefined, true)).toBe('boot, then 1 step');
    expect(whereText(6, undefined, undefined, false)).toBe('6 steps; QEMU refuses to start, so none happens');
    expect(whereText(6, 6, instant, true)).toBe('t6 is refused');
    expect(whereText(6, 2, undefined, true)).toBe('t2');
  });
});
