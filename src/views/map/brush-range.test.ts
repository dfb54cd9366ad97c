import { describe, expect, it } from 'vitest';
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import { homeView, viewScale } from '../../draw/axis-view';
import { laneItems } from '../../draw/boxes';
import { fourApuPartition } from '../../draw/partition-for-tests';
import { axisPieces } from '../../draw/pieces';
import { scales } from '../../draw/scales';
import { brushRange } from './brush-range';

const pieces = axisPieces(fourApuPartition);
const base = scales.all[0]?.build(pieces, 584);
if (base === undefined) throw new Error('the table of scales is empty');
const scale = viewScale(base, homeView(base), 600);
const items = laneItems(pieces, scale, { width: 220, causeOf: () => undefined, gapText: () => '' });
const pixel = (address: number): number => scale.toPixel(address);

describe('a brush', () => {
  it('sticks to edges close by, drawn in either direction', () => {
    const sp2 = range(194 * GiB, 322 * GiB);
    expect(brushRange(scale, items, pixel(194 * GiB) + 4, pixel(322 * GiB) - 5, false)).toEqual(sp2);
    expect(brushRange(scale, items, pixel(322 * GiB) - 5, pixel(194 * GiB) + 4, false)).toEqual(sp2);
  });

  it('stops at round addresses elsewhere, and at the very byte when it is fine', () => {
    const [from, to] = [pixel(215 * GiB), pixel(290 * GiB)];
    const rough = brushRange(scale, items, from, to, false);
    expect((rough?.start ?? 1) % GiB).toBe(0);
    expect((rough?.end ?? 1) % GiB).toBe(0);
    expect(brushRange(scale, items, from, to, true)).toEqual(range(scale.toAddress(from), scale.toAddress(to)));
  });

  it('ends where the axis ends, and is nothing without a byte', () => {
    expect(brushRange(scale, items, -100, 9999, false)).toEqual(range(0, 2 ** 48));
    expect(brushRange(scale, items, pixel(194 * GiB), pixel(194 * GiB) + 1, false)).toBeUndefined();
  });
});
