import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { nodesText, nodeUses } from './node-use';

/** The last nodes can go; one in the midst would leave a gap in the numbers, which QEMU refuses. */
function removeFix({ document }: LintContext, unused: readonly number[]): readonly Fix[] {
  const highest = document.nodes.toSorted((a, b) => b.id - a.id);
  const gone: number[] = [];
  for (const { id } of highest) {
    if (!unused.includes(id)) break;
    gone.push(id);
  }
  const isMentioned = document.distances.some(({ from, to }) => gone.includes(from) || gone.includes(to));
  if (gone.length === 0 || gone.length !== unused.length || isMentioned) return [];
  return [
    {
      title: `Remove ${nodesText(gone.toReversed()).replace('Node', 'node')}`,
      edits: [{ op: 'set', path: 'nodes', value: document.nodes.filter(({ id }) => !gone.includes(id)) }],
    },
  ];
}

/**
 * Nodes with neither memory, CPUs nor devices that nothing names either. The last node is left out where there is a window: the free
 * window is announced as its memory. Nodes of memory alone are as they should be.
 */
export const nodeUnused: LintRule = {
  id: 'numa/node-unused',
  check(context) {
    const uses = nodeUses(context);
    const last = uses.length - 1;
    const hasWindow = context.startup.map?.deviceMemory !== undefined;
    const unused = uses.filter(
      ({ bytes, hasCpus, devices, isNamed, path }, index) =>
        path !== undefined &&
        bytes === 0 &&
        !hasCpus &&
        devices.length === 0 &&
        !isNamed &&
        !(hasWindow && index === last),
    );
    const [first] = unused;
    if (first === undefined) return [];
    const ids = unused.map(({ id }) => id);
    const text = nodesText(ids);
    const isOne = ids.length === 1;
    return [
      {
        code: 'numa/node-unused',
        severity: 'info',
        what: `${text} ${isOne ? 'has' : 'have'} no memory, no CPUs and no device.`,
        where: `${text} of ${uses.length}.`,
        why: `The SRAT has no entry of ${isOne ? 'it' : 'them'}, so the guest does not see ${isOne ? 'it' : 'them'}.`,
        works: 'A device, memory or CPUs there, or one node less.',
        path: first.path ?? 'nodes',
        fixes: removeFix(context, ids),
      },
    ];
  },
};
