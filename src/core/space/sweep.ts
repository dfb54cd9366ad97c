/* eslint-disable no-bitwise -- The radix sort works on 32-bit words, into which `keysOf` splits addresses by arithmetic before. */
/**
 * Overlapping ranges with ranks to sorted, disjoint, merged ones, in columns: a million ranges in a tenth of a second or two, exact to
 * the byte. Every edge of a range is a key of two words,
 *
 *     high = address / 2^28        low = (address mod 2^28) * 16 + rank * 2 + (1 for an end)
 *
 * so that nothing but the keys has to be moved by the sort. The sweep then counts active ranges per rank and keeps no list of them.
 */
import { addr, ADDR_LIMIT } from '../base/addr';
import type { Range } from '../base/range';

/** Ranks go from 0 to one less than this; the higher one has the byte. */
export const RANKS = 7;

/** Ranges as columns of equal length. Read-only here, though typed arrays cannot say so. */
export interface RankedColumns {
  readonly starts: Float64Array;
  /** Exclusive. A range that does not end above its start has no bytes. */
  readonly ends: Float64Array;
  readonly ranks: Uint8Array;
}

export interface RankedRange {
  readonly range: Range;
  readonly rank: number;
}

const LOW_SPAN = 2 ** 28;
const TAG_SPAN = 16;
/**
 * What to sort by, least significant first: which bits of which word. The tag is not sorted, since edges at one address are swept as
 * one. The upper word has 25 bits, since 2^52 itself can be an end.
 */
const DIGITS = [
  { word: 0, shift: 4, bits: 10 },
  { word: 0, shift: 14, bits: 9 },
  { word: 0, shift: 23, bits: 9 },
  { word: 1, shift: 0, bits: 12 },
  { word: 1, shift: 12, bits: 13 },
] as const;
type Digit = (typeof DIGITS)[number];

/** Keeps its buffers from one call to the next; one instance serves one caller at a time. */
export class Sweeper {
  /** Low and high word of each key side by side, so that moving a key touches one place in memory. */
  #keys = new Uint32Array(0);
  #spare = new Uint32Array(0);
  #starts = new Float64Array(0);
  #ends = new Float64Array(0);
  #ranks = new Uint8Array(0);

  /**
   * The highest rank at every byte that a range covers, neighbours of one rank joined, bytes without a range left out. The columns are
   * views of kept buffers: they hold until the next call. A column that is not made of addresses and ranks is a bug and throws.
   */
  sweep(input: RankedColumns): RankedColumns {
    this.#reserve(input.starts.length * 2);
    const edges = keysOf(input, this.#keys);
    const sorted = sortKeys(this.#keys, this.#spare, edges);
    const count = this.#walk(sorted, edges);
    return {
      starts: this.#starts.subarray(0, count),
      ends: this.#ends.subarray(0, count),
      ranks: this.#ranks.subarray(0, count),
    };
  }

  #reserve(edges: number): void {
    if (edges <= this.#ranks.length) return;
    this.#keys = new Uint32Array(edges * 2);
    this.#spare = new Uint32Array(edges * 2);
    this.#starts = new Float64Array(edges);
    this.#ends = new Float64Array(edges);
    this.#ranks = new Uint8Array(edges);
  }

  #walk(keys: Uint32Array, edges: number): number {
    const [starts, ends, ranks] = [this.#starts, this.#ends, this.#ranks];
    const active = new Int32Array(RANKS);
    // Bit r is set while a range of rank r is active.
    let present = 0;
    let count = 0;
    for (let index = 0; index < edges * 2;) {
      const lower = (keys[index] ?? 0) >>> 4;
      const upper = keys[index + 1] ?? 0;
      const before = present;
      do {
        const tag = keys[index] ?? 0;
        const rank = (tag >>> 1) & 7;
        const now = (active[rank] ?? 0) + 1 - ((tag & 1) << 1);
        active[rank] = now;
        if (now === 0) present &= ~(1 << rank);
        else present |= 1 << rank;
        index += 2;
      } while (index < edges * 2 && (keys[index] ?? 0) >>> 4 === lower && keys[index + 1] === upper);
      const was = Math.clz32(before);
      const is = Math.clz32(present);
      if (was === is) continue;
      const at = upper * LOW_SPAN + lower;
      if (before !== 0) ends[count - 1] = at;
      if (present !== 0) {
        starts[count] = at;
        ranks[count] = 31 - is;
        count += 1;
      }
    }
    return count;
  }
}

const isAddress = (at: number): boolean => at >= 0 && at <= ADDR_LIMIT && Math.floor(at) === at;

/** Writes both edges of every range that has bytes; the number of edges. */
function keysOf({ starts, ends, ranks }: RankedColumns, keys: Uint32Array): number {
  let at = 0;
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? -1;
    const rank = ranks[index] ?? RANKS;
    if (!isAddress(start) || !isAddress(end) || rank >= RANKS) {
      throw new RangeError(`range ${index} is not one: ${start} to ${end}, rank ${rank}`);
    }
    if (start >= end) continue;
    const startHigh = Math.floor(start / LOW_SPAN);
    const endHigh = Math.floor(end / LOW_SPAN);
    keys[at] = (start - startHigh * LOW_SPAN) * TAG_SPAN + rank * 2;
    keys[at + 1] = startHigh;
    keys[at + 2] = (end - endHigh * LOW_SPAN) * TAG_SPAN + rank * 2 + 1;
    keys[at + 3] = endHigh;
    at += 4;
  }
  return at / 2;
}

/** Least significant digit first, from one buffer to the other and back; the buffer that holds the result. */
function sortKeys(from: Uint32Array, to: Uint32Array, count: number): Uint32Array {
  let [source, target] = [from, to];
  const histograms = histogramsOf(from, count);
  DIGITS.forEach((digit, index) => {
    const places = histograms[index];
    if (places === undefined || !toPlaces(places, count)) return;
    moveByDigit(source, target, digit, places, count);
    [source, target] = [target, source];
  });
  return source;
}

/** How often each value of each of `DIGITS` occurs. That does not depend on the order, so one look at the keys serves all passes. */
function histogramsOf(keys: Uint32Array, count: number): readonly Uint32Array[] {
  const histograms = DIGITS.map(({ bits }) => new Uint32Array(2 ** bits));
  const [a, b, c, d, e] = histograms;
  // Written out, since a loop over the digits inside costs more than the sort saves.
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) return histograms;
  for (let index = 0; index < count * 2; index += 2) {
    const low = keys[index] ?? 0;
    const high = keys[index + 1] ?? 0;
    raise(a, (low >>> 4) & 0x3ff);
    raise(b, (low >>> 14) & 0x1ff);
    raise(c, low >>> 23);
    raise(d, high & 0xfff);
    raise(e, high >>> 12);
  }
  return histograms;
}

const raise = (counts: Uint32Array, digit: number): void => {
  counts[digit] = (counts[digit] ?? 0) + 1;
};

/** Turns counts into the places where each digit's keys begin; false if all keys have the same digit, so that nothing has to move. */
function toPlaces(counts: Uint32Array, total: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < counts.length; digit += 1) {
    const size = counts[digit] ?? 0;
    if (size === total) return false;
    counts[digit] = sum * 2;
    sum += size;
  }
  return true;
}

function moveByDigit(
  source: Uint32Array,
  target: Uint32Array,
  { word, shift, bits }: Digit,
  places: Uint32Array,
  count: number,
): void {
  const mask = 2 ** bits - 1;
  for (let index = 0; index < count * 2; index += 2) {
    const digit = ((source[index + word] ?? 0) >>> shift) & mask;
    const place = places[digit] ?? 0;
    places[digit] = place + 2;
    target[place] = source[index] ?? 0;
    target[place + 1] = source[index + 1] ?? 0;
  }
}

/** The same for a handful of ranges as objects. */
export function sweepRanges(ranges: readonly RankedRange[]): readonly RankedRange[] {
  const { starts, ends, ranks } = new Sweeper().sweep({
    starts: Float64Array.from(ranges, (each) => each.range.start),
    ends: Float64Array.from(ranges, (each) => each.range.end),
    ranks: Uint8Array.from(ranges, (each) => each.rank),
  });
  return Array.from(starts, (start, index) => ({
    range: { start: addr(start), end: addr(ends[index] ?? start) },
    rank: ranks[index] ?? 0,
  }));
}
