import type { LayoutEvent } from '../document/schema';
import type { PluggedDevice } from '../qemu/machine';
import type { Reply } from '../runtime/reply';
import type { StepOutcome } from '../space/timeline';
import type { World } from './world';

/** QEMU's refusal of a step, or that of physmap where there is nothing to ask. */
export interface StepRefusal {
  readonly code: string;
  readonly text: string;
  /** Absent: QEMU's words. */
  readonly by?: 'physmap';
}

/** A device that was asked for and did not come. */
export interface Attempt {
  readonly kind: string;
  readonly node: number;
  readonly start?: number;
  readonly size?: number;
  readonly slot?: number;
}

/** How a step ended. */
export interface StepEnd {
  readonly outcome: StepOutcome;
  /** The device that it speaks of. */
  readonly device?: PluggedDevice;
  readonly attempt?: Attempt;
  readonly refusal?: StepRefusal;
  /** An object that stays behind because its device was refused. */
  readonly leftBackend?: string;
  /** Any device may have changed, not just those of which the machine tells. */
  readonly concernsAll?: boolean;
  /** Numbers of memory blocks that the guest would not take offline. */
  readonly stuckBlocks?: readonly number[];
  /** Bytes that the guest is to get. */
  readonly grows?: number;
  /** What QEMU would answer is not known. */
  readonly isUnknown?: boolean;
}

/** What can happen once the machine runs: a file in `kinds`, and a line in its `index.ts`. */
export interface StepKind<S extends LayoutEvent = LayoutEvent> {
  /** What the step does, after its number: `plugs dimm5`. */
  words(step: S): string;
  run(world: World, step: S): StepEnd;
}

export const refusalOf = (reply: Reply): StepRefusal | undefined =>
  'error' in reply ? { code: reply.code ?? 'qmp/error', text: reply.error.desc } : undefined;

export const refusedEnd = (refusal: StepRefusal, more: Omit<StepEnd, 'outcome' | 'refusal'> = {}): StepEnd => ({
  outcome: 'refused',
  refusal,
  ...more,
});
