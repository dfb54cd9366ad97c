/** Memory blocks as runs of numbers: `/sys/devices/system/memory/memoryN`. */
import type { Range } from '../base/range';
import type { NodeRange } from './guest-nodes';
import type { BlockRun, DaxDevice, LinuxDimm } from './view';

/** A block exists wherever a byte of RAM touches it, and belongs to the node of the first one. */
export function blockRuns(
  ram: readonly NodeRange[],
  dimms: readonly LinuxDimm[],
  dax: readonly DaxDevice[],
  blockSize: number,
): readonly BlockRun[] {
  const atBoot = [...ram, ...dimms.filter(({ refused }) => refused === undefined)].sort(
    (a, b) => a.range.start - b.range.start,
  );
  const added = dax.flatMap(({ blocks, targetNode }) =>
    blocks === undefined || targetNode === undefined ? [] : [{ range: blocks, node: targetNode }],
  );
  return [...runsOf(atBoot, blockSize, 'boot'), ...runsOf(added, blockSize, 'kmem')];
}

function runsOf(
  memory: readonly { readonly range: Range; readonly node: number }[],
  blockSize: number,
  since: BlockRun['since'],
): BlockRun[] {
  const runs: BlockRun[] = [];
  for (const { range, node } of memory) {
    const last = runs.at(-1);
    const next = last === undefined ? 0 : last.first + last.count;
    const first = Math.max(next, Math.floor(range.start / blockSize));
    const count = Math.ceil(range.end / blockSize) - first;
    if (count <= 0) continue;
    if (last?.node === node && next === first) runs[runs.length - 1] = { ...last, count: last.count + count };
    else runs.push({ first, count, node, since });
  }
  return runs;
}
