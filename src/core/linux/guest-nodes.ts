/** Which memory of the final table belongs to which node when the kernel starts. */
import { MiB } from '../base/addr';
import { intersection, overlaps, size, subtract, type Range } from '../base/range';
import { bytesOf } from './totals';
import { memText } from './log-text';
import { nodeAt, type AffinityRange, type GuestSrat } from './srat';

export interface NodeRange {
  readonly range: Range;
  readonly node: number;
}

/** Linux gives the SRAT up if it leaves this much of RAM to no node (numa_meminfo_cover_memory). */
const MOST_UNCOVERED = MiB;

/** The SRAT as far as Linux goes by it: not if it leaves RAM out. */
export function acceptedSrat(srat: GuestSrat | undefined, ram: readonly Range[]): GuestSrat | undefined {
  if (srat === undefined) return undefined;
  let uncovered = ram.filter((range) => entryOf(range, srat.memory) === undefined);
  if (uncovered.length === 0) return srat;
  for (const { range } of srat.memory) uncovered = uncovered.flatMap((piece) => subtract(piece, range));
  return bytesOf(uncovered) < MOST_UNCOVERED ? srat : undefined;
}

/** RAM by address, cut where the node changes; without SRAT all of it is node 0. */
export function earlyNodeRanges(srat: GuestSrat | undefined, ram: readonly Range[]): readonly NodeRange[] {
  if (srat === undefined) return ram.map((range) => ({ range, node: 0 }));
  return ram.flatMap((range) => {
    const entry = entryOf(range, srat.memory);
    return entry === undefined ? joined(cut(range, srat.memory)) : [{ range, node: entry.node }];
  });
}

/** The first entry that has a byte of the range, if it has all of it: the usual case, and a quick one. */
function entryOf(range: Range, memory: readonly AffinityRange[]): AffinityRange | undefined {
  const entry = memory.find((each) => overlaps(each.range, range));
  return entry && entry.range.start <= range.start && range.end <= entry.range.end ? entry : undefined;
}

/** First entries first: where two overlap, the node of the first has the bytes. */
function cut(range: Range, memory: readonly AffinityRange[]): NodeRange[] {
  const edges = new Set([range.start, range.end]);
  for (const each of memory) {
    const inside = intersection(each.range, range);
    if (inside !== undefined) edges.add(inside.start).add(inside.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.flatMap((end, index) => {
    const start = sorted[index - 1];
    if (start === undefined) return [];
    return [{ range: { start, end }, node: nodeAt(memory, start) ?? 0 }];
  });
}

function joined(pieces: readonly NodeRange[]): NodeRange[] {
  const runs: NodeRange[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.node !== piece.node) runs.push(piece);
    else runs[runs.length - 1] = { node: last.node, range: { start: last.range.start, end: piece.range.end } };
  }
  return runs;
}

/** `node   0: [mem 0x0000000000001000-0x000000000009ffff]`. */
export const earlyNodeLine = ({ range, node }: NodeRange): string =>
  `node ${String(node).padStart(3)}: ${memText(range, 16)}`;

/** Bytes of one node. */
export const nodeBytes = (ranges: readonly NodeRange[], node: number): number =>
  ranges.reduce((sum, each) => (each.node === node ? sum + size(each.range) : sum), 0);
