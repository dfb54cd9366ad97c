/** Whatever can be compared, held against each other. */
import { atOnce } from '../base/in-steps';
import { compareInSteps as compareLayoutsInSteps } from './compare-layouts';
import { compareMachine } from './compare-machine';
import type { Compared, Comparison } from './comparison';

/** Others are let in between; says how much is done, 0 to 1. */
export function* compareInSteps(compared: Compared): Generator<number, Comparison> {
  if ('machine' in compared) return compareMachine(compared);
  return yield* compareLayoutsInSteps(compared.before, compared.after);
}

/** The same at one go. */
export const compare = (compared: Compared): Comparison => atOnce(compareInSteps(compared));
