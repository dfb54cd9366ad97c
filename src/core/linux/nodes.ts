/** Nodes as the guest numbers them: those that may ever have memory or processors, and what they have. */
import { overlaps, size, type Range } from '../base/range';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { spanOf } from './addresses';
import { nodeBytes, type NodeRange } from './guest-nodes';
import type { GuestSrat } from './srat';
import type { DaxDevice, LinuxDimm, LinuxNode } from './view';

/** Default entries of the SLIT. */
const [LOCAL, REMOTE] = [10, 20];

export interface NodesAtBoot {
  readonly nodes: readonly Omit<LinuxNode, 'onlineWithKmem' | 'sizeWithKmem'>[];
  /** The online node with the smallest distance, the lowest of equals; the node itself where it is online. */
  nearestOnline(node: number): number;
}

export function nodesAtBoot(
  startup: AcceptedStartup,
  srat: GuestSrat | undefined,
  ram: readonly NodeRange[],
  dimms: readonly LinuxDimm[],
): NodesAtBoot {
  const memory = [...ram, ...dimms.filter(({ refused }) => refused === undefined)];
  const cpus = processorNodes(startup, srat);
  const always = new Set([...cpus.possible, ...(srat?.initiators ?? []), ...ram.map(({ node }) => node)]);
  const online = new Set([...always, ...memory.map(({ node }) => node)]);
  const count = srat === undefined ? 1 : srat.numbering.pxmOf.length + ownCxlWindows(startup, srat.memory);
  const nodes = Array.from({ length: count }, (_, id) => {
    const pxm = srat?.numbering.pxmOf[id];
    return {
      id,
      ranges: memory.filter(({ node }) => node === id).map(({ range }) => range),
      hasCpus: cpus.present.has(id),
      online: online.has(id),
      staysOnline: always.has(id),
      size: nodeBytes(memory, id),
      ...(pxm === undefined ? {} : { pxm }),
    };
  });
  const distance = (from: number, to: number): number => {
    const pxmOf = srat?.numbering.pxmOf;
    const given = startup.numa.distances?.[pxmOf?.[from] ?? -1]?.[pxmOf?.[to] ?? -1];
    return given ?? (from === to ? LOCAL : REMOTE);
  };
  return {
    nodes,
    nearestOnline: (node) => {
      if (online.has(node)) return node;
      const sorted = [...online].sort((a, b) => distance(node, a) - distance(node, b) || a - b);
      return sorted[0] ?? 0;
    },
  };
}

/** Nodes of processors that are there, and of all that may come; the latter are online too. */
function processorNodes({ numa, topology }: AcceptedStartup, srat: GuestSrat | undefined) {
  if (srat === undefined) return { present: new Set([0]), possible: new Set([0]) };
  const nodesOf = (pxms: readonly number[]) =>
    new Set([...new Set(pxms)].map((pxm) => srat.numbering.nodeOf.get(pxm) ?? 0));
  return { present: nodesOf(numa.cpuNode.slice(0, topology.cpus)), possible: nodesOf(numa.cpuNode) };
}

/** CXL fixed memory windows without an SRAT entry: each gets a node of its own (acpi_parse_cfmws). */
function ownCxlWindows({ map }: AcceptedStartup, memory: readonly { readonly range: Range }[]): number {
  const windows = map.cxl?.windows ?? [];
  return windows.filter(({ base, size: length }) => {
    const window = spanOf(base, length);
    return !memory.some(({ range }) => overlaps(range, window));
  }).length;
}

/** The same nodes with what kmem adds to them. */
export const nodesWithKmem = ({ nodes }: NodesAtBoot, dax: readonly DaxDevice[]): readonly LinuxNode[] =>
  nodes.map((node) => {
    const added = dax.reduce(
      (sum, { targetNode, blocks }) => (targetNode === node.id && blocks !== undefined ? sum + size(blocks) : sum),
      0,
    );
    return { ...node, onlineWithKmem: node.online || added > 0, sizeWithKmem: node.size + added };
  });
