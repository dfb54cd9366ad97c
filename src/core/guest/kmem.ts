/** kmem gives dax devices to the kernel as RAM, and back (Linux drivers/dax/kmem.c). */
import { overlaps, size } from '../base/range';
import type { DaxDevice } from '../linux/view';
import type { PluggedDevice } from '../qemu/machine';
import { blocksOf, isOnline } from './blocks';
import { canDescribe } from './metadata';
import { addBlocks, rangeOf, type GuestState } from './state';

/** The driver binds to all that it can take. What it could not give back it cannot take again. */
export function takeDax(state: GuestState): void {
  const { boot, memory, settings, kmem } = state;
  if (!settings.drivers.has('kmem')) return;
  for (const dax of boot.linux.dax) {
    const { blocks, targetNode } = dax;
    if (blocks === undefined || targetNode === undefined || memory.get(dax) !== undefined) continue;
    if (!canDescribe(size(blocks), boot.linux.ramBytes, memory)) continue;
    kmem.add(dax);
    addBlocks(state, dax, targetNode, [blocksOf(blocks, memory.blockSize)]);
    touch(state, dax);
  }
}

/** Dax devices that have bytes of a memory device. */
export const daxOf = ({ boot }: GuestState, device: PluggedDevice): readonly DaxDevice[] =>
  boot.linux.dax.filter(({ range }) => overlaps(range, rangeOf(device)));

/**
 * Unbinds kmem from the dax devices of a memory device. Memory of which a block is online stays until the next reboot, and no driver
 * has it then. Gives whether all went.
 */
export function giveBackDax(state: GuestState, device: PluggedDevice): boolean {
  const bound = daxOf(state, device).filter((dax) => state.kmem.has(dax));
  let all = bound.length > 0;
  for (const dax of bound) {
    state.kmem.delete(dax);
    if (state.memory.get(dax)?.runs.some(isOnline) === true) all = false;
    else state.memory.delete(dax);
    touch(state, dax);
  }
  return all;
}

/** Several memory devices may have become one dax device. */
function touch({ machine }: GuestState, { range }: DaxDevice): void {
  for (const device of machine.population.devices) {
    if (overlaps(rangeOf(device), range)) machine.changed.add(device);
  }
}
