import { formatRange } from '../../base/size-text';
import { overlaps } from '../../base/range';
import type { MarkedRange } from '../../qemu/machine';
import type { LintContext, LintRule } from '../rule';
import { saidOf } from './mark-warnings';
import { isMissed, markedRange, marksOf, missedParts, nameOfMark } from './marks';
import { listed, MOST_FINDINGS } from './naming';

/** Whose memory it is that got the mark. */
export function victims({ plan }: LintContext, mark: MarkedRange): string {
  const regions = plan.snapshots[0]?.spaces.cpu.regions ?? [];
  const hit = regions.filter(({ range: each, owner }) => owner !== undefined && overlaps(each, markedRange(mark)));
  const nodes = [...new Set(hit.flatMap(({ node }) => (node === undefined ? [] : [`node ${node}`])))];
  return nodes.length === 0 ? 'addresses without memory' : `memory of ${listed(nodes)}`;
}

/** A mark on other memory than was meant. QEMU says nothing of it, unless the node lies on both sides of the hole. */
export const markMisplaced: LintRule = {
  id: 'marking/misplaced',
  check(context) {
    if (context.startup.map?.moved === true) return [];
    return marksOf(context)
      .filter((mark) => isMissed(mark) && mark.outcome !== 'failed')
      .slice(0, MOST_FINDINGS)
      .map((mark) => ({
        code: 'marking/misplaced',
        severity: 'error' as const,
        what: `In place of ${nameOfMark(mark)}, ${formatRange(markedRange(mark))} is marked: ${victims(context, mark)}.`,
        ...missedParts(context, mark),
        ...saidOf(context, mark),
      }));
  },
};
