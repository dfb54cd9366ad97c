import { describe, expect, it } from 'vitest';
import { addr, GiB, TiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { UNUSED } from '../core/space/partition';
import type { Region, RegionKind } from '../core/space/region';
import { piecesOnAxis, sharedPartition } from './compare-axis';
import { axisPieces } from './pieces';
import { scales } from './scales';

const region = (start: number, end: number, kind: RegionKind): Region => ({
  range: range(start, end),
  kind,
  name: kind,
  why: UNUSED,
});
const before = [
  region(0, 2 * GiB, 'ram'),
  region(2 * GiB, 4 * GiB, 'hole'),
  region(4 * GiB, 8 * GiB, 'dimm'),
  region(8 * GiB, TiB, 'hole'),
];
const after = [
  region(0, 2 * GiB, 'ram'),
  region(2 * GiB, 6 * GiB, 'hole'),
  region(6 * GiB, 10 * GiB, 'dimm'),
  region(10 * GiB, TiB, 'hole'),
];

describe('the axis of two layouts', () => {
  it('has every edge of both, and holes where neither has anything', () => {
    const shared = sharedPartition([before, after], TiB);
    expect(shared.regions.map(({ range: { start, end }, kind }) => [start / GiB, end / GiB, kind === 'hole'])).toEqual([
      [0, 2, false],
      [2, 4, true],
      [4, 6, false],
      [6, 8, false],
      [8, 10, false],
      [10, 1024, true],
    ]);
    expect(shared.limit).toBe(addr(TiB));
  });

  it.each(scales.all)('gives the same address the same height on the $id scale', ({ foldGaps, build }) => {
    const pieces = axisPieces(sharedPartition([before, after], TiB), { foldGaps });
    const scale = build(pieces, 600);
    let last = -1;
    for (const edge of [0, 2, 4, 6, 8, 10].map((at) => at * GiB)) {
      expect(scale.toPixel(edge)).toBeGreaterThan(last);
      last = scale.toPixel(edge);
    }
  });

  it('folds no row of equal ranges, since each has a counterpart of its own', () => {
    const row = Array.from({ length: 12 }, (_, index) => region(index * GiB, (index + 1) * GiB, 'dimm'));
    const pieces = axisPieces(sharedPartition([row, row], 12 * GiB), { foldGaps: 'long' });
    expect(pieces.map(({ role }) => role)).toEqual(row.map(() => 'region'));
  });

  it('covers the whole space where a refused layout has no range at all', () => {
    const shared = sharedPartition([before, []], 2 * TiB);
    expect(shared.regions.at(-1)?.range.end).toBe(2 * TiB);
    expect(sharedPartition([[], []], TiB).regions).toMatchObject([{ kind: 'hole' }]);
  });

  it('folds a gap of one layout only where the other one has nothing either', () => {
    const axis = axisPieces(sharedPartition([before, after], TiB), { foldGaps: 'always' });
    const gaps = piecesOnAxis(before, axis).flatMap((piece) =>
      piece.role === 'gap' ? [[piece.range.start / GiB, piece.range.end / GiB, piece.folded]] : [],
    );
    expect(gaps).toEqual([
      [2, 4, true],
      [8, 10, false],
      [10, 1024, true],
    ]);
  });

  it('goes on with nothing where one of them has fewer addresses', () => {
    const axis = axisPieces(sharedPartition([before, after], 2 * TiB), { foldGaps: 'always' });
    expect(piecesOnAxis(before, axis).at(-1)?.range.end).toBe(2 * TiB);
  });
});
