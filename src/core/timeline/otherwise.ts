/** The steps of a layout as they would go if something was changed: held beside those that are shown, and forgotten. */
import type { Edit } from '../document/edit';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import { stageContext } from '../plan/compute';
import type { Timeline } from '../space/timeline';
import { recordTimeline } from './record';

/** Says how much is done, 0 to 1. Null where the edits do not fit, nothing happens behind boot, or QEMU would refuse to start. */
export function* otherwise(document: LayoutDocument, edits: readonly Edit[]): Generator<number, Timeline | null> {
  const edited = commitEdits(document, edits);
  if (!edited.ok) return null;
  const steps = recordTimeline(stageContext(edited.value), 0);
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    if (typeof step.value === 'number') yield step.value;
  }
  return step.value?.timeline ?? null;
}
