/** What is to be said of steps: QEMU's refusals, what the guest refuses by its model, and what a step costs the guest. */
import { formatAddress, formatSize } from '../base/size-text';
import type { LayoutEvent } from '../document/schema';
import type { Diagnostic } from '../lint/diagnostic';
import { explanationOf } from '../lint/explanations';
import { MOST_FINDINGS } from '../lint/rules/naming';
import type { PluggedDevice } from '../qemu/machine';
import { narrow } from '../stages/narrow';
import { wordsOf } from './kinds/index';
import { stepPages } from './pages';
import type { StepEnd } from './step-kind';
import { metadataOf } from './words';

export interface StepTaken {
  readonly moment: number;
  readonly step: LayoutEvent;
  readonly end: StepEnd;
}

/** What a step says of itself: at most one finding. */
export function stepFindings(taken: StepTaken): readonly Diagnostic[] {
  const { end } = taken;
  if (end.refusal !== undefined) return [refusalFinding(taken)];
  if (end.isUnknown === true) return [finding(taken, 'timeline/not-predicted', 'info')];
  if (end.outcome === 'declined') return [finding(taken, 'timeline/guest-declines', 'warning', end.device)];
  if (end.outcome === 'partial') return [finding(taken, 'timeline/guest-stops-early', 'info', end.device)];
  if (end.outcome === 'pending') return [finding(taken, 'timeline/no-answer', 'info', end.device)];
  return [];
}

const whereOf = ({ moment, step }: StepTaken, device?: PluggedDevice): string => {
  const at =
    device === undefined
      ? ''
      : ` ${device.id ?? device.kind} lies at ${formatAddress(narrow(device.address))}, ${formatSize(narrow(device.size))}.`;
  return `Step t${moment}, which ${wordsOf(step)}.${at}`;
};

export const pathOfStep = (moment: number): string => `events.${moment - 1}`;

/** What is known of a code: its own page, or what explains it where a machine starts. */
export function wordsFor(code: string): Pick<Diagnostic, 'what' | 'why' | 'works' | 'alternatives'> {
  const page = stepPages.find((each) => each.code === code);
  if (page === undefined) return explanationOf(code, 'error');
  const { what, why, works } = page;
  return { what, why, works };
}

function refusalFinding(taken: StepTaken): Diagnostic {
  const refusal = taken.end.refusal ?? { code: '', text: '' };
  const { what, why, works, alternatives } = wordsFor(refusal.code);
  return {
    code: refusal.code,
    severity: 'error',
    what,
    where: whereOf(taken),
    why,
    works,
    ...(alternatives === undefined ? {} : { alternatives }),
    ...(refusal.by === undefined ? { qemu: refusal.text } : {}),
    path: pathOfStep(taken.moment),
  };
}

function finding(
  taken: StepTaken,
  code: string,
  severity: Diagnostic['severity'],
  device?: PluggedDevice,
  more = '',
): Diagnostic {
  const where = `${whereOf(taken, device)}${more === '' ? '' : ` ${more}`}`;
  return { code, severity, ...wordsFor(code), where, path: pathOfStep(taken.moment) };
}

/** What the guest has when a step asks something of it, in bytes. */
export interface GuestMemory {
  readonly bootRam: number;
  /** Of memory devices, before the step. */
  readonly onlineBefore: number;
  /** Behind it, and what of that is in zone Movable. */
  readonly online: number;
  readonly movable: number;
}

/** Above this the rest cannot serve it, as administrators' guides have it; below it, it may. */
const MOST_MOVABLE = 3;

/** 64 bytes of metadata are much if half of all memory has to be free for them. */
const MUCH = 0.5;

/** At most as many of each kind as findings are told: the rest repeats the same cause. */
export class Findings {
  readonly #found: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();
  #hasMuchMovable = false;

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  take(taken: StepTaken): void {
    const { outcome, isUnknown } = taken.end;
    if (outcome === 'done' && isUnknown !== true) return;
    if ((this.#counts.get(outcome) ?? 0) < MOST_FINDINGS) {
      for (const each of stepFindings(taken)) this.#add(outcome, each);
    }
  }

  /** What a step costs the guest. */
  weigh(taken: StepTaken, { bootRam, onlineBefore, online, movable }: GuestMemory): void {
    const needed = metadataOf(taken.end.grows ?? 0);
    const had = bootRam + onlineBefore;
    if (needed >= had * MUCH) {
      const sum = `${formatSize(taken.end.grows ?? 0)} more need ${formatSize(needed)}, and the guest has ${formatSize(had)} in all.`;
      this.#add('metadata', finding(taken, 'timeline/metadata-memory', 'warning', undefined, sum));
    }
    const rest = bootRam + online - movable;
    const isMuch = movable > rest * MOST_MOVABLE;
    if (isMuch && !this.#hasMuchMovable) {
      const sum = `${formatSize(movable)} are movable, ${formatSize(rest)} are not.`;
      this.#add('movable', finding(taken, 'timeline/too-much-movable', 'warning', undefined, sum));
    }
    this.#hasMuchMovable = isMuch;
  }

  #add(kind: string, each: Diagnostic): void {
    const count = this.#counts.get(kind) ?? 0;
    if (count >= MOST_FINDINGS) return;
    this.#counts.set(kind, count + 1);
    this.#found.push(each);
  }
}
