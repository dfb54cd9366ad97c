/** How a moment comes from the planner: a question of its own, since a plan has only the outline of its timeline. */
import { CallFailure, type Planner } from '../client/planner';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { planAt } from './plan-at';
import type { Shown } from './plans.svelte';

export interface Asked {
  readonly planner: Planner;
  readonly document: LayoutDocument;
  /** The plan of the document. */
  readonly plan: Plan;
  readonly moment: number;
  /** Whether it still is the newest plan that was asked for. */
  readonly isNewest: () => boolean;
}

/**
 * The plan at a moment of it. Undefined where a later question counts, or another plan is on its way; the plan itself where the
 * planner knows no such moment.
 */
export async function shownAt(asked: Asked): Promise<Shown | undefined> {
  const { planner, document, plan, moment, isNewest } = asked;
  const { revision } = plan;
  const ask = () => planner.call('instant', { revision, moment: Math.min(moment, plan.timeline?.steps ?? 0) });
  try {
    let instant = await ask();
    if (instant === null && isNewest()) {
      // A worker that was started anew knows no plan.
      await planner.call('plan', { document, revision });
      instant = await ask();
    }
    if (instant !== null) return { plan: planAt(plan, instant), instant };
    return isNewest() ? { plan } : undefined;
  } catch (failure) {
    if (!(failure instanceof CallFailure)) throw failure;
    return failure.reason === 'crashed' || failure.reason === 'died' ? { plan } : undefined;
  }
}
