/** `-numa`: the options left to right (step 7), then what they come to together (step 9). Source: hw/core/numa.c. */
import { parseQemuOpts } from '../options/qemu-opts';
import { OptsReader } from '../options/opts-visitor';
import { doesNotAccept, missingParameter } from '../options/texts';
import { findBackend } from './backend-path';
import type { Dialect } from '../dialects/dialect';
import { markingRules } from './marking/rules';
import type { Backend, NodeMark, Option, Topology } from './machine';
import { HMAT_DISABLED, readHmatCache, readHmatLatencyBandwidth } from './numa-hmat';
import { LEAST_DISTANCE, MAX_NODES, newNumaDraft, type NumaDraft } from './numa-draft';
import type { StartupReport } from './report';
import { cpuPlace } from './smp';

/** What `-numa` options are read against. */
export interface NumaContext {
  readonly topology: Topology;
  readonly backends: readonly Backend[];
  readonly hmat: boolean;
  /** Nodes that `-object acpi-generic-initiator` names. */
  readonly genericInitiators: ReadonlySet<number>;
  readonly dialect: Dialect;
}

/** Versions 6 and 7 refuse it; their change log says so, and not in which words. */
const MEMDEV_NEEDED = 'memmap-type requires memdev (the wording of this version is not known)';

const KINDS = ['node', 'dist', 'cpu', 'hmat-lb', 'hmat-cache'] as const;

/** Reads one option into the draft, or gives QEMU's words. */
type Reader = (reader: OptsReader, draft: NumaDraft, context: NumaContext) => string | undefined;

/**
 * Gives a CPU to a node. A node that HMAT gave another initiator cannot have CPUs.
 * @returns QEMU's words if it cannot be
 */
export function assignCpu(draft: NumaDraft, cpu: number, id: number, hmat: boolean): string | undefined {
  const old = draft.cpuNode[cpu];
  if (old !== undefined && old !== id) return `CPU is already assigned to node-id: ${old}`;
  draft.cpuNode[cpu] = id;
  const node = draft.nodes.get(id);
  if (!hmat || node === undefined) return undefined;
  if (node.initiator !== undefined && node.initiator !== id) {
    return `The initiator of CPU NUMA node ${id} should be itself (got ${node.initiator})`;
  }
  node.hasCpu = true;
  node.initiator = id;
  return undefined;
}

const MEMMAP_TYPES = ['normal', 'spm', 'reserved'] as const;

/** The suboption of patches that were never merged; it came behind those that every QEMU has. */
function readMark(reader: OptsReader, { spm }: Dialect): { readonly mark?: NodeMark; readonly isGiven: boolean } {
  if (spm === 'spm') {
    const isMarked = reader.boolean('spm');
    return { ...(isMarked === true ? { mark: 'spm' } : {}), isGiven: isMarked !== undefined };
  }
  if (spm !== 'memmap-type') return { isGiven: false };
  const index = reader.choice('memmap-type', MEMMAP_TYPES);
  const type = MEMMAP_TYPES[index ?? 0];
  return { ...(type === 'spm' || type === 'reserved' ? { mark: type } : {}), isGiven: index !== undefined };
}

const readNode: Reader = (reader, draft, { topology, backends, hmat, dialect }) => {
  const nodeid = reader.unsigned('nodeid', 16);
  const ranges = reader.ranges('cpus');
  const mem = reader.size('mem');
  const memdev = reader.text('memdev');
  const initiator = reader.unsigned('initiator', 16);
  const { mark, isGiven } = readMark(reader, dialect);
  if (reader.fault !== undefined) return reader.fault;
  const id = nodeid === undefined ? draft.count : Number(nodeid);
  if (id >= MAX_NODES) return `Max number of NUMA nodes reached: ${id}`;
  if (draft.nodes.get(id)?.present === true) return `Duplicate NUMA nodeid: ${id}`;
  if (initiator !== undefined && !hmat) return HMAT_DISABLED;
  if (initiator !== undefined && initiator >= BigInt(MAX_NODES)) {
    draft.complaints.push(`The initiator id ${initiator} expects an integer between 0 and ${MAX_NODES - 1}`);
    return undefined;
  }
  const node = {
    present: false,
    size: 0n,
    hasCpu: false,
    initiator: initiator === undefined ? undefined : Number(initiator),
    memdev: undefined as string | undefined,
    ...(mark === undefined ? {} : { mark }),
  };
  draft.nodes.set(id, node);
  for (const { first, last } of ranges) {
    for (let cpu = first; cpu <= last; cpu += 1) {
      if (cpu >= topology.maxcpus) return `CPU index (${cpu}) should be smaller than maxcpus (${topology.maxcpus})`;
      const refused = assignCpu(draft, cpu, id, hmat);
      if (refused !== undefined) return refused;
    }
  }
  draft.hasMemdevs ||= memdev !== undefined;
  draft.hasMem ||= mem !== undefined;
  if ((mem !== undefined || memdev !== undefined) && draft.hasMem && draft.hasMemdevs) {
    return 'numa configuration should use either mem= or memdev=,mixing both is not allowed';
  }
  if (mem !== undefined)
    return 'Parameter -numa node,mem is not supported by this machine type\nUse -numa node,memdev instead';
  if (isGiven && memdev === undefined && markingRules(dialect)?.needsMemdev === true) return MEMDEV_NEEDED;
  if (memdev !== undefined) {
    const backend = findBackend(backends, memdev);
    if (backend === undefined) return `memdev=${memdev} is ambiguous`;
    node.memdev = backend.id;
    node.size = backend.size;
  }
  node.present = true;
  draft.count += 1;
  return undefined;
};

const readDistance: Reader = (reader, draft) => {
  const from = reader.required('src', reader.unsigned('src', 16));
  const to = reader.required('dst', reader.unsigned('dst', 16));
  const value = reader.required('val', reader.unsigned('val', 8));
  if (reader.fault !== undefined || from === undefined || to === undefined || value === undefined) return reader.fault;
  const [src, dst, val] = [Number(from), Number(to), Number(value)];
  const beyond = src >= MAX_NODES ? 'src' : dst >= MAX_NODES ? 'dst' : undefined;
  if (beyond !== undefined) return `Parameter '${beyond}' expects an integer between 0 and ${MAX_NODES - 1}`;
  if (draft.nodes.get(src)?.present !== true || draft.nodes.get(dst)?.present !== true) {
    return "Source/Destination NUMA node is missing. Please use '-numa node' option to declare it first.";
  }
  if (val < LEAST_DISTANCE) return `NUMA distance (${val}) is invalid, it shouldn't be less than ${LEAST_DISTANCE}.`;
  if (src === dst && val !== LEAST_DISTANCE) return `Local distance of node ${src} should be ${LEAST_DISTANCE}.`;
  draft.distances.set(src * MAX_NODES + dst, val);
  return undefined;
};

const LEVELS = ['socket', 'die', 'module', 'core', 'thread'] as const;

const readCpu: Reader = (reader, draft, { topology, hmat }) => {
  const nodeId = reader.signed('node-id');
  const unsupported = ['drawer-id', 'book-id', 'cluster-id'].filter((key) => reader.signed(key) !== undefined);
  const asked = LEVELS.map((level) => ({ level, id: reader.signed(`${level}-id`) }));
  if (reader.fault !== undefined) return reader.fault;
  if (nodeId === undefined) return 'Missing mandatory node-id property';
  if (nodeId < 0n || draft.nodes.get(Number(nodeId))?.present !== true) {
    return `Invalid node-id=${nodeId}, NUMA node must be defined with -numa node,nodeid=ID before it's used with -numa cpu,node-id=ID`;
  }
  const missing = asked.find(
    ({ level, id }) =>
      id !== undefined && ((level === 'die' && topology.dies < 2) || (level === 'module' && topology.modules < 2)),
  );
  if (missing !== undefined) return `${missing.level}-id is not supported`;
  if (unsupported[0] !== undefined) return `${unsupported[0]} is not supported`;
  let matched = false;
  for (let cpu = 0; cpu < topology.maxcpus; cpu += 1) {
    const place = cpuPlace(topology, cpu);
    if (asked.some(({ level, id }) => id !== undefined && id !== BigInt(place[level]))) continue;
    matched = true;
    const refused = assignCpu(draft, cpu, Number(nodeId), hmat);
    if (refused !== undefined) return refused;
  }
  return matched ? undefined : 'no match found';
};

const READERS: Readonly<Record<(typeof KINDS)[number], Reader>> = {
  node: readNode,
  dist: readDistance,
  cpu: readCpu,
  'hmat-lb': (reader, draft, { hmat }) => readHmatLatencyBandwidth(reader, draft, hmat),
  'hmat-cache': (reader, draft, { hmat }) => readHmatCache(reader, draft, hmat),
};

function readOption(text: string, draft: NumaDraft, context: NumaContext): string | undefined {
  const opts = parseQemuOpts(text, 'type');
  const pairs = opts.id === undefined ? opts.pairs : [{ key: 'id', value: opts.id, flag: false }, ...opts.pairs];
  const reader = new OptsReader(pairs);
  const type = reader.text('type');
  if (type === undefined) return missingParameter('type');
  const kind = KINDS.find((name) => name === type);
  return kind === undefined ? doesNotAccept('type', type) : READERS[kind](reader, draft, context);
}

/** Step 7: every `-numa`, left to right. A refused one is left out. */
export function readNumaOptions(
  options: readonly { readonly option: Option; readonly index: number }[],
  context: NumaContext,
  report: StartupReport,
): NumaDraft {
  const draft = newNumaDraft(context.topology.maxcpus, context.genericInitiators);
  for (const { option, index } of options) {
    const refused = readOption(option.text, draft, context);
    for (const text of draft.complaints.splice(0)) {
      report.warn({ code: 'numa/initiator', text: option.prefix + text, option: index });
    }
    if (refused !== undefined) {
      report.refuse({
        code: 'numa/option',
        text: option.prefix + refused,
        option: index,
        inputs: ['nodes', 'distances', 'hmat'],
      });
    }
  }
  return draft;
}
