/** A virtio-mem device grows: blocks of which a part is plugged are filled, then the lowest free blocks are added. */
import { GiB } from '../base/addr';
import type { PluggedDevice } from '../qemu/machine';
import { gapsWithin, isOnline, length, type Run } from './blocks';
import { roomForBlocks } from './metadata';
import { addBlocks, nodeOf, type GuestState } from './state';
import { usableBlocks, type VirtioMem } from './virtio-mem-layout';

/** The driver adds no more while this much of its memory is offline (virtio_mem_could_add_memory). */
const MOST_OFFLINE = GiB;

/** Sizes on the way, in order; of many like steps the first stands for all, and the last is the end. */
export type Passed = readonly number[];

/** @param bytes plugged now, and to be plugged at most */
export function grow(
  state: GuestState,
  device: PluggedDevice,
  of: VirtioMem,
  { from, to }: { readonly from: number; readonly to: number },
): Passed {
  const { blockSize } = state.memory;
  const wanted = Math.floor((to - from) / of.unit) * of.unit;
  const passed: number[] = [];
  let left = fill(state, device, wanted, passed, from);
  const added = state.memory.get(device);
  for (const gap of gapsWithin(added?.runs ?? [], usableBlocks(device, of, blockSize))) {
    const whole =
      of.unit > blockSize ? Math.floor(left / of.unit) * (of.unit / blockSize) : Math.ceil(left / blockSize);
    const count = Math.min(length(gap), whole, addable(state, device));
    if (count <= 0) break;
    const bytes = Math.min(left, count * blockSize);
    const first = from + wanted - left + Math.min(bytes, Math.max(blockSize, of.unit));
    passed.push(first, from + wanted - left + bytes);
    addPart(state, device, { first: gap.first, end: gap.first + count }, bytes);
    left -= bytes;
  }
  return passed;
}

/** Fills blocks of which a part is plugged, the lowest first. Gives what is left to be plugged. */
function fill(state: GuestState, device: PluggedDevice, wanted: number, passed: number[], from: number): number {
  const added = state.memory.get(device);
  if (added?.parts === undefined) return wanted;
  const parts = new Map(added.parts);
  let left = wanted;
  for (const [block, plugged] of [...added.parts].sort(([a], [b]) => a - b)) {
    const bytes = Math.min(left, state.memory.blockSize - plugged);
    if (bytes <= 0) break;
    left -= bytes;
    if (plugged + bytes === state.memory.blockSize) parts.delete(block);
    else parts.set(block, plugged + bytes);
    passed.push(from + wanted - left);
  }
  state.memory.set(device, { node: added.node, runs: added.runs, ...(parts.size === 0 ? {} : { parts }) });
  return left;
}

/** How many blocks more the driver and the kernel would add. */
function addable(state: GuestState, device: PluggedDevice): number {
  const { memory, settings, boot } = state;
  const room = roomForBlocks(boot.linux.ramBytes, memory);
  const mayBeOffline = Math.floor((mostOffline(state) - offlineOf(state, device)) / memory.blockSize);
  if (settings.policy === 'offline') return Math.min(room, mayBeOffline);
  if (mayBeOffline < 1) return 0;
  // Blocks that come online in zone Normal bring more RAM than describes the next ones.
  return settings.policy === 'online_movable' || room < 1 ? room : Infinity;
}

const mostOffline = ({ memory }: GuestState): number => Math.max(MOST_OFFLINE, 2 * memory.blockSize);

function offlineOf({ memory }: GuestState, device: PluggedDevice): number {
  const offline = memory.get(device)?.runs.filter((run) => !isOnline(run)) ?? [];
  return offline.reduce((sum, run) => sum + length(run), 0) * memory.blockSize;
}

/** A driver that stopped for too much offline memory goes on once half of what it may have is online (virtio_mem_notify_online). */
export const waitsForOnline = (state: GuestState, device: PluggedDevice): boolean =>
  offlineOf(state, device) > mostOffline(state) / 2;

/** Adds blocks; of the last one perhaps not all is plugged. */
function addPart(state: GuestState, device: PluggedDevice, run: Run, bytes: number): void {
  const { memory } = state;
  addBlocks(state, device, nodeOf(state, device), [run]);
  const inLast = bytes - (length(run) - 1) * memory.blockSize;
  const added = memory.get(device);
  if (added === undefined || inLast >= memory.blockSize) return;
  memory.set(device, { ...added, parts: new Map([...(added.parts ?? []), [run.end - 1, inLast]]) });
}
