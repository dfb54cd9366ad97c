import { formatSize } from '../../base/size-text';
import { freeName } from '../../document/device-names';
import type { Edit } from '../../document/edit';
import type { LayoutDocument } from '../../document/schema';
import { narrow } from '../../stages/narrow';
import type { Fix } from '../diagnostic';
import type { LintContext, LintRule } from '../rule';
import { listed, MOST_FINDINGS, nameOf } from './naming';
import { nodeUses, type NodeUse } from './node-use';

/** What makes node 0 of the node that QEMU makes by itself, so that there can be another. */
function nodeZero(document: LayoutDocument, ram: number): readonly Edit[] | undefined {
  if (document.nodes.length > 0) return [];
  if (document.machine.memoryBackend !== undefined) return undefined;
  const id = freeName(document, 'ram');
  return [
    { op: 'insert', path: 'backends.-', value: { id, type: 'ram', size: ram } },
    { op: 'insert', path: 'nodes.-', value: { id: 0, memdev: id } },
  ];
}

/** A node of its own for the SPM. Distances and an HMAT would be incomplete with it. */
function ownNodeFix({ document, startup }: LintContext, { spm }: NodeUse): readonly Fix[] {
  const { memory, numa } = startup;
  if (memory === undefined || numa === undefined) return [];
  if (document.distances.length > 0 || document.hmat.length > 0 || document.cpuAssignments.length > 0) return [];
  const first = nodeZero(document, narrow(memory.ram));
  if (first === undefined) return [];
  const id = numa.nodes.length;
  return [
    {
      title: `Put ${listed(spm.map((index) => nameOf(document, `devices.${index}`)))} on a node ${id}`,
      edits: [
        ...first,
        { op: 'insert', path: 'nodes.-', value: { id } },
        ...spm.map((index): Edit => ({ op: 'set', path: `devices.${index}.node`, value: id })),
      ],
    },
  ];
}

/** Nodes with RAM and SPM. QEMU takes them without a word. */
export const nodeMixed: LintRule = {
  id: 'numa/mixed-node',
  check(context) {
    const { document } = context;
    return nodeUses(context)
      .filter(({ bytes, spm }) => bytes > 0 && spm.length > 0)
      .slice(0, MOST_FINDINGS)
      .map((use) => {
        const names = listed(use.spm.map((index) => nameOf(document, `devices.${index}`)));
        return {
          code: 'numa/mixed-node',
          severity: 'warning' as const,
          what: `Node ${use.id} has RAM and SPM: ${formatSize(use.bytes)} of RAM, and ${names}.`,
          where: `Node ${use.id}${use.path === undefined ? ', which QEMU makes by itself' : ''}.`,
          why: 'Linux chooses memory by node: once kmem adds the SPM, nothing tells it from RAM, and its driver cannot find it by its node.',
          works: 'A node of its own for the SPM.',
          path: `devices.${use.spm[0] ?? 0}`,
          fixes: ownNodeFix(context, use),
        };
      });
  },
};
