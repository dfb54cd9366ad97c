/** The plan of a layout with its steps carried out. */
import { atOnce } from '../base/in-steps';
import type { LayoutDocument } from '../document/schema';
import { planOf, stageContext } from '../plan/compute';
import type { Plan } from '../plan/plan';
import type { StageContext } from '../stages/stage';
import { recordTimeline } from './record';
import type { Recording } from './recording';

export interface PlanOverTime {
  readonly plan: Plan;
  /** Absent without steps, and where QEMU refuses to start. */
  readonly recording?: Recording;
}

/** As `computePlan`, with the steps of the layout; says how much is done, 0 to 1, and of very many steps gives the first ones early. */
export function* planInSteps(
  document: LayoutDocument,
  revision: number,
): Generator<number | { readonly early: Plan }, PlanOverTime> {
  const context = stageContext(document);
  const steps = recordTimeline(context, revision);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    yield typeof step.value === 'number' ? step.value : { early: firstPlan(context, revision, step.value.first) };
  }
  const recording = step.value;
  const plan = planOf(context, revision, recording);
  return recording === undefined ? { plan } : { plan, recording };
}

/** Of the first steps alone: what is to be said of all of them comes with the plan. */
function firstPlan(context: StageContext, revision: number, first: Pick<Recording, 'timeline' | 'findings'>): Plan {
  const { document } = context;
  const events = document.events.slice(0, first.timeline.steps);
  return planOf({ ...context, document: { ...document, events } }, revision, first);
}

/** The same at one go. */
export const planOverTime = (document: LayoutDocument, revision: number): PlanOverTime =>
  atOnce(planInSteps(document, revision));
