import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addr, ADDR_LIMIT } from '../base/addr';
import { range } from '../base/range';
import { highestFit, lowestFit, type FitRequest } from './fit';
import { fromLayers } from './layers';
import { empty, regionAt, type Partition } from './partition';
import type { Provenance, Region } from './region';

const LIMIT = 64;
const why: Provenance = { rule: 'test/fit', steps: [] };
const dimm = (start: number, end: number): Region => ({ range: range(start, end), kind: 'dimm', name: 'd', why });
const mapOf = (...regions: readonly Region[]): Partition =>
  fromLayers(
    addr(LIMIT),
    regions.map((region) => ({ region })),
  );

const anyRange = fc.tuple(fc.nat(LIMIT), fc.nat(LIMIT)).map(([a, b]) => range(Math.min(a, b), Math.max(a, b)));
const anyMap = fc.array(anyRange, { maxLength: 6 }).map((ranges) => mapOf(...ranges.map((r) => dimm(r.start, r.end))));
const anyRequest: fc.Arbitrary<FitRequest> = fc.record({
  size: fc.integer({ min: 1, max: 20 }),
  alignment: fc.constantFrom(1, 2, 3, 4, 8, 16),
  within: anyRange,
});

/** Every start that works, by trying all of them. */
function startsThatWork(on: Partition, { size, alignment, within }: FitRequest): number[] {
  const isFree = (at: number) => regionAt(on, at)?.kind === 'hole';
  return Array.from({ length: LIMIT }, (_, at) => at).filter(
    (at) =>
      at % alignment === 0 &&
      at >= within.start &&
      at + size <= within.end &&
      Array.from({ length: size }, (_, i) => at + i).every(isFree),
  );
}

describe('a fit', () => {
  it('is the lowest or the highest start that works, or none where none does', () => {
    fc.assert(
      fc.property(anyMap, anyRequest, (on, request) => {
        const starts = startsThatWork(on, request);
        const low = lowestFit(on, request);
        const high = highestFit(on, request);
        expect(low.ok ? low.range.start : undefined).toBe(starts[0]);
        expect(high.ok ? high.range.start : undefined).toBe(starts.at(-1));
      }),
    );
  });

  it('names what occupies the searched part, and the largest aligned piece that is left', () => {
    const on = mapOf(dimm(8, 16), dimm(30, 40), dimm(56, 60));
    const fit = lowestFit(on, { size: 17, alignment: 4, within: range(8, 56) });
    expect(fit).toEqual({ ok: false, blockedBy: [dimm(8, 16), dimm(30, 40)], largest: range(40, 56) });
  });

  it('has no largest piece where everything is taken', () => {
    const fit = highestFit(mapOf(dimm(0, LIMIT)), { size: 1, alignment: 1, within: range(0, LIMIT) });
    expect(fit).toEqual({ ok: false, blockedBy: [dimm(0, LIMIT)] });
  });

  it('spans neighbours that count as free, though they are different regions', () => {
    const window: Region = { range: range(16, 32), kind: 'device-memory-window', name: 'w', why };
    const fit = lowestFit(mapOf(window), {
      size: 24,
      alignment: 1,
      within: range(16, LIMIT),
      isFree: ({ kind }) => kind === 'device-memory-window' || kind === 'hole',
    });
    expect(fit).toEqual({ ok: true, range: range(16, 40) });
  });

  it('survives an alignment beyond the widest space', () => {
    const request = { size: 1, alignment: 2 ** 53, within: range(1, LIMIT) };
    expect(lowestFit(empty(addr(ADDR_LIMIT)), request)).toEqual({ ok: false, blockedBy: [] });
    expect(highestFit(empty(addr(ADDR_LIMIT)), request)).toEqual({ ok: false, blockedBy: [] });
  });

  it('takes a size or an alignment of 0 for the bug that it is', () => {
    const within = range(0, LIMIT);
    expect(() => lowestFit(mapOf(), { size: 0, alignment: 1, within })).toThrow(RangeError);
    expect(() => highestFit(mapOf(), { size: 1, alignment: 0, within })).toThrow(RangeError);
  });
});
