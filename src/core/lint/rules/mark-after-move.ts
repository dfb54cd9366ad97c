import { formatRange } from '../../base/size-text';
import type { LintRule } from '../rule';
import { victims } from './mark-misplaced';
import { saidOf } from './mark-warnings';
import { isMissed, markedRange, marksOf, missedParts, nameOfMark } from './marks';
import { MOST_FINDINGS } from './naming';

/** Marks in a layout whose RAM moved to 1 TiB, which versions 2 to 7 did not know of. */
export const markAfterMove: LintRule = {
  id: 'marking/after-the-move',
  check(context) {
    if (context.startup.map?.moved !== true) return [];
    return marksOf(context)
      .filter(isMissed)
      .slice(0, MOST_FINDINGS)
      .map((mark) => ({
        code: 'marking/after-the-move',
        severity: 'error' as const,
        what:
          mark.outcome === 'failed'
            ? `Of ${nameOfMark(mark)}, nothing is marked: the patch looks for it at ${formatRange(markedRange(mark))}.`
            : `In place of ${nameOfMark(mark)}, ${formatRange(markedRange(mark))} is marked: ${victims(context, mark)}.`,
        ...missedParts(context, mark),
        ...saidOf(context, mark),
      }));
  },
};
