import { formatRange } from '../../base/size-text';
import { ownerOfMark } from '../../stages/qemu/marks';
import type { LintRule } from '../rule';
import { isUnused, markedRange, marksOf } from './marks';
import { MOST_FINDINGS } from './naming';

/** `hmem=on` on a backend that is no boot memory: the table announces memory all the same. */
export const markUnusedBackend: LintRule = {
  id: 'marking/unused-backend',
  check: (context) =>
    marksOf(context)
      .filter(isUnused)
      .slice(0, MOST_FINDINGS)
      .map((mark) => ({
        code: 'marking/unused-backend',
        severity: 'error' as const,
        what: `${mark.memdev} is no boot memory, and etc/e820 says that it lies at ${formatRange(markedRange(mark))}.`,
        where: `${mark.memdev}.`,
        why: 'This version of the patch adds an entry for every backend with hmem=on, used or not, by its place among all backends.',
        works: 'No hmem on it, or a node that has it.',
        path: ownerOfMark(context, mark),
        fixes: [
          {
            title: `Take hmem off ${mark.memdev}`,
            edits: [{ op: 'set' as const, path: `${ownerOfMark(context, mark)}.hmem`, value: undefined }],
          },
        ],
      })),
};
