import type { LayoutDocument } from '../document/schema';
import type { CommandWord, Snapshot } from '../plan/plan';
import type { Startup } from '../qemu/machine';

/** What every stage may read. */
export interface StageContext {
  readonly document: LayoutDocument;
  /** The generated command line, and what QEMU makes of it. */
  readonly words: readonly CommandWord[];
  readonly startup: Startup;
}

/** One boot stage: takes the world as the one before left it (nothing, for the first) and gives it as this one leaves it. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  appliesTo(context: StageContext): boolean;
  run(before: Snapshot | undefined, context: StageContext): Snapshot;
}
