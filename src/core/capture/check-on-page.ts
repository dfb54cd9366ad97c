/** So much of a check as a page shows at once: its table may have as many rows as a capture has entries. */
import type { Capture } from './capture';
import { checkCapture, type Check, type CheckedPlan } from './check';

/** With more rows than this, those are picked that count. */
const MOST_ROWS = 500;

export interface CheckOnPage extends Check {
  /** Rows of both tables; of `rows` there may be fewer. */
  readonly total: number;
  /** How many of all are not equal. */
  readonly different: number;
}

/** Of long tables the rows that differ, or the first ones where only the order does. */
export function checkOnPage(plan: CheckedPlan, capture: Capture): CheckOnPage {
  const check = checkCapture(plan, capture);
  const { rows, verdict } = check;
  const different = rows.filter(({ kind }) => kind !== 'equal');
  const picked = verdict === 'other-order' ? rows : different;
  return {
    ...check,
    rows: rows.length > MOST_ROWS ? picked.slice(0, MOST_ROWS) : rows,
    total: rows.length,
    different: different.length,
  };
}
