import { commandWhen, isTextField, type Command } from './commands';
import type { TimelineState } from './timeline.svelte';

/** Arrow keys, Home, End and Space mean something else in these. */
const TAKES_ARROWS =
  '[type="radio"], [type="range"], [role="tab"], [role^="menuitem"], [role="slider"], [role="spinbutton"]';
const TAKES_SPACE = `button, summary, input, [role="option"], [role="gridcell"], ${TAKES_ARROWS}`;

/** Whether the focus is in the timeline; nowhere counts as there while address by time is open. */
function isThere(timeline: TimelineState, others: string): boolean {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return timeline.isExpanded;
  return focused.closest('[data-timeline]') !== null && !isTextField(focused) && !focused.matches(others);
}

/** The way through the steps. The keys are those of the timeline while it has the focus. */
export function timelineCommands(timeline: TimelineState): readonly Command[] {
  const hasSteps = (): boolean => timeline.steps > 0;
  const command = (id: string, title: string, key: string, run: () => void): Command =>
    commandWhen(hasSteps, {
      id: `timeline-${id}`,
      title: `Timeline: ${title}`,
      keys: [key],
      hasKeysNow: () => isThere(timeline, key === 'Space' ? TAKES_SPACE : TAKES_ARROWS),
      run,
    });
  return [
    command('previous', 'the step before', 'ArrowLeft', () => timeline.step(-1)),
    command('next', 'the next step', 'ArrowRight', () => timeline.step(1)),
    command('first', 'boot', 'Home', () => timeline.first()),
    command('last', 'the last step', 'End', () => timeline.last()),
    command('play', 'play the steps, or stop', 'Space', () => timeline.togglePlay()),
  ];
}
