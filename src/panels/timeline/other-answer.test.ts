import { describe, expect, it } from 'vitest';
import { dayOfResizing } from '../../core/document/samples/day-of-resizing';
import { applyEdit } from '../../core/document/edit';
import type { LayoutDocument } from '../../core/document/schema';
import { setAnswer } from '../../app/step-edits';
import { planOverTime } from '../../core/timeline/plan';
import type { Timeline } from '../../core/space/timeline';
import { otherAnswer } from './other-answer';

function timelineOf(document: LayoutDocument): Timeline {
  const { timeline } = planOverTime(document, 1).plan;
  if (timeline === undefined) throw new Error('QEMU does not start');
  return timeline;
}

const answered = (document: LayoutDocument, answer: 'agrees' | 'refuses'): LayoutDocument =>
  setAnswer(document, 2, answer).edits.reduce(applyEdit, document);

describe('the other answer of the guest', () => {
  const agrees = answered(dayOfResizing.document, 'agrees');
  const refuses = answered(dayOfResizing.document, 'refuses');

  it('names the device that stays and each later step that ends otherwise', () => {
    expect(otherAnswer(agrees, 3, timelineOf(agrees), timelineOf(refuses))).toBe(
      'If it refuses, dimm1 stays and t5 is refused.',
    );
    expect(otherAnswer(refuses, 3, timelineOf(refuses), timelineOf(agrees))).toBe(
      'If it agrees, dimm1 goes and t5 goes to 0x180000000.',
    );
  });

  it('says so where nothing else would change', () => {
    const short = { ...agrees, events: agrees.events.slice(0, 3) };
    const other = { ...refuses, events: refuses.events.slice(0, 3) };
    expect(otherAnswer(short, 3, timelineOf(short), timelineOf(other))).toBe(
      'If it refuses, dimm1 stays and no later step ends otherwise.',
    );
  });
});
