/** What steps are called: over their columns, in menus, and for those who hear them. */
import { approximateSize, formatAddress } from '../../core/base/size-text';
import { stepTitle } from '../../app/step-title';
import type { LayoutDocument, LayoutEvent } from '../../core/document/schema';
import { outcomeOf, spanAt, type DeviceSpan, type StepOutcome, type Timeline } from '../../core/space/timeline';

/** `8 GiB`: at a glance. */
export const sizeText = (bytes: number): string => approximateSize(bytes).text;

/** The device that a step speaks of. */
export function spanOfStep(timeline: Timeline, step: number): DeviceSpan | undefined {
  const index = timeline.columns.span[step - 1] ?? -1;
  return index < 0 ? undefined : spanAt(timeline, index);
}

/** What a step changes, over its column: `+ 8 GiB`. */
export function stepDelta(event: LayoutEvent, timeline: Timeline, step: number): string {
  const size = spanOfStep(timeline, step)?.size;
  switch (event.do) {
    case 'plug':
      return size === undefined ? 'plug' : `+ ${sizeText(size)}`;
    case 'unplug':
      return size === undefined ? 'unplug' : `− ${sizeText(size)}`;
    case 'resize':
      return `→ ${sizeText(event.requestedSize)}`;
    case 'reboot':
      return 'reboot';
    case 'guest':
      return 'guest';
    case 'blocks':
      return event.to === 'offline' ? 'offline' : 'online';
    case 'qmp':
      return 'QMP';
  }
}

const OUTCOMES: Readonly<Record<StepOutcome, string>> = {
  done: 'done',
  refused: 'refused by QEMU',
  released: 'the guest agreed, and it is gone',
  declined: 'the guest refused, and it stays',
  partial: 'the guest stopped before the requested size',
  pending: 'asked for, and nothing in the guest answers',
  never: 'QEMU had ended before',
};

/** A moment in words, as a screen reader says it. */
export function spokenMoment(timeline: Timeline, moment: number, layout: LayoutDocument): string {
  const event = layout.events[moment - 1];
  const used = moment === 0 ? undefined : timeline.columns.used[moment - 1];
  const state = used === undefined ? '' : `. ${sizeText(used)} of ${sizeText(timeline.budget)} in use`;
  if (moment === 0 || event === undefined) return `boot, before the first of ${timeline.steps} steps`;
  const span = spanOfStep(timeline, moment);
  const place =
    span?.start === undefined || span.isRefused || span.from !== moment ? '' : ` at ${formatAddress(span.start)}`;
  return `t${moment}, ${stepTitle(layout, event)}${place}: ${OUTCOMES[outcomeOf(timeline, moment)]}${state}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A time since the machine started, in its two largest units: `1 h 20 min`, `350 ms`. */
export function timeText(ms: number): string {
  const at = UNITS.findIndex(([, length]) => ms >= length);
  const [unit, length] = UNITS[at] ?? ['ms', 1];
  const whole = Math.floor(ms / length);
  const next = UNITS[at + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - whole * length) / next[1]);
  return `${whole} ${unit}${next === undefined || rest === 0 ? '' : ` ${rest} ${next[0]}`}`;
}
