import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addr } from '../base/addr';
import { range } from '../base/range';
import { fromLayers } from './layers';
import { overlay } from './overlay';
import { regionAt, type Partition } from './partition';
import type { Provenance } from './region';

const why: Provenance = { rule: 'test/overlay', steps: [] };
const anyMap: fc.Arbitrary<Partition> = fc
  .tuple(fc.nat(40), fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.constantFrom('ram', 'reserved')), { maxLength: 6 }))
  .map(([limit, pieces]) =>
    fromLayers(
      addr(limit),
      pieces.map(([a, b, kind]) => ({ region: { range: range(Math.min(a, b), Math.max(a, b)), kind, name: '', why } })),
    ),
  );

it('has each address once, with what both sides have there', () => {
  fc.assert(
    fc.property(anyMap, anyMap, (left, right) => {
      const pieces = overlay(left, right);
      let at = 0;
      for (const piece of pieces) {
        expect(piece.range.start).toBe(at);
        for (; at < piece.range.end; at += 1) {
          expect(piece.left).toBe(regionAt(left, at));
          expect(piece.right).toBe(regionAt(right, at));
        }
      }
      expect(at).toBe(Math.max(left.limit, right.limit));
    }),
  );
});

it('is as long as it can be: every border is a border of a side', () => {
  fc.assert(
    fc.property(anyMap, anyMap, (left, right) => {
      const borders = new Set([...left.regions, ...right.regions].map((region) => region.range.end));
      expect(overlay(left, right).every((piece) => borders.has(piece.range.end))).toBe(true);
    }),
  );
});

it('says which side has more than a hole', () => {
  const ram = { kind: 'ram', name: 'RAM', why } as const;
  const left = fromLayers(addr(8), [{ region: { ...ram, range: range(0, 4) } }]);
  const right = fromLayers(addr(12), [{ region: { ...ram, range: range(2, 6) } }]);
  expect(overlay(left, right).map(({ range: { start, end }, has }) => [start, end, has])).toEqual([
    [0, 2, 'left'],
    [2, 4, 'both'],
    [4, 6, 'right'],
    [6, 8, 'neither'],
    [8, 12, 'neither'],
  ]);
});
