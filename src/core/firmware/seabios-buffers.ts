/**
 * Where SeaBIOS 1.17 puts what it keeps in high memory, and how much of the top of low RAM that takes
 * (src/malloc.c: allocSpace, freeSpace, malloc_prepboot).
 */

export interface BufferRequest {
  /** Bytes. */
  readonly size: number;
  readonly align: number;
}

/** What one device or table makes SeaBIOS ask for. */
export interface Holder {
  /** For a sentence: `virtio-blk disk`. */
  readonly title: string;
  readonly requests: readonly BufferRequest[];
  /** False: given back once no device was found behind it; what was placed meanwhile stays where it is. */
  readonly keeps: boolean;
}

interface Gap {
  readonly low: number;
  high: number;
}

/** Bytes at the end of RAM from which SeaBIOS serves; only the part that is used stays reserved. */
const ZONE = 2 ** 24;
const PAGE = 4096;

/** The highest place in the first gap that has room: gaps are kept highest first, and filled from their ends. */
function place(gaps: Gap[], { size, align }: BufferRequest): number | undefined {
  for (const [index, gap] of gaps.entries()) {
    const at = Math.floor((gap.high - size) / align) * align;
    if (at < gap.low) continue;
    gaps.splice(index, 0, { low: at + size, high: gap.high });
    gap.high = at;
    return at;
  }
  return undefined;
}

/** What stays reserved below the end of low RAM, in whole pages. Addresses are counted from that end, so all are negative. */
export function bytesKept(holders: readonly Holder[]): number {
  const gaps: Gap[] = [{ low: -ZONE, high: 0 }];
  let lowest = 0;
  for (const { requests, keeps } of holders) {
    for (const request of requests) {
      const at = place(gaps, request);
      if (keeps && at !== undefined && at < lowest) lowest = at;
    }
  }
  return Math.ceil(-lowest / PAGE) * PAGE;
}
