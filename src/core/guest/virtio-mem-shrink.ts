/**
 * A virtio-mem device shrinks (virtio_mem_sbm_unplug_request): offline blocks before online ones, parts before wholes, Movable before
 * Normal, the highest first. A block that cannot be given back is emptied piece by piece, as far as that goes.
 */
import { MiB } from '../base/addr';
import type { PluggedDevice } from '../qemu/machine';
import type { Added } from './added-memory';
import { isOnline, without, type BlockPlace, type PlacedRun, type Run } from './blocks';
import type { GuestState } from './state';
import type { Passed } from './virtio-mem-grow';
import type { VirtioMem } from './virtio-mem-layout';

/** What the kernel's own data kept of the last block in the one recorded attempt. How much it is nobody can tell beforehand. */
const KEPT = 4 * MiB;

const ORDER: readonly (readonly [place: BlockPlace, of: 'parts' | 'wholes'])[] = [
  ['offline', 'parts'],
  ['offline', 'wholes'],
  ['Movable', 'parts'],
  ['Normal', 'parts'],
  ['Movable', 'wholes'],
  ['Normal', 'wholes'],
];

interface Shrinking {
  readonly blockSize: number;
  readonly unit: number;
  /** The block that the kernel holds on to. */
  readonly pinned?: number;
  readonly holdsOnline: boolean;
  readonly passed: number[];
  runs: readonly PlacedRun[];
  readonly parts: Map<number, number>;
  at: number;
  left: number;
}

/**
 * @param bytes plugged now, and at least to be left
 * @param isTold the layout says where it ends: nothing holds on to a block
 */
export function shrink(
  state: GuestState,
  device: PluggedDevice,
  of: VirtioMem,
  { from, to, isTold }: { readonly from: number; readonly to: number; readonly isTold: boolean },
): Passed {
  const { memory, settings } = state;
  const added = memory.get(device);
  if (added === undefined) return [];
  const pinned = isTold ? undefined : memory.pinned(added.node);
  const work: Shrinking = {
    blockSize: memory.blockSize,
    unit: of.unit,
    ...(pinned === undefined ? {} : { pinned }),
    holdsOnline: settings.pinsMemory && !isTold,
    passed: [],
    runs: added.runs,
    parts: new Map(added.parts),
    at: from,
    left: Math.floor((from - to) / of.unit) * of.unit,
  };
  if (of.unit > memory.blockSize) giveBackLarge(work);
  else for (const [place, which] of ORDER) giveBack(work, place, which);
  keep(state, device, added, work);
  return work.passed;
}

function keep({ memory }: GuestState, device: PluggedDevice, { node }: Added, { runs, parts }: Shrinking): void {
  if (runs.length === 0) memory.delete(device);
  else memory.set(device, { node, runs, ...(parts.size === 0 ? {} : { parts }) });
}

function giveBack(work: Shrinking, place: BlockPlace, which: 'parts' | 'wholes'): void {
  if (place !== 'offline' && work.holdsOnline) return;
  const runs = work.runs.filter((run) => run.place === place).reverse();
  for (const run of runs) {
    const inside = [...work.parts].filter(([block]) => run.first <= block && block < run.end).sort(([a], [b]) => b - a);
    if (which === 'parts') {
      for (const [block, plugged] of inside) giveBackOne(work, block, plugged, place);
      continue;
    }
    let { end } = run;
    for (const block of [...inside.map(([each]) => each), run.first - 1]) {
      giveBackWholes(work, { first: block + 1, end }, place);
      end = block;
    }
  }
}

/** From the highest on; of the last one, perhaps a piece. */
function giveBackWholes(work: Shrinking, { first, end }: Run, place: BlockPlace): void {
  const { blockSize, pinned } = work;
  const free = pinned !== undefined && first <= pinned && pinned < end ? pinned + 1 : first;
  const count = Math.min(end - free, Math.floor(work.left / blockSize));
  if (count > 0) {
    work.passed.push(work.at - blockSize, work.at - count * blockSize);
    work.at -= count * blockSize;
    work.left -= count * blockSize;
    work.runs = without(work.runs, { first: end - count, end });
  }
  if (end - count > first) giveBackOne(work, end - count - 1, blockSize, place);
}

/** One block: in one go where it is offline or goes as a whole, else piece by piece. */
function giveBackOne(work: Shrinking, block: number, plugged: number, place: BlockPlace): void {
  const kept = block === work.pinned ? Math.min(plugged, Math.max(KEPT, work.unit)) : 0;
  const bytes = Math.min(work.left, Math.floor((plugged - kept) / work.unit) * work.unit);
  if (bytes <= 0) return;
  const inOneGo = place === 'offline' || (bytes === work.blockSize && kept === 0);
  work.passed.push(work.at - (inOneGo ? bytes : work.unit), work.at - bytes);
  work.at -= bytes;
  work.left -= bytes;
  if (bytes < plugged) {
    work.parts.set(block, plugged - bytes);
    return;
  }
  work.parts.delete(block);
  work.runs = without(work.runs, { first: block, end: block + 1 });
}

/** Where the device's own blocks are larger than memory blocks, they go as wholes only. */
function giveBackLarge(work: Shrinking): void {
  const step = work.unit / work.blockSize;
  const firsts = new Set<number>();
  for (const { first, end } of work.runs) {
    for (let at = Math.floor(first / step) * step; at < end; at += step) firsts.add(at);
  }
  for (const first of [...firsts].sort((a, b) => b - a)) {
    if (work.left < work.unit) return;
    const end = first + step;
    const holds =
      (work.pinned !== undefined && first <= work.pinned && work.pinned < end) ||
      (work.holdsOnline && work.runs.some((run) => isOnline(run) && run.first < end && first < run.end));
    if (holds) continue;
    work.runs = without(work.runs, { first, end });
    work.at -= work.unit;
    work.left -= work.unit;
    work.passed.push(work.at);
  }
}
