/** What the `-numa` options come to together: step 9 (numa_complete_configuration, machine_numa_finish_cpu_init). */
import type { MachineFamily } from '../machines/machine';
import type { MachineOptions, MemoryOptions, Numa, NumaNode, Topology } from './machine';
import { assignCpu } from './numa';
import { LEAST_DISTANCE, MAX_NODES, type NodeDraft, type NumaDraft } from './numa-draft';
import type { StartupReport } from './report';
import { cpuPlace } from './smp';

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** QEMU makes node 0 itself where memory may be added and no node was given. */
const needsNode = (family: MachineFamily, memory: MemoryOptions): boolean =>
  family.hasDeviceMemory && (memory.slots > 0n || memory.maxram > memory.ram);

function missingNode(draft: NumaDraft, highest: number): number | undefined {
  for (let id = highest - 1; id >= 0; id -= 1) if (draft.nodes.get(id)?.present !== true) return id;
  return undefined;
}

/** Everything that QEMU checks once all options are read; the first failure. */
function check(
  draft: NumaDraft,
  highest: number,
  machine: MachineOptions,
  memory: MemoryOptions,
): { code: string; text: string } | undefined {
  const missing = missingNode(draft, highest);
  if (missing !== undefined) return { code: 'numa/node-missing', text: `numa: Node ID missing: ${missing}` };
  let total = 0n;
  for (const node of draft.nodes.values()) if (node.present) total += node.size;
  total = BigInt.asUintN(64, total);
  if (total !== memory.ram) {
    return {
      code: 'numa/sizes-differ-from-ram',
      text: `total memory for NUMA nodes (${hex(total)}) should equal RAM size (${hex(memory.ram)})`,
    };
  }
  if (draft.hasMemdevs && machine.memoryBackend !== undefined) {
    return {
      code: 'numa/memory-backend-and-memdev',
      text: "'-machine memory-backend' and '-numa memdev' properties are mutually exclusive",
    };
  }
  const twice = usedTwice(draft, highest);
  if (twice !== undefined) {
    return { code: 'numa/backend-used-twice', text: `memory backend ${twice} can't be used multiple times.` };
  }
  const distances = checkDistances(draft, highest);
  return distances === undefined ? undefined : { code: 'numa/distances', text: distances };
}

function usedTwice(draft: NumaDraft, highest: number): string | undefined {
  const used = new Set<string>();
  for (let id = 0; id < highest; id += 1) {
    const memdev = draft.nodes.get(id)?.memdev;
    if (memdev === undefined) continue;
    if (used.has(memdev)) return memdev;
    used.add(memdev);
  }
  return undefined;
}

const given = (draft: NumaDraft, from: number, to: number): number => draft.distances.get(from * MAX_NODES + to) ?? 0;

/** validate_numa_distance */
function checkDistances(draft: NumaDraft, count: number): string | undefined {
  if (draft.distances.size === 0) return undefined;
  let asymmetric = false;
  for (let from = 0; from < count; from += 1) {
    for (let to = from + 1; to < count; to += 1) {
      const [there, back] = [given(draft, from, to), given(draft, to, from)];
      if (there === 0 && back === 0) {
        return `The distance between node ${from} and ${to} is missing, at least one distance value between each nodes should be provided.`;
      }
      asymmetric ||= there !== 0 && back !== 0 && there !== back;
    }
  }
  if (!asymmetric) return undefined;
  for (let from = 0; from < count; from += 1) {
    for (let to = 0; to < count; to += 1) {
      if (from === to || given(draft, from, to) !== 0) continue;
      return 'At least one asymmetrical pair of distances is given, please provide distances for both directions of all node pairs.';
    }
  }
  return undefined;
}

/** One direction stands for both; a node is at distance 10 from itself. */
function completeDistances(draft: NumaDraft, count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_unused, to) =>
      from === to ? LEAST_DISTANCE : given(draft, from, to) || given(draft, to, from),
    ),
  );
}

/** CPUs without a node: by socket if none has one, else node 0. */
function finishCpus(draft: NumaDraft, topology: Topology, count: number, hmat: boolean): string | undefined {
  const byDefault = draft.cpuNode.every((node) => node === undefined);
  let fault: string | undefined;
  for (let cpu = 0; cpu < topology.maxcpus; cpu += 1) {
    if (draft.cpuNode[cpu] !== undefined) continue;
    const node = byDefault ? cpuPlace(topology, cpu).socket % count : 0;
    const refused = assignCpu(draft, cpu, node, hmat);
    fault ??= refused;
  }
  return fault;
}

/** numa_validate_initiator */
function checkInitiators(draft: NumaDraft, count: number): string | undefined {
  for (let id = 0; id < count; id += 1) {
    const initiator = draft.nodes.get(id)?.initiator;
    if (initiator === undefined) continue;
    const node = draft.nodes.get(initiator);
    if (node?.present !== true) return `NUMA node ${initiator} is missing, use '-numa node' option to declare it first`;
    if (!node.hasCpu) return `The initiator of NUMA node ${id} is invalid`;
  }
  return undefined;
}

const nodeOf = (id: number, node: NodeDraft | undefined, withCpus: ReadonlySet<number>): NumaNode => ({
  id,
  size: node?.size ?? 0n,
  hasCpus: withCpus.has(id),
  ...(node?.memdev === undefined ? {} : { memdev: node.memdev }),
  ...(node?.initiator === undefined ? {} : { initiator: node.initiator }),
  ...(node?.mark === undefined ? {} : { mark: node.mark }),
});

/** The finished nodes. After a refusal they are as near to what was asked as can be drawn. */
export function completeNuma(
  draft: NumaDraft,
  machine: MachineOptions,
  memory: MemoryOptions,
  topology: Topology,
  report: StartupReport,
): Numa {
  const automatic = draft.count === 0 && needsNode(machine.version.family, memory);
  if (automatic) {
    draft.nodes.set(0, { present: true, size: memory.ram, memdev: undefined, hasCpu: false, initiator: undefined });
    draft.count = 1;
  }
  const highest = Math.max(-1, ...[...draft.nodes].filter(([, node]) => node.present).map(([id]) => id)) + 1;
  if (highest > 0) {
    const fault = check(draft, highest, machine, memory);
    if (fault !== undefined) report.refuse({ ...fault, inputs: ['nodes', 'memory.size', 'distances'] });
    const cpus = finishCpus(draft, topology, highest, machine.hmat);
    const initiators = machine.hmat ? checkInitiators(draft, highest) : undefined;
    for (const text of [cpus, initiators]) {
      if (text !== undefined) report.refuse({ code: 'numa/initiator', text, inputs: ['nodes'] });
    }
  }
  const cpuNode = draft.cpuNode.map((node) => node ?? 0);
  const withCpus = new Set(cpuNode);
  return {
    nodes: Array.from({ length: highest }, (_, id) => nodeOf(id, draft.nodes.get(id), withCpus)),
    automatic,
    cpuNode,
    ...(draft.distances.size === 0 ? {} : { distances: completeDistances(draft, highest) }),
    latencyBandwidth: draft.latencyBandwidth,
    caches: draft.caches,
  };
}
