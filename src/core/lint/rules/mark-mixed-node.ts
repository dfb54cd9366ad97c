import type { LintRule } from '../rule';
import { marksOf } from './marks';
import { listed, MOST_FINDINGS, nameOf } from './naming';
import { nodeUses } from './node-use';

/** Devices on a node whose boot memory is marked: the mark is not theirs. */
export const markMixedNode: LintRule = {
  id: 'marking/mixed-node',
  check(context) {
    const marked = new Set(marksOf(context).map(({ node }) => node));
    return nodeUses(context)
      .filter(({ id, devices }) => marked.has(id) && devices.length > 0)
      .slice(0, MOST_FINDINGS)
      .map(({ id, devices }) => ({
        code: 'marking/mixed-node',
        severity: 'warning' as const,
        what: `Node ${id} is marked, and ${listed(devices.map((index) => nameOf(context.document, `devices.${index}`)))} on it stays ordinary memory.`,
        where: `Node ${id}.`,
        why: 'The mark means the boot memory of the node. Linux chooses memory by node, and this one then has both kinds.',
        works: 'Another node for what is plugged.',
        path: `devices.${devices[0] ?? 0}.node`,
      }));
  },
};
