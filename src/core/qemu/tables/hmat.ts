/** The HMAT (QEMU hw/acpi/hmat.c; spec: qemu-11.1 §7.4): latencies, bandwidths and memory-side caches between nodes. */
import type { ByteWriter } from '../../base/bytes';
import type { HmatCache, HmatLatencyBandwidth, Numa, NumaNode } from '../machine';
import { hasNumaTables, type AcceptedStartup } from './accepted';
import { acpiTable } from './acpi';

/** What QEMU writes for "no initiator": its limit of 128 nodes (MAX_NODES). */
const NO_INITIATOR = 0x80;
/** Data types 0 to 2 are latencies, 3 to 5 bandwidths. */
const FIRST_BANDWIDTH = 3;
const MiB = 1_048_576n;
const U64 = 2n ** 64n;
const U32 = 2n ** 32n;

/** Absent unless `hmat=on`. */
export function hmatBytes(startup: AcceptedStartup): Uint8Array<ArrayBuffer> | undefined {
  const { machine, numa } = startup;
  if (!machine.hmat || !hasNumaTables(startup)) return undefined;
  return acpiTable('HMAT', 2, machine, (out) => {
    out.u32(0);
    for (const node of withMemory(numa)) writeProximity(out, node);
    for (const group of matrices(numa.latencyBandwidth)) writeMatrix(out, matrixNodes(startup), group);
    for (const cache of sortedCaches(numa.caches)) writeCache(out, cache, numa.caches);
  });
}

/** Nodes that have boot RAM; only they have attributes, whatever else is said of the others. */
export const withMemory = ({ nodes }: Numa): readonly NumaNode[] => nodes.filter(({ size }) => size > 0n);

function writeProximity(out: ByteWriter, { id, hasCpus, initiator }: NumaNode): void {
  const from = hasCpus ? id : initiator;
  out
    .u16(0)
    .u16(0)
    .u32(40)
    .u16(from === undefined ? 0 : 1)
    .u16(0);
  out
    .u32(from ?? NO_INITIATOR)
    .u32(id)
    .zeros(20);
}

/** Entries by hierarchy, then by data type: one structure each. */
export function matrices(entries: readonly HmatLatencyBandwidth[]): readonly (readonly HmatLatencyBandwidth[])[] {
  const groups = new Map<number, HmatLatencyBandwidth[]>();
  for (const entry of entries) {
    const key = entry.hierarchy * 8 + entry.dataType;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** The largest power of `radix` that divides every value; QEMU's start value where all are zero. */
function commonPower(values: readonly bigint[], radix: bigint, start: bigint): bigint {
  let common = start;
  for (const value of values) {
    if (value === 0n) continue;
    let power = 1n;
    while (value % (power * radix) === 0n) power *= radix;
    if (power < common) common = power;
  }
  return common;
}

/** What a structure's entries count in, and what they are divided by. QEMU holds the unit in 32 bits. */
function unitOf(dataType: number, values: readonly bigint[]): { readonly base: bigint; readonly divisor: bigint } {
  if (dataType < FIRST_BANDWIDTH) {
    const divisor = commonPower(values, 10n, U64 - 1n);
    return { base: (divisor * 1000n) % U32, divisor };
  }
  const divisor = values.some((value) => value > 0n) ? commonPower(values, 2n, U64) : 1n;
  return { base: (divisor / MiB) % U32, divisor };
}

export interface MatrixNodes {
  readonly initiators: readonly number[];
  readonly targets: readonly number[];
}

/** Rows and columns of every matrix: nodes that have CPUs or a generic initiator, and all nodes. */
export function matrixNodes({ numa, affinities }: AcceptedStartup): MatrixNodes {
  const generic = new Set(affinities.filter(({ kind }) => kind === 'initiator').map(({ node }) => node));
  return {
    initiators: numa.nodes.filter(({ id, hasCpus }) => hasCpus || generic.has(id)).map(({ id }) => id),
    targets: numa.nodes.map(({ id }) => id),
  };
}

function writeMatrix(
  out: ByteWriter,
  { initiators, targets }: MatrixNodes,
  group: readonly HmatLatencyBandwidth[],
): void {
  const [first] = group;
  if (!first) return;
  const { base, divisor } = unitOf(
    first.dataType,
    group.map(({ value }) => value),
  );
  const entryOf = new Map(group.map(({ initiator, target, value }) => [`${initiator} ${target}`, value / divisor]));
  out
    .u16(1)
    .u16(0)
    .u32(32 + 4 * (initiators.length + targets.length) + 2 * initiators.length * targets.length);
  out.u8(first.hierarchy).u8(first.dataType).u16(0).u32(initiators.length).u32(targets.length).u32(0).u64(base);
  for (const id of [...initiators, ...targets]) out.u32(id);
  for (const from of initiators) {
    for (const to of targets) out.u16(Number((entryOf.get(`${from} ${to}`) ?? 0n) % 65_536n));
  }
}

/** By node, then by level, as QEMU walks its table of them. */
export const sortedCaches = (caches: readonly HmatCache[]): readonly HmatCache[] =>
  [...caches].sort((a, b) => a.node - b.node || a.level - b.level);

function writeCache(out: ByteWriter, cache: HmatCache, all: readonly HmatCache[]): void {
  const { node, size, level, associativity, policy, line } = cache;
  const levels = all.filter((other) => other.node === node).length;
  const attributes = levels + level * 0x10 + associativity * 0x100 + policy * 0x1000 + line * 0x1_0000;
  out.u16(2).u16(0).u32(32).u32(node).u32(0).u64(size).u32(attributes).u16(0).u16(0);
}
