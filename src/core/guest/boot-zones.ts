/**
 * Zones of boot RAM's blocks, as `valid_zones` prints them (Linux drivers/base/memory.c, memory_block_add_nid_early): `none` where a block
 * touches more than one zone or more than one node.
 */
import { GiB, MiB } from '../base/addr';
import type { Range } from '../base/range';
import type { BlockRun, LinuxView } from '../linux/view';
import type { BlockState } from './guest';

/** By where they end; of what lies above, Normal. */
const LIMITS = [
  ['DMA', 0, 16 * MiB],
  ['DMA32', 16 * MiB, 4 * GiB],
  ['Normal', 4 * GiB, Infinity],
] as const;

interface BootRam {
  readonly node: number;
  /** From its first to its last byte in each zone. */
  readonly zones: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  readonly ranges: readonly Range[];
}

/** @param runs blocks of boot RAM */
export function bootBlocks(runs: readonly BlockRun[], { nodes, dimms, blockSize }: LinuxView): readonly BlockState[] {
  const ofDimms = new Set(dimms.map(({ range }) => range.start));
  const ram = nodes.map(({ id, ranges }) =>
    bootRam(
      id,
      ranges.filter(({ start }) => !ofDimms.has(start)),
    ),
  );
  return runs.flatMap((run) => split(run, ram, blockSize));
}

function bootRam(node: number, ranges: readonly Range[]): BootRam {
  const zones = LIMITS.flatMap(([name, from, to]) => {
    const inside = ranges.filter(({ start, end }) => start < to && from < end);
    const [first, last] = [inside.at(0), inside.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ name, start: Math.max(first.start, from), end: Math.min(last.end, to) }];
  });
  return { node, zones, ranges };
}

/** Blocks of a run differ at the ends of zones only, and where nodes meet. */
function split({ first, count, node }: BlockRun, ram: readonly BootRam[], blockSize: number): BlockState[] {
  const cuts = new Set([first]);
  for (const { zones, ranges } of ram) {
    for (const { start, end } of [...zones, ...ranges]) {
      for (const at of [start, end - 1]) {
        const block = Math.floor(at / blockSize);
        cuts.add(block).add(block + 1);
      }
    }
  }
  const inside = [...cuts].filter((at) => at >= first && at < first + count).sort((a, b) => a - b);
  const found: BlockState[] = [];
  for (const [index, number] of inside.entries()) {
    const end = inside[index + 1] ?? first + count;
    const zones = zonesOf({ start: number * blockSize, end: (number + 1) * blockSize }, node, ram);
    const last = found.at(-1);
    if (last?.zones === zones) found[found.length - 1] = { ...last, count: end - last.number };
    else found.push({ number, count: end - number, node, isOnline: true, zones });
  }
  return found;
}

function zonesOf(
  block: { readonly start: number; readonly end: number },
  node: number,
  ram: readonly BootRam[],
): string {
  const touches = ({ start, end }: { readonly start: number; readonly end: number }) =>
    start < block.end && block.start < end;
  if (ram.filter(({ ranges }) => ranges.some(touches)).length > 1) return 'none';
  const zones = ram.find((each) => each.node === node)?.zones.filter(touches) ?? [];
  return zones.length === 1 ? (zones[0]?.name ?? 'none') : 'none';
}
