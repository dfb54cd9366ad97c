/** What comes of holding a capture against the plan. Fetched with the page that shows it. */
import type { Capture } from '../core/capture/capture';
import { checkCapture } from '../core/capture/check';
import { checkText } from '../core/capture/check-text';
import type { Plan } from '../core/plan/plan';

export type { CheckVerdict } from '../core/capture/check';
export type { CheckOnPage } from '../core/capture/check-on-page';
export type { CheckRow, Entry } from '../core/capture/check-rows';
export { ROW_WORDS } from '../core/capture/check-text';

/** Every row, for a ticket: made when somebody takes it along, since a page shows only so many. */
export const wholeCheckText = (plan: Plan, capture: Capture): string => checkText(capture, checkCapture(plan, capture));
