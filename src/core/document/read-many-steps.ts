import { ok, type Result } from '../base/result';
import { readDocument } from './defaults';
import type { FieldErrors } from './field-errors';
import { quickCheck } from './quick-check';
import { documentSchema, FORMAT, type LayoutDocument } from './schema';
import { stepsAsGiven } from './steps-as-given';

/** Fewer are judged as quickly as anybody could wish. */
const MANY_STEPS = 1000;

const fitAsTheyAre = quickCheck(documentSchema.shape.events);

/** As `readDocument`, for layouts that may have very many steps. Steps that fit as they are become those of the document. */
export function readManySteps(value: unknown): Result<LayoutDocument, FieldErrors> {
  const steps = stepsOf(value);
  if (steps === undefined || steps.length < MANY_STEPS || !fitAsTheyAre(steps)) return readDocument(value);
  const rest = readDocument({ ...(value as object), events: [] });
  // In what is wrong with the rest steps may have a part.
  if (!rest.ok) return readDocument(value);
  stepsAsGiven.add(steps);
  return ok({ ...rest.value, events: steps as LayoutDocument['events'] });
}

/** Of a document of this format: what becomes of the steps of an older one its migrations say. */
function stepsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== FORMAT) return undefined;
  return 'events' in value && Array.isArray(value.events) ? value.events : undefined;
}
