import { formatRange } from '../../base/size-text';
import type { LintRule } from '../rule';
import { saidOf } from './mark-warnings';
import { isMissed, markedRange, marksOf, missedParts, nameOfMark } from './marks';
import { MOST_FINDINGS } from './naming';

/** A mark that the patch could not carry out: QEMU says so in a warning, and starts. */
export const markFailed: LintRule = {
  id: 'marking/failed',
  check(context) {
    if (context.startup.map?.moved === true) return [];
    return marksOf(context)
      .filter((mark) => isMissed(mark) && mark.outcome === 'failed')
      .slice(0, MOST_FINDINGS)
      .map((mark) => ({
        code: 'marking/failed',
        severity: 'error' as const,
        what: `Of ${nameOfMark(mark)}, nothing is marked: no RAM entry holds ${formatRange(markedRange(mark))}, and it all stays ordinary RAM.`,
        ...missedParts(context, mark),
        ...saidOf(context, mark),
      }));
  },
};
