/** Memory blocks: the units in which Linux takes memory while it runs (`/sys/devices/system/memory/memoryN`). */
import { alignDown, alignUp, GiB, MiB } from '../base/addr';
import type { Range } from '../base/range';

const SMALLEST = 128 * MiB;
const LARGEST = 2 * GiB;
/** From this end of RAM on Linux looks for larger blocks. */
export const LARGE_MEMORY = 64 * GiB;

/**
 * Bytes of a block in a guest (Linux arch/x86/mm/init_64.c, probe_memory_block_size): the largest power of two from 2 GiB down that
 * divides the end of boot RAM.
 */
export function blockSize(endOfRam: number): number {
  if (endOfRam < LARGE_MEMORY) return SMALLEST;
  let size = LARGEST;
  while (size > SMALLEST && endOfRam % size !== 0) size /= 2;
  return size;
}

/** Whole blocks within a range, if any. */
export function wholeBlocks({ start, end }: Range, block: number): Range | undefined {
  const first = alignUp(start, block);
  const last = alignDown(end, block);
  return first < last ? { start: first, end: last } : undefined;
}
