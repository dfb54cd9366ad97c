import { describe, expect, it } from 'vitest';
import { homeView, panned, viewScale, zoomedAt } from '../../draw/axis-view';
import { fourApuPartition } from '../../draw/partition-for-tests';
import { axisPieces } from '../../draw/pieces';
import { scales } from '../../draw/scales';
import { scrollThumb } from './scroll-thumb';

const base = scales.all[0]?.build(axisPieces(fourApuPartition), 584);
if (base === undefined) throw new Error('the table of scales is empty');
const HEIGHT = 600;
const home = homeView(base);

describe('the scroll thumb', () => {
  it('is absent while the whole axis is in sight', () => {
    expect(scrollThumb(viewScale(base, home, HEIGHT))).toBeUndefined();
  });

  it('is as long as the share in sight, and goes from end to end', () => {
    const near = zoomedAt(base, home, 0, 4, HEIGHT);
    const first = scrollThumb(viewScale(base, near, HEIGHT));
    const last = scrollThumb(viewScale(base, panned(base, near, 1e6, HEIGHT), HEIGHT));
    expect(first?.top).toBeCloseTo(0);
    expect(first?.height).toBeGreaterThan(130);
    expect(first?.height).toBeLessThan(170);
    expect((last?.top ?? 0) + (last?.height ?? 0)).toBeCloseTo(HEIGHT);
  });

  it('moves the axis by its ratio', () => {
    const near = zoomedAt(base, home, 0, 16, HEIGHT);
    const before = scrollThumb(viewScale(base, near, HEIGHT));
    const after = scrollThumb(viewScale(base, panned(base, near, 40 * (before?.ratio ?? 0), HEIGHT), HEIGHT));
    expect((after?.top ?? 0) - (before?.top ?? 0)).toBeCloseTo(40);
  });
});
