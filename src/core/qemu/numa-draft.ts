import type { HmatCache, HmatLatencyBandwidth, NodeMark } from './machine';

/** QEMU's limit on node ids. */
export const MAX_NODES = 128;
/** The distance of a node to itself, and the least of all. */
export const LEAST_DISTANCE = 10;

export interface NodeDraft {
  present: boolean;
  size: bigint;
  memdev: string | undefined;
  /** Tracked only with HMAT, as in QEMU. */
  hasCpu: boolean;
  initiator: number | undefined;
  mark?: NodeMark;
}

/** What HMAT keeps of one (hierarchy, data type): the scale that all its entries must fit. */
export interface HmatScale {
  base: bigint;
  /** Latency: the largest entry; bandwidth: all bits that any entry has. */
  range: bigint;
  readonly pairs: Set<number>;
}

/** NUMA while its options are being read. */
export interface NumaDraft {
  readonly nodes: Map<number, NodeDraft>;
  /** Nodes that `-object acpi-generic-initiator` names. */
  readonly genericInitiators: ReadonlySet<number>;
  /** Of nodes that exist; the default of the next `nodeid`. */
  count: number;
  hasMem: boolean;
  hasMemdevs: boolean;
  readonly cpuNode: (number | undefined)[];
  /** By source × MAX_NODES + destination. */
  readonly distances: Map<number, number>;
  readonly scales: Map<number, HmatScale>;
  readonly latencyBandwidth: HmatLatencyBandwidth[];
  readonly caches: HmatCache[];
  /** Nodes with a latency, and with a bandwidth, that is not zero. */
  readonly withLatency: Set<number>;
  readonly withBandwidth: Set<number>;
  /** What QEMU prints about the option at hand, which it then leaves out without refusing to start. */
  readonly complaints: string[];
}

export const newNumaDraft = (maxcpus: number, genericInitiators: ReadonlySet<number>): NumaDraft => ({
  nodes: new Map(),
  genericInitiators,
  count: 0,
  hasMem: false,
  hasMemdevs: false,
  cpuNode: new Array<number | undefined>(maxcpus).fill(undefined),
  distances: new Map(),
  scales: new Map(),
  latencyBandwidth: [],
  caches: [],
  withLatency: new Set(),
  withBandwidth: new Set(),
  complaints: [],
});
