/** What would follow if the guest answered otherwise, in words: two timelines of the same steps side by side. */
import { formatAddress } from '../../core/base/size-text';
import type { LayoutDocument } from '../../core/document/schema';
import { outcomeOf, spanAt, type StepOutcome, type Timeline } from '../../core/space/timeline';

/** Later steps that are told one by one. */
const MOST_TOLD = 3;

const ENDS: Readonly<Record<StepOutcome, string>> = {
  done: 'goes through',
  refused: 'is refused',
  released: 'is agreed to by the guest',
  declined: 'is refused by the guest',
  partial: 'is done in part',
  pending: 'gets no answer',
  never: 'never happens',
};

const startAt = (timeline: Timeline, step: number): number | undefined => {
  const span = timeline.columns.span[step - 1] ?? -1;
  return span < 0 ? undefined : spanAt(timeline, span).start;
};

/** How a step ends otherwise; undefined where it ends the same. */
function difference(document: LayoutDocument, before: Timeline, after: Timeline, step: number): string | undefined {
  const outcome = outcomeOf(after, step);
  const isPlug = document.events[step - 1]?.do === 'plug';
  const start = isPlug && outcome === 'done' ? startAt(after, step) : undefined;
  if (start !== undefined && start !== startAt(before, step)) return `t${step} goes to ${formatAddress(start)}`;
  return outcome === outcomeOf(before, step) ? undefined : `t${step} ${ENDS[outcome]}`;
}

/**
 * `If it refuses, dimm1 stays, t4 goes to 0x580000000 and t5 is refused.`
 * @param step the unplug, 1 for `events.0`
 * @param before as it is, and `after` with the other answer
 */
export function otherAnswer(document: LayoutDocument, step: number, before: Timeline, after: Timeline): string {
  const asked = document.events[step - 1];
  const device = asked?.do === 'unplug' ? asked.device : 'the device';
  const goes = outcomeOf(after, step) === 'released';
  const parts = [`${device} ${goes ? 'goes' : 'stays'}`];
  let more = 0;
  for (let later = step + 1; later <= Math.min(before.steps, after.steps); later += 1) {
    const said = difference(document, before, after, later);
    if (said === undefined) continue;
    if (parts.length <= MOST_TOLD) parts.push(said);
    else more += 1;
  }
  if (more > 0) parts.push(`${more.toLocaleString('en')} more ${more === 1 ? 'step ends' : 'steps end'} otherwise`);
  if (parts.length === 1) parts.push('no later step ends otherwise');
  const last = parts.pop() ?? '';
  return `If it ${goes ? 'agrees' : 'refuses'}, ${parts.join(', ')} and ${last}.`;
}
