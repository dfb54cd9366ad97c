/** How a step of the timeline ended, in words. */
import { formatSize } from '../../core/base/size-text';
import type { LayoutDocument, LayoutEvent } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import { outcomeOf, spanAt, stateAt, type StepOutcome, type Timeline } from '../../core/space/timeline';

/** What is said under a step's title. */
export interface StepEnd {
  readonly severity: 'error' | 'warning' | 'info' | 'fine';
  readonly text: string;
  /** Where the device lies, in place of the text. */
  readonly address?: number;
}

const SEVERITIES: Readonly<Record<StepOutcome, StepEnd['severity']>> = {
  done: 'fine',
  refused: 'error',
  released: 'info',
  declined: 'warning',
  partial: 'warning',
  pending: 'info',
  never: 'error',
};

const DONE: Readonly<Record<LayoutEvent['do'], string>> = {
  plug: 'plugged',
  unplug: 'gone',
  resize: 'as requested',
  reboot: 'the guest boots anew',
  guest: 'from here on',
  blocks: 'done',
  qmp: 'done',
};

/** QEMU's sentence up to where it goes into numbers: `not enough space`. */
const brief = (sentence: string): string => sentence.split(/, | - /)[0] ?? sentence;

/**
 * How a step ended.
 * @param number 1 for `events.0`
 * @param refusal QEMU's words, where they are known
 */
export function stepEnd(timeline: Timeline, step: LayoutEvent, number: number, refusal?: string): StepEnd {
  const outcome = outcomeOf(timeline, number);
  const severity = SEVERITIES[outcome];
  const index = timeline.columns.span[number - 1] ?? -1;
  switch (outcome) {
    case 'refused':
      return { severity, text: refusal === undefined ? 'refused' : brief(refusal) };
    case 'released':
      return { severity, text: step.do === 'unplug' && step.answer === undefined ? 'guest agrees' : 'guest agreed' };
    case 'declined':
      return { severity, text: 'guest refuses, it stays' };
    case 'partial': {
      const reached = index < 0 ? undefined : stateAt(timeline, index, number);
      return {
        severity,
        text: reached === undefined || step.do !== 'resize' ? 'in part' : `stops at ${formatSize(reached.plugged)}`,
      };
    }
    case 'pending':
      return { severity, text: 'asked, no answer' };
    case 'never':
      return { severity, text: 'QEMU had ended' };
    case 'done': {
      const start = step.do === 'plug' && index >= 0 ? spanAt(timeline, index).start : undefined;
      return { severity, text: DONE[step.do], ...(start === undefined ? {} : { address: start }) };
    }
  }
}

/** QEMU's words about steps that it refused, by the number of the step. */
export function refusalsOf(plan: Plan | undefined): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { path, qemu } of plan?.diagnostics ?? []) {
    const match = /^events\.(\d+)/.exec(path ?? '');
    if (match !== null && qemu !== undefined) found.set(Number(match[1]) + 1, qemu);
  }
  return found;
}

/** `4 GiB RAM, window 32 GiB`. */
export function bootTitle({ memory }: LayoutDocument, plan: Plan | undefined): string {
  const ram = plan?.timeline?.bootRam ?? memory.size;
  const window = plan?.window?.range;
  return [
    ram === undefined ? 'boot RAM by default' : `${formatSize(ram)} RAM`,
    window === undefined ? 'no window' : `window ${formatSize(window.end - window.start)}`,
  ].join(', ');
}

/** What boot leaves for good. */
export function bootEnd(plan: Plan | undefined): StepEnd | undefined {
  if (plan === undefined) return undefined;
  const { verdict, snapshots } = plan;
  if (!verdict.starts) return { severity: 'error', text: 'QEMU does not start' };
  const entries = snapshots[0]?.tables?.e820.length;
  return {
    severity: 'fine',
    text: entries === undefined ? 'started' : `etc/e820 written, ${entries} ${entries === 1 ? 'entry' : 'entries'}`,
  };
}
