import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addr } from '../base/addr';
import { contains, range } from '../base/range';
import { fromLayers, type Layer } from './layers';
import { carve, empty, HOLE, regionAt, sameFacts } from './partition';
import { REGION_KINDS, type Provenance } from './region';
import { RANKS, sweepRanges } from './sweep';

const LIMIT = 32;
const why: Provenance = { rule: 'test/layer', steps: [] };
const anyLayer: fc.Arbitrary<Layer> = fc
  .tuple(fc.nat(40), fc.nat(40), fc.nat(RANKS - 1), fc.constantFrom('x', 'y', 'z'))
  .map(([a, b, rank, name]) => ({
    region: { range: range(Math.min(a, b), Math.max(a, b)), kind: REGION_KINDS[rank] ?? 'unknown', name, why },
    rank,
  }));
const anyLayers = fc.array(anyLayer, { maxLength: 16 });

describe('a partition from layers', () => {
  it('equals painting byte by byte: the higher rank, then the one listed first', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const partition = fromLayers(addr(LIMIT), layers);
        for (let at = 0; at < LIMIT; at += 1) {
          const there = layers.filter(({ region }) => contains(region.range, at));
          const rank = Math.max(...there.map((layer) => layer.rank ?? 0));
          const expected = there.find((layer) => layer.rank === rank)?.region ?? HOLE;
          const found = regionAt(partition, at);
          expect(found !== undefined && sameFacts(found, expected)).toBe(true);
        }
      }),
    );
  });

  it('is the very partition that carving weakest first would give', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const weakestFirst = layers.toReversed().sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
        const carved = weakestFirst
          .filter(({ region }) => region.range.end <= LIMIT)
          .reduce((on, { region }) => carve(on, region), empty(addr(LIMIT)));
        const inside = layers.filter(({ region }) => region.range.end <= LIMIT);
        expect(fromLayers(addr(LIMIT), inside)).toEqual(carved);
      }),
    );
  });

  it('agrees with the sweep where a rank is a kind', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const limit = addr(64);
        const plain = layers.map(({ region, rank = 0 }) => ({ region: { ...region, name: '' }, rank }));
        const kinds = fromLayers(limit, plain).regions.filter(({ kind }) => kind !== 'hole');
        const swept = sweepRanges(plain.map(({ region, rank }) => ({ range: region.range, rank })));
        expect(kinds.map((each) => [each.range, each.kind])).toEqual(
          swept.map((each) => [each.range, REGION_KINDS[each.rank]]),
        );
      }),
    );
  });

  it('is a hole where there are none', () => {
    expect(fromLayers(addr(LIMIT), [])).toEqual(empty(addr(LIMIT)));
    expect(fromLayers(addr(0), [])).toEqual(empty(addr(0)));
  });
});
