/** An HMAT for a layout that has none. */
import type { Edit } from '../../document/edit';
import type { LayoutDocument } from '../../document/schema';
import type { Numa } from '../../qemu/machine';
import type { Fix } from '../diagnostic';
import type { LintContext } from '../rule';

type HmatEntry = LayoutDocument['hmat'][number];

/** As many entries as a layout takes. */
const MOST_ENTRIES = 16_384;

/** Nanoseconds and bytes per second as the recorded guest has them: one pair for near memory, one for all other. */
const NEAR = { latency: 10, bandwidth: 90 * 2 ** 30 };
const FAR = { latency: 20, bandwidth: 80 * 2 ** 30 };

function entriesOf({ nodes }: Numa, there: readonly HmatEntry[]): readonly HmatEntry[] {
  const key = ({ initiator, target, hierarchy, dataType }: Omit<HmatEntry, 'value'>): string =>
    `${initiator} ${target} ${hierarchy} ${dataType}`;
  const known = new Set(there.map(key));
  const initiators = nodes.filter(({ hasCpus }) => hasCpus).map(({ id }) => id);
  return initiators
    .flatMap((initiator) =>
      nodes.flatMap(({ id: target }): HmatEntry[] => {
        const { latency, bandwidth } = initiator === target ? NEAR : FAR;
        const pair = { initiator, target, hierarchy: 'memory' as const };
        return [
          { ...pair, dataType: 'access-latency', value: latency },
          { ...pair, dataType: 'access-bandwidth', value: bandwidth },
        ];
      }),
    )
    .filter((entry) => !known.has(key(entry)));
}

/** Runs of CPU indexes. */
function runs(cpus: readonly number[]): readonly { readonly first: number; readonly last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const cpu of cpus) {
    const last = found.at(-1);
    if (last?.last === cpu - 1) last.last = cpu;
    else found.push({ first: cpu, last: cpu });
  }
  return found;
}

/**
 * What `-numa hmat-lb` needs of nodes: an initiator is a node that was given CPUs by name before, and each other node says which one
 * is its own (hw/core/numa.c, parse_numa_hmat_lb and numa_validate_initiator).
 */
function nodeEdits(document: LayoutDocument, { nodes, cpuNode }: Numa): readonly Edit[] {
  const nearest = nodes.find(({ hasCpus }) => hasCpus)?.id;
  return document.nodes.flatMap(({ id, cpus = [], initiator }, index): Edit[] => {
    const facts = nodes.find((node) => node.id === id);
    if (facts?.hasCpus !== true) {
      return initiator === undefined && nearest !== undefined
        ? [{ op: 'set', path: `nodes.${index}.initiator`, value: nearest }]
        : [];
    }
    const isNamed = cpus.length > 0 || document.cpuAssignments.some(({ node }) => node === id);
    const own = cpuNode.flatMap((node, cpu) => (node === id ? [cpu] : []));
    return isNamed || own.length === 0 ? [] : [{ op: 'set', path: `nodes.${index}.cpus`, value: runs(own) }];
  });
}

/** `hmat=on` with a latency and a bandwidth for every initiator and target; nothing where there are too many of them. */
export function hmatFix({ document, startup }: LintContext): Fix | undefined {
  const { numa } = startup;
  if (numa === undefined || document.nodes.length === 0) return undefined;
  const hmat = [...document.hmat, ...entriesOf(numa, document.hmat)];
  if (hmat.length > MOST_ENTRIES) return undefined;
  return {
    title: 'Add an HMAT',
    edits: [
      { op: 'set', path: 'machine.hmat', value: true },
      ...nodeEdits(document, numa),
      { op: 'set', path: 'hmat', value: hmat },
    ],
  };
}
