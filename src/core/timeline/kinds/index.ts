/** Kinds of steps: what each asks of QEMU and of the guest. */
import type { LayoutEvent } from '../../document/schema';
import type { StepEnd, StepKind } from '../step-kind';
import type { World } from '../world';
import { blocks } from './blocks';
import { guest } from './guest';
import { plug } from './plug';
import { qmp } from './qmp';
import { reboot } from './reboot';
import { resize } from './resize';
import { unplug } from './unplug';

const STEP_KINDS: { readonly [D in LayoutEvent['do']]: StepKind<Extract<LayoutEvent, { do: D }>> } = {
  plug,
  unplug,
  resize,
  reboot,
  guest,
  blocks,
  qmp,
};

/** The kind takes the steps that it is listed for, which TypeScript cannot follow through the table. */
const kindOf = (step: LayoutEvent): StepKind => STEP_KINDS[step.do] as unknown as StepKind;

/** Carries a step out. Where QEMU has ended before, nothing happens any more. */
export const carryOut = (world: World, step: LayoutEvent): StepEnd =>
  world.machine.isAlive ? kindOf(step).run(world, step) : { outcome: 'never' };

/** What a step does, after its number: `plugs dimm5`. */
export const wordsOf = (step: LayoutEvent): string => kindOf(step).words(step);
