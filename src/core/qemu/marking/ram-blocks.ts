/** QEMU's list of RAM blocks (system/physmem.c), as far as backends make it. */
import { alignUp64 } from '../../options/number';
import type { Backend } from '../machine';

export interface RamBlock {
  readonly backend: Backend;
  /** In QEMU's own space of RAM, which is no guest address. */
  readonly offset: bigint;
  /** Whole pages. */
  readonly length: bigint;
}

const PAGE = 4096n;
/** 64 pages: the dirty bitmap's words are not shared between blocks (find_ram_offset). */
const STEP = 64n * PAGE;

/**
 * Blocks in the order of a walk: the largest first, equal ones as they were made (ram_block_add). Each starts at the end of the one made
 * before it, rounded up to 256 KiB.
 *
 * @param backends in the order of their creation
 */
export function ramBlocks(backends: readonly Backend[]): readonly RamBlock[] {
  let end = 0n;
  const blocks = backends.map((backend): RamBlock => {
    const offset = alignUp64(end, STEP);
    const length = alignUp64(backend.size, PAGE);
    end = offset + length;
    return { backend, offset, length };
  });
  return blocks.sort((a, b) => (a.length > b.length ? -1 : a.length < b.length ? 1 : 0));
}
