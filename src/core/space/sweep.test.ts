import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDR_LIMIT, GiB } from '../base/addr';
import { range } from '../base/range';
import { RANKS, Sweeper, sweepRanges, type RankedRange } from './sweep';

const ranked = (start: number, end: number, rank: number): RankedRange => ({ range: range(start, end), rank });

/** Ranges in a space of `cells` cells of `unit` bytes from `base`. */
const rangesIn = (cells: number, unit = 1, base = 0) =>
  fc.array(
    fc
      .tuple(fc.nat(cells), fc.nat(cells), fc.nat(RANKS - 1))
      .map(([a, b, rank]) => ranked(base + Math.min(a, b) * unit, base + Math.max(a, b) * unit, rank)),
    { maxLength: 24 },
  );

/** The highest rank at each cell, -1 for none. */
function paint(ranges: readonly RankedRange[], cells: number, unit = 1, base = 0): number[] {
  return Array.from({ length: cells }, (_, cell) => {
    const at = base + cell * unit;
    const there = ranges.filter((each) => each.range.start <= at && at < each.range.end);
    return Math.max(-1, ...there.map((each) => each.rank));
  });
}

describe('sweep', () => {
  it('lets the higher rank have the bytes that several claim', () => {
    expect(sweepRanges([ranked(0, 10, 1), ranked(4, 6, 3), ranked(8, 12, 0)])).toEqual([
      ranked(0, 4, 1),
      ranked(4, 6, 3),
      ranked(6, 10, 1),
      ranked(10, 12, 0),
    ]);
  });

  it('joins neighbours and overlaps of one rank', () => {
    expect(sweepRanges([ranked(4, 8, 2), ranked(0, 4, 2), ranked(6, 9, 2)])).toEqual([ranked(0, 9, 2)]);
  });

  it('leaves out bytes that nobody claims, and ranges without bytes', () => {
    expect(sweepRanges([ranked(2, 4, 0), ranked(6, 8, 0), ranked(5, 5, 6)])).toEqual([
      ranked(2, 4, 0),
      ranked(6, 8, 0),
    ]);
    expect(sweepRanges([])).toEqual([]);
  });

  it('is exact to the byte at both ends of the widest space', () => {
    const ranges = [
      ranked(0, 1, 0),
      ranked(0x9_fc00, 0x9_fc01, 1),
      ranked(2 ** 28 - 1, 2 ** 28 + 1, 2),
      ranked(ADDR_LIMIT - 1, ADDR_LIMIT, 3),
    ];
    expect(sweepRanges(ranges.toReversed())).toEqual(ranges);
  });

  it('equals painting byte by byte on a small space', () => {
    fc.assert(
      fc.property(rangesIn(40), (ranges) => {
        const swept = sweepRanges(ranges);
        expect(paint(swept, 40)).toEqual(paint(ranges, 40));
        swept.slice(1).forEach((each, index) => {
          const before = swept[index];
          expect(before !== undefined && before.range.end <= each.range.start).toBe(true);
          expect(before?.range.end === each.range.start && before.rank === each.rank).toBe(false);
        });
      }),
    );
  });

  it('equals painting wherever in a space of 52 bits and at whatever scale', () => {
    const scales = fc.constantFrom(1, 0x400, 0x1001, 2 ** 27, 2 ** 28, GiB, 2 ** 46);
    fc.assert(
      fc.property(
        scales.chain((unit) =>
          fc.maxSafeNat().chain((n) => {
            const base = n % (ADDR_LIMIT - 40 * unit + 1);
            return fc.record({ unit: fc.constant(unit), base: fc.constant(base), ranges: rangesIn(40, unit, base) });
          }),
        ),
        ({ unit, base, ranges }) => {
          expect(paint(sweepRanges(ranges), 40, unit, base)).toEqual(paint(ranges, 40, unit, base));
        },
      ),
    );
  });

  it('does not depend on the order of the ranges', () => {
    fc.assert(
      fc.property(rangesIn(40, 0x1001), (ranges) => {
        expect(sweepRanges(ranges.toReversed())).toEqual(sweepRanges(ranges));
      }),
    );
  });

  it('gives the same from kept buffers, whatever went through them before', () => {
    const sweeper = new Sweeper();
    const columns = (ranges: readonly RankedRange[]) => ({
      starts: Float64Array.from(ranges, (each) => each.range.start),
      ends: Float64Array.from(ranges, (each) => each.range.end),
      ranks: Uint8Array.from(ranges, (each) => each.rank),
    });
    fc.assert(
      fc.property(rangesIn(40), (ranges) => {
        const kept = sweeper.sweep(columns(ranges));
        const fresh = new Sweeper().sweep(columns(ranges));
        expect([...kept.starts, ...kept.ends, ...kept.ranks]).toEqual([...fresh.starts, ...fresh.ends, ...fresh.ranks]);
      }),
    );
  });

  it('counts as many ranges at once as there are', () => {
    const nested = Array.from({ length: 2000 }, (_, index) => ranked(index, 10_000 - index, index % 2));
    expect(sweepRanges(nested)).toEqual([ranked(0, 1, 0), ranked(1, 9_999, 1), ranked(9_999, 10_000, 0)]);
  });

  it.each([
    [Number.NaN, 1, 0],
    [0, Number.POSITIVE_INFINITY, 0],
    [-1, 1, 0],
    [0.5, 1, 0],
    [0, 1, RANKS],
  ])('throws on columns that are not addresses and ranks: %d to %d, rank %d', (start, end, rank) => {
    const columns = { starts: Float64Array.of(start), ends: Float64Array.of(end), ranks: Uint8Array.of(rank) };
    expect(() => new Sweeper().sweep(columns)).toThrow(RangeError);
  });
});
