/** What a range loses where memory goes by whole blocks. */
import { GiB, MiB } from '../../base/addr';
import { size, type Range } from '../../base/range';

/** The smallest memory block of Linux on x86 (arch/x86/mm/init_64.c, MIN_MEMORY_BLOCK_SIZE). */
export const SMALLEST_BLOCK = 128 * MiB;

export interface BlockLoss {
  readonly front: number;
  readonly behind: number;
  /** Bytes of whole blocks, and their number. */
  readonly left: number;
  readonly blocks: number;
  /** The largest block, no larger than the one there is, with which nothing is lost. */
  readonly finer?: number;
}

function blockWithoutLoss({ start, end }: Range, block: number): number | undefined {
  for (let each = block; each >= SMALLEST_BLOCK; each /= 2) if (start % each === 0 && end % each === 0) return each;
  return undefined;
}

/** Undefined where nothing is lost. */
export function blockLoss(range: Range, block: number): BlockLoss | undefined {
  const all = size(range);
  const front = Math.min(all, (block - (range.start % block)) % block);
  const behind = front === all ? 0 : range.end % block;
  if (front + behind === 0) return undefined;
  const left = all - front - behind;
  const finer = blockWithoutLoss(range, block);
  return { front, behind, left, blocks: left / block, ...(finer === undefined ? {} : { finer }) };
}

export const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(2)} %`;
/** Sums in one unit, so that they can be compared. */
export const ofGiB = (bytes: number): string => String(Math.round((bytes / GiB) * 1000) / 1000);
