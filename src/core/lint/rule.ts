import type { Plan } from '../plan/plan';
import type { StageContext } from '../stages/stage';
import type { Diagnostic } from './diagnostic';

/** What a rule may look at: the layout, QEMU's start-up, and all that was computed from them. */
export interface LintContext extends StageContext {
  readonly plan: Omit<Plan, 'diagnostics'>;
}

/** One thing worth telling: a file in `rules/` and a line in `rules/index.ts`; what is to be read about it is in `pages/`. */
export interface LintRule {
  /** The code of its findings and of its page. */
  readonly id: string;
  check(context: LintContext): readonly Diagnostic[];
}
