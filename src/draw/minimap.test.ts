import { describe, expect, it } from 'vitest';
import { GiB } from '../core/base/addr';
import { fitAll, viewScale } from './axis-view';
import { laneItems } from './boxes';
import { minimapBars } from './minimap';
import { fourApuPartition, partitionOf } from './partition-for-tests';
import { axisPieces } from './pieces';
import { scales } from './scales';

function draw(partition: typeof fourApuPartition, height: number) {
  const [compressed] = scales.all;
  if (compressed === undefined) throw new Error('the table of scales is empty');
  const pieces = axisPieces(partition);
  const scale = compressed.build(pieces, 600);
  const items = laneItems(pieces, scale, { width: 220, causeOf: () => undefined, gapText: () => '' });
  return minimapBars(items, height / scale.height);
}

/** As the map draws it: the whole axis in a small viewport. */
function drawSmall(partition: typeof fourApuPartition, height: number) {
  const [compressed] = scales.all;
  if (compressed === undefined) throw new Error('the table of scales is empty');
  const pieces = axisPieces(partition);
  const base = compressed.build(pieces, 600);
  const scale = viewScale(base, fitAll(base, height), height);
  const style = { width: 0, causeOf: () => undefined, gapText: () => '' };
  return minimapBars(laneItems(pieces, scale, style), 1);
}

describe('the minimap', () => {
  it('shows all of a crowded axis, however small it is', () => {
    const cuts = Array.from({ length: 10_000 }, (_, index) => (index + 1) * GiB);
    const bars = drawSmall(partitionOf(2 ** 48, cuts), 300);
    expect(bars.length).toBeGreaterThan(65);
    expect(bars.length).toBeLessThanOrEqual(302);
    expect(bars[0]?.top).toBeCloseTo(8, 6);
    const last = bars.at(-1);
    expect((last?.top ?? 0) + (last?.height ?? 0)).toBeGreaterThan(285);
    expect((last?.top ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(300);
  });

  it('has a bar for each range, and knows the folds', () => {
    const bars = draw(fourApuPartition, 500);
    expect(bars).toHaveLength(12);
    expect(bars.filter(({ isFold }) => isFold)).toHaveLength(2);
  });

  it('has no more bars than pixels, gapless, for ten thousand ranges', () => {
    const cuts = Array.from({ length: 10_000 }, (_, index) => (index + 1) * GiB);
    const bars = draw(partitionOf(2 ** 48, cuts), 500);
    expect(bars.length).toBeLessThanOrEqual(502);
    bars.slice(1).forEach((bar, index) => {
      expect(bar.top).toBeCloseTo((bars[index]?.top ?? 0) + (bars[index]?.height ?? 0), 6);
      expect(bar.kind === 'ram' || bar.isFold).toBe(true);
    });
  });
});
