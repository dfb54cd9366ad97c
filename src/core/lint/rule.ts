import type { Plan } from '../plan/plan';
import type { StageContext } from '../stages/stage';
import type { Diagnostic } from './diagnostic';
import type { RulePage } from './rule-page';

/** What a rule may look at: the layout, QEMU's start-up, and all that was computed from them. */
export interface LintContext extends StageContext {
  readonly plan: Omit<Plan, 'diagnostics'>;
}

/** One thing worth telling: a file in `rules/` and a line in `rules/index.ts`. */
export interface LintRule {
  /** The code of its findings, or what their codes begin with. */
  readonly id: string;
  /** A page for each code that it can find. */
  readonly pages: readonly Omit<RulePage, 'author'>[];
  check(context: LintContext): readonly Diagnostic[];
}
