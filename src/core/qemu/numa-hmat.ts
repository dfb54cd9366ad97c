/** `-numa hmat-lb` and `-numa hmat-cache` (parse_numa_hmat_lb, parse_numa_hmat_cache in hw/core/numa.c). */
import type { OptsReader } from '../options/opts-visitor';
import type { HmatCache } from './machine';
import { MAX_NODES, type HmatScale, type NumaDraft } from './numa-draft';

export const HMAT_DISABLED =
  'ACPI Heterogeneous Memory Attribute Table (HMAT) is disabled, enable it with -machine hmat=on before using any of hmat specific options';

const HIERARCHIES = ['memory', 'first-level', 'second-level', 'third-level'];
const DATA_TYPES = [
  'access-latency',
  'read-latency',
  'write-latency',
  'access-bandwidth',
  'read-bandwidth',
  'write-bandwidth',
];
const FIRST_BANDWIDTH = 3;
const HIGHEST_LEVEL = 3;
const ENTRY_LIMIT = 65535n;
const MIB = 2n ** 20n;

interface Entry {
  readonly initiator: number;
  readonly target: number;
  readonly value: bigint;
}

/** The least common scale of latencies: the largest power of ten dividing all. QEMU leaves the value out if entries would overflow. */
function scaleLatency(scale: HmatScale, { initiator, target, value }: Entry): string | undefined {
  if (value === 0n) return undefined;
  let own = 1n;
  for (let rest = value; rest % 10n === 0n; rest /= 10n) own *= 10n;
  const base = scale.base === 0n || own < scale.base ? own : scale.base;
  const scaled = scale.base === 0n ? 0n : value / scale.base;
  const range = scaled > scale.range ? scaled : scale.range;
  if (range >= ENTRY_LIMIT) {
    return `Latency ${value} between initiator=${initiator} and target=${target} should not differ from previously entered min or max values on more than ${ENTRY_LIMIT - 1n}`;
  }
  scale.base = base;
  scale.range = range;
  return undefined;
}

const bitLength = (value: bigint): number => value.toString(2).length;

function trailingZeros(value: bigint): number {
  const bits = value.toString(2);
  return bits.length - 1 - bits.lastIndexOf('1');
}

/** All bits that either has. */
function union(a: bigint, b: bigint): bigint {
  let [left, right, bit, all] = [a, b, 1n, 0n];
  for (; left > 0n || right > 0n; left /= 2n, right /= 2n, bit *= 2n) {
    if (left % 2n === 1n || right % 2n === 1n) all += bit;
  }
  return all;
}

function scaleBandwidth(scale: HmatScale, { initiator, target, value }: Entry): string | undefined {
  if (value === 0n) return undefined;
  const bits = union(scale.range, value);
  const first = trailingZeros(bits);
  const base = 2n ** BigInt(first);
  if (bitLength(bits) - first > 16 || value / base >= ENTRY_LIMIT) {
    return `Bandwidth ${value} between initiator=${initiator} and target=${target} should not differ from previously entered values on more than ${ENTRY_LIMIT - 1n}`;
  }
  scale.base = base;
  scale.range = bits;
  return undefined;
}

function checkNodes(draft: NumaDraft, initiator: number, target: number): string | undefined {
  if (initiator > draft.count) return `Invalid initiator=${initiator}, it should be less than ${draft.count}`;
  if (target > draft.count) return `Invalid target=${target}, it should be less than ${draft.count}`;
  // A generic initiator makes its node one as soon as the object exists, which is before any of these options is read.
  if (draft.nodes.get(initiator)?.hasCpu !== true && !draft.genericInitiators.has(initiator))
    return `Invalid initiator=${initiator}, it isn't an initiator proximity domain`;
  if (draft.nodes.get(target)?.present !== true) return `The target=${target} should point to an existing node`;
  return undefined;
}

interface LatencyBandwidth {
  readonly initiator: number;
  readonly target: number;
  readonly dataType: number;
  readonly latency: bigint | undefined;
  readonly bandwidth: bigint | undefined;
}

/** The value that counts for the data type, or why there is none. */
function valueOf({ initiator, target, dataType, latency, bandwidth }: LatencyBandwidth): bigint | string {
  if (dataType < FIRST_BANDWIDTH) {
    if (latency === undefined) return "Missing 'latency' option";
    return bandwidth === undefined ? latency : "Invalid option 'bandwidth' since the data type is latency";
  }
  if (bandwidth === undefined) return "Missing 'bandwidth' option";
  if (latency !== undefined) return "Invalid option 'latency' since data type is bandwidth";
  if (bandwidth % MIB === 0n) return bandwidth;
  return `Bandwidth ${bandwidth} between initiator=${initiator} and target=${target} should be 1MB aligned`;
}

export function readHmatLatencyBandwidth(reader: OptsReader, draft: NumaDraft, hmat: boolean): string | undefined {
  const from = reader.required('initiator', reader.unsigned('initiator', 16));
  const to = reader.required('target', reader.unsigned('target', 16));
  const hierarchy = reader.required('hierarchy', reader.choice('hierarchy', HIERARCHIES));
  const dataType = reader.required('data-type', reader.choice('data-type', DATA_TYPES));
  const latency = reader.unsigned('latency', 64);
  const bandwidth = reader.size('bandwidth');
  if (reader.fault !== undefined) return reader.fault;
  if (from === undefined || to === undefined || hierarchy === undefined || dataType === undefined) return undefined;
  if (!hmat) return HMAT_DISABLED;
  const [initiator, target] = [Number(from), Number(to)];
  const bad = checkNodes(draft, initiator, target);
  if (bad !== undefined) return bad;
  const value = valueOf({ initiator, target, dataType, latency, bandwidth });
  if (typeof value === 'string') return value;
  return keep(draft, { initiator, target, hierarchy, dataType, value });
}

function keep(
  draft: NumaDraft,
  entry: Entry & { readonly hierarchy: number; readonly dataType: number },
): string | undefined {
  const { initiator, target, hierarchy, dataType, value } = entry;
  const isLatency = dataType < FIRST_BANDWIDTH;
  const key = hierarchy * DATA_TYPES.length + dataType;
  const scale = draft.scales.get(key) ?? { base: 0n, range: 0n, pairs: new Set<number>() };
  draft.scales.set(key, scale);
  const pair = initiator * MAX_NODES + target;
  if (scale.pairs.has(pair)) {
    const what = isLatency ? 'latency' : 'bandwidth';
    return `Duplicate configuration of the ${what} for initiator=${initiator} and target=${target}`;
  }
  const refused = isLatency ? scaleLatency(scale, entry) : scaleBandwidth(scale, entry);
  if (refused !== undefined) return refused;
  scale.pairs.add(pair);
  if (value > 0n) (isLatency ? draft.withLatency : draft.withBandwidth).add(target);
  draft.latencyBandwidth.push({ initiator, target, hierarchy, dataType, value });
  return undefined;
}

function checkCache(draft: NumaDraft, { node, size, level }: HmatCache): string | undefined {
  if (node >= draft.count) return `Invalid node-id=${node}, it should be less than ${draft.count}`;
  if (!draft.withLatency.has(node) || !draft.withBandwidth.has(node)) {
    return `The latency and bandwidth information of node-id=${node} should be provided before memory side cache attributes`;
  }
  if (level < 1 || level > HIGHEST_LEVEL) {
    return `Invalid level=${level}, it should be larger than 0 and less than or equal to ${HIGHEST_LEVEL}`;
  }
  const at = (wanted: number): HmatCache | undefined =>
    draft.caches.find((cache) => cache.node === node && cache.level === wanted);
  if (at(level) !== undefined)
    return `Duplicate configuration of the side cache for node-id=${node} and level=${level}`;
  const below = at(level - 1);
  if (level > 1 && below === undefined) return `Cache level=${level - 1} shall be defined first`;
  if (below !== undefined && size <= below.size) {
    return `Invalid size=${size}, the size of level=${level} should be larger than the size(${below.size}) of level=${level - 1}`;
  }
  const above = at(level + 1);
  if (above !== undefined && size >= above.size) {
    return `Invalid size=${size}, the size of level=${level} should be less than the size(${above.size}) of level=${level + 1}`;
  }
  return undefined;
}

export function readHmatCache(reader: OptsReader, draft: NumaDraft, hmat: boolean): string | undefined {
  const node = reader.required('node-id', reader.unsigned('node-id', 32));
  const size = reader.required('size', reader.size('size'));
  const level = reader.required('level', reader.unsigned('level', 8));
  const associativity = reader.required('associativity', reader.choice('associativity', ['none', 'direct', 'complex']));
  const policy = reader.required('policy', reader.choice('policy', ['none', 'write-back', 'write-through']));
  const line = reader.required('line', reader.unsigned('line', 16));
  if (reader.fault !== undefined) return reader.fault;
  if (node === undefined || size === undefined || level === undefined) return undefined;
  if (associativity === undefined || policy === undefined || line === undefined) return undefined;
  if (!hmat) return HMAT_DISABLED;
  const cache: HmatCache = {
    node: Number(node),
    size,
    level: Number(level),
    associativity,
    policy,
    line: Number(line),
  };
  const refused = checkCache(draft, cache);
  if (refused === undefined) draft.caches.push(cache);
  return refused;
}
