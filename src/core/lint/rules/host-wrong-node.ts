import { nodeForMemory } from '../../document/node-edits';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { backingsWith, guestSpan, moveFixes, type Backing } from './host-backing';
import { capitalised, listed } from './naming';

const nodeOf = ({ plan }: LintContext, path: string | undefined): number | undefined =>
  path === undefined ? undefined : plan.host?.space.regions.find(({ owner }) => owner === path)?.node;

const guestNodeOf = ({ plan }: LintContext, { owner }: Backing): number | undefined =>
  plan.snapshots[0]?.spaces.cpu.regions.find((region) => region.owner === owner)?.node;

/** The host nodes of all memory that one node of the guest has, the one with most bytes first. */
function hostNodesOf(context: LintContext, guestNode: number | undefined): readonly number[] {
  const regions = context.plan.snapshots[0]?.spaces.cpu.regions ?? [];
  const owners = new Set(regions.filter(({ node }) => node === guestNode).map(({ owner }) => owner));
  const bytes = new Map<number, number>();
  for (const { owner, source, guest } of context.plan.host?.ribbons ?? []) {
    const node = owners.has(owner) ? nodeOf(context, source) : undefined;
    if (node !== undefined) bytes.set(node, (bytes.get(node) ?? 0) + (guest.end - guest.start));
  }
  return [...bytes].sort(([a, x], [b, y]) => y - x || a - b).map(([node]) => node);
}

/** A node for itself, where all of its memory is near another node of the host than its siblings'. */
function apartFixes({ document }: LintContext, backing: Backing): readonly Fix[] {
  const isWhole = backing.ribbons.every(({ problems }) => problems.includes('wrong-node'));
  const [list, index = ''] = backing.owner.split('.');
  const device = list === 'devices' ? document.devices[Number(index)] : undefined;
  if (!isWhole || device === undefined || !('node' in device)) return [];
  const { node, edits } = nodeForMemory(document);
  if (node === undefined) return [];
  return [
    {
      title: `Give ${backing.name} node ${node}`,
      edits: [...edits, { op: 'set', path: `${backing.owner}.node`, value: node }],
    },
  ];
}

/** One node of the guest whose memory is on several nodes of the host. */
export const hostWrongNode: LintRule = {
  id: 'host/wrong-node',
  check: (context) =>
    backingsWith(context, 'wrong-node').map((backing) => {
      const { backend, name, path, ribbons } = backing;
      const guestNode = guestNodeOf(context, backing);
      const nodes = hostNodesOf(context, guestNode);
      const troubled = ribbons.filter(({ problems }) => problems.includes('wrong-node'));
      const here = [...new Set(troubled.map(({ source }) => nodeOf(context, source)))];
      const span = guestSpan(troubled);
      const home = nodes[0];
      const partly = troubled.length < ribbons.length ? 'partly ' : '';
      return {
        code: 'host/wrong-node',
        severity: 'warning' as const,
        what: `${capitalised(name)} is ${partly}on host node ${listed(here.map(String))}, its guest node’s other memory on host node ${home ?? 'unknown'}.`,
        where: `Backend ${backend.id}, guest node ${guestNode ?? 0}: host nodes ${listed(nodes.map(String))}.`,
        why: 'The guest takes all memory of a node as equally near. Here some of it is further away, and no table tells.',
        works: 'Host memory of one node behind each guest node, or a guest node for each node of the host.',
        path: `${path}.host`,
        ...(span === undefined ? {} : { range: span }),
        fixes: [...moveFixes(context, backing, ({ node }) => node === home), ...apartFixes(context, backing)],
      };
    }),
};
