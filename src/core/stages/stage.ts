import type { LayoutDocument } from '../document/schema';
import type { HandOff } from '../firmware/hand-off';
import type { LinuxView } from '../linux/view';
import type { BootChoice, CommandWord, Snapshot } from '../plan/plan';
import type { Startup } from '../qemu/machine';

/** What every stage may read. */
export interface StageContext {
  readonly document: LayoutDocument;
  /** The generated command line, and what QEMU makes of it. */
  readonly words: readonly CommandWord[];
  readonly startup: Startup;
  readonly boot: BootChoice;
  /** What the firmware makes of it, and the kernel of that; absent where QEMU refuses to start, or nothing is known of the firmware. */
  readonly handOff?: HandOff;
  readonly linux?: LinuxView;
}

/** One boot stage: takes the world as the one before left it (nothing, for the first) and gives it as this one leaves it. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  appliesTo(context: StageContext): boolean;
  run(before: Snapshot | undefined, context: StageContext): Snapshot;
}
