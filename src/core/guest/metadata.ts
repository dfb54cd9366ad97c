/** What the kernel keeps of memory to describe memory: 64 bytes (`struct page`) for each page of 4 KiB, from RAM that it has by then. */
import type { AddedMemory } from './added-memory';

const PAGE = 4096;
const PER_PAGE = 64;

/** @param bytes of memory that is added */
export const metadataOf = (bytes: number): number => (bytes / PAGE) * PER_PAGE;

/**
 * Bytes of RAM in which the kernel could describe more. How much of its RAM a guest has free is its own affair; more than it has it
 * cannot give, and RAM in zone Movable is of no use to the kernel itself.
 */
const room = (bootRam: number, { normal, metadata }: AddedMemory): number => bootRam + normal - metadata;

/** @param bytes that would be added at once */
export const canDescribe = (bytes: number, bootRam: number, memory: AddedMemory): boolean =>
  metadataOf(bytes) <= room(bootRam, memory);

/** Blocks that could be added, if none of them came into zone Normal. */
export const roomForBlocks = (bootRam: number, memory: AddedMemory): number =>
  Math.floor(room(bootRam, memory) / metadataOf(memory.blockSize));
