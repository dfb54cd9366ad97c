import type { LintRule } from '../rule';
import { nodesText, nodeUses } from './node-use';

/** Nodes with CPUs whose memory is all elsewhere, where other nodes have RAM to share. */
export const nodeWithoutMemory: LintRule = {
  id: 'numa/cpus-without-memory',
  check(context) {
    const uses = nodeUses(context);
    const bare = uses.filter(
      ({ bytes, hasCpus, devices, spm, path }) =>
        path !== undefined && hasCpus && bytes === 0 && devices.length === spm.length,
    );
    const home = uses.find(({ bytes }) => bytes > 0);
    const [first] = bare;
    if (first === undefined || home === undefined) return [];
    const ids = bare.map(({ id }) => id);
    const isOne = ids.length === 1;
    return [
      {
        code: 'numa/cpus-without-memory',
        severity: 'info',
        what: `${nodesText(ids)} ${isOne ? 'has' : 'have'} CPUs and no RAM.`,
        where: `${nodesText(ids)} of ${uses.length}; node ${home.id} has RAM.`,
        why: 'All that these CPUs allocate comes from another node.',
        works: 'RAM on each node with CPUs, or these CPUs on a node that has some.',
        path: first.path ?? 'nodes',
      },
    ];
  },
};
