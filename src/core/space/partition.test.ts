import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addr } from '../base/addr';
import { contains, overlaps, range } from '../base/range';
import { carve, empty, place, regionAt, regionsIn, retype, sameFacts, type Partition } from './partition';
import type { Provenance, Region, RegionKind } from './region';

const LIMIT = 48;
const reasons: readonly Provenance[] = ['a', 'b', 'c'].map((id) => ({ rule: `test/${id}`, steps: [] }));
const [why = { rule: 'test/a', steps: [] }] = reasons;
const ram = (start: number, end: number, more: Partial<Region> = {}): Region => ({
  range: range(start, end),
  kind: 'ram',
  name: 'RAM',
  why,
  ...more,
});

const anyRange = fc.tuple(fc.nat(LIMIT), fc.nat(LIMIT)).map(([a, b]) => range(Math.min(a, b), Math.max(a, b)));
const anyKind = fc.constantFrom<RegionKind>('ram', 'reserved', 'soft-reserved', 'hole');
const anyReason = fc.constantFrom(...reasons);
const anyRegion: fc.Arbitrary<Region> = fc.record({
  range: anyRange,
  kind: anyKind,
  name: fc.constantFrom('x', 'y'),
  node: fc.constantFrom(0, 1),
  why: anyReason,
});
type Change = (on: Partition) => Partition;
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  anyRegion.map((region) => (on: Partition) => {
    const placed = place(on, region);
    return placed.ok ? placed.partition : on;
  }),
  anyRegion.map((region) => (on: Partition) => carve(on, region)),
  fc.tuple(anyRange, anyKind, anyReason).map(
    ([within, kind, reason]) =>
      (on: Partition) =>
        retype(on, within, kind, reason),
  ),
);
const anyPartition = fc
  .array(anyChange, { maxLength: 20 })
  .map((changes) => changes.reduce((on, change) => change(on), empty(addr(LIMIT))));

function expectLaws({ limit, regions }: Partition): void {
  expect(regions[0]?.range.start).toBe(0);
  expect(regions.at(-1)?.range.end).toBe(limit);
  regions.forEach((region, index) => {
    expect(region.range.start).toBeLessThan(region.range.end);
    const next = regions[index + 1];
    if (next === undefined) return;
    expect(next.range.start).toBe(region.range.end);
    expect(sameFacts(region, next)).toBe(false);
  });
}

const addressesOf = (on: Partition) => Array.from({ length: on.limit }, (_, at) => at);

describe('a partition', () => {
  it('stays sorted, gapless and merged under any sequence of changes', () => {
    fc.assert(fc.property(anyPartition, expectLaws));
  });

  it('is one hole at first, and none in a space without bytes', () => {
    expect(empty(addr(16)).regions).toMatchObject([{ kind: 'hole', range: { start: 0, end: 16 } }]);
    expect(empty(addr(0)).regions).toEqual([]);
  });

  it('merges neighbours only if kind, owner, node and name are equal and the reason is the same object', () => {
    const twin: Provenance = { ...why };
    const second: readonly (readonly [Partial<Region>, number])[] = [
      [{}, 1],
      [{ kind: 'reserved' }, 2],
      [{ owner: 'devices.0' }, 2],
      [{ node: 1 }, 2],
      [{ name: 'other' }, 2],
      [{ why: twin }, 2],
    ];
    for (const [more, count] of second) {
      const both = carve(carve(empty(addr(8)), ram(0, 4)), ram(4, 8, more));
      expect(both.regions).toHaveLength(count);
    }
  });

  it('keeps untouched regions the same objects', () => {
    fc.assert(
      fc.property(anyPartition, anyRegion, (on, region) => {
        const after = carve(on, region);
        const apart = on.regions.filter(
          (each) => each.range.end < region.range.start || region.range.end < each.range.start,
        );
        for (const each of apart) expect(after.regions).toContain(each);
      }),
    );
  });
});

describe('place', () => {
  it('reads back as the region that was placed, and changes nothing else', () => {
    fc.assert(
      fc.property(anyPartition, anyRegion, (on, region) => {
        const placed = place(on, region);
        if (!placed.ok) return;
        for (const at of addressesOf(on)) {
          const expected = contains(region.range, at) ? region : regionAt(on, at);
          const found = regionAt(placed.partition, at);
          expect(found !== undefined && expected !== undefined && sameFacts(found, expected)).toBe(true);
        }
      }),
    );
  });

  it('names exactly what is in the way', () => {
    fc.assert(
      fc.property(anyPartition, anyRegion, (on, region) => {
        const placed = place(on, region);
        const inTheWay = on.regions.filter(
          (each) => each.kind !== 'hole' && region.range.start < region.range.end && overlaps(each.range, region.range),
        );
        expect(placed.ok ? [] : placed.blockedBy).toEqual(inTheWay);
        expect(placed.ok).toBe(inTheWay.length === 0);
      }),
    );
  });

  it('says which part the space does not have', () => {
    expect(place(empty(addr(16)), ram(8, 24))).toEqual({ ok: false, blockedBy: [], beyond: range(16, 24) });
    expect(place(empty(addr(16)), ram(20, 24))).toEqual({ ok: false, blockedBy: [], beyond: range(20, 24) });
  });

  it('changes nothing for a region without bytes, even inside another', () => {
    const on = carve(empty(addr(16)), ram(4, 8));
    expect(place(on, ram(6, 6))).toEqual({ ok: true, partition: on });
  });
});

describe('carve', () => {
  it('cuts what is there at both edges', () => {
    const on = carve(empty(addr(16)), ram(0, 16));
    const reserved = ram(4, 8, { kind: 'reserved' });
    expect(carve(on, reserved).regions).toEqual([ram(0, 4), reserved, ram(8, 16)]);
  });

  it('takes a change beyond the limit, or a range that runs backwards, for the bug that it is', () => {
    expect(() => carve(empty(addr(16)), ram(8, 24))).toThrow(RangeError);
    expect(() => carve(empty(addr(16)), ram(8, 4))).toThrow(RangeError);
  });
});

describe('retype', () => {
  it('changes kind and reason inside, keeps the rest of what was there, and leaves holes alone', () => {
    fc.assert(
      fc.property(anyPartition, anyRange, anyKind, anyReason, (on, within, kind, reason) => {
        const after = retype(on, within, kind, reason);
        for (const at of addressesOf(on)) {
          const before = regionAt(on, at);
          const changes = contains(within, at) && before?.kind !== 'hole';
          const expected = changes ? { kind, why: reason } : { kind: before?.kind, why: before?.why };
          expect(regionAt(after, at)).toMatchObject({ ...expected, name: before?.name });
          expect(regionAt(after, at)?.node).toBe(before?.node);
        }
      }),
    );
  });

  it('has nothing to change beyond the limit', () => {
    const on = carve(empty(addr(8)), ram(4, 8));
    expect(retype(on, range(6, 20), 'reserved', why).regions.at(-1)).toEqual(ram(6, 8, { kind: 'reserved' }));
    expect(retype(on, range(8, 20), 'reserved', why)).toBe(on);
  });

  it('renames where a name is given', () => {
    const on = retype(carve(empty(addr(8)), ram(0, 8)), range(2, 4), 'acpi-nvs', why, 'S3 memory');
    expect(on.regions.map(({ name }) => name)).toEqual(['RAM', 'S3 memory', 'RAM']);
  });
});

describe('reading', () => {
  it('finds the one region of each address, and none outside the space', () => {
    fc.assert(
      fc.property(anyPartition, (on) => {
        for (const at of addressesOf(on)) {
          expect(regionAt(on, at)).toBe(on.regions.find((region) => contains(region.range, at)));
        }
        expect(regionAt(on, -1)).toBeUndefined();
        expect(regionAt(on, on.limit)).toBeUndefined();
      }),
    );
  });

  it('finds the regions that have bytes in a range, in order', () => {
    fc.assert(
      fc.property(anyPartition, anyRange, (on, within) => {
        const expected = within.start === within.end ? [] : on.regions.filter((each) => overlaps(each.range, within));
        expect(regionsIn(on, within)).toEqual(expected);
      }),
    );
    expect(regionsIn(empty(addr(8)), range(8, 20))).toEqual([]);
  });
});
