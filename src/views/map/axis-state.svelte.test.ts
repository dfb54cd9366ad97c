import { describe, expect, it } from 'vitest';
import { GiB, TiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { Partition } from '../../core/space/partition';
import { fourApuPartition, partitionOf } from '../../draw/partition-for-tests';
import { AxisChoices, AxisState } from './axis-state.svelte';

const HEIGHT = 600;
const sp2 = range(194 * GiB, 322 * GiB);

function setUp() {
  let partition = $state.raw<Partition>(fourApuPartition);
  let height = $state.raw(HEIGHT);
  const choices = new AxisChoices();
  const axis = new AxisState(
    () => partition,
    () => height,
    choices,
  );
  return {
    axis,
    choices,
    plan: (next: Partition) => (partition = next),
    resize: (next: number) => (height = next),
  };
}

/** The same space with sp2 shorter, as an edit leaves it. */
const edited: Partition = {
  ...fourApuPartition,
  regions: fourApuPartition.regions.map((region) =>
    region.name === 'sp2' ? { ...region, range: range(194 * GiB, 300 * GiB) } : region,
  ),
};

describe('the sight of an axis', () => {
  it('begins with all of it, and pans only what is longer than its place', () => {
    const { axis } = setUp();
    expect(axis.scale.seen).toEqual(range(0, 2 ** 48));
    expect(axis.panBy(50)).toBe(false);
    axis.zoomAt(200, 4);
    expect(axis.panBy(50)).toBe(true);
    expect(axis.panBy(1e9)).toBe(true);
    expect(axis.panBy(1)).toBe(false);
  });

  it('keeps the address at its pixel when a new plan arrives, without motion', () => {
    const { axis, plan } = setUp();
    axis.zoomAt(axis.scale.toPixel(200 * GiB), 8);
    const pixel = axis.scale.toPixel(200 * GiB);
    const { zoom } = axis.target.view;
    plan(edited);
    expect(axis.moving).toBe(false);
    expect(axis.target.view.zoom).toBe(zoom);
    expect(Math.abs(axis.scale.toPixel(axis.target.view.at) - axis.target.view.pixel)).toBeLessThan(1e-6);
    expect(Math.abs(axis.scale.toPixel(200 * GiB) - pixel)).toBeLessThan(40);
  });

  it('keeps its place when its height changes, and is never empty', () => {
    const { axis, resize } = setUp();
    axis.fit(sp2);
    resize(300);
    expect(axis.target.seen.start).toBeLessThan(322 * GiB);
    expect(axis.target.seen.end).toBeGreaterThan(194 * GiB);
    resize(4000);
    expect(axis.target.seen.start).toBeLessThan(194 * GiB);
    expect(axis.target.bottom).toBeGreaterThan(3900);
  });

  it('centres a range that can be centred, then fits it', () => {
    const { axis } = setUp();
    axis.zoomAt(axis.scale.toPixel(70 * GiB), 3);
    axis.centreThenFit(sp2);
    const middle = () => (axis.target.toPixel(sp2.start) + axis.target.toPixel(sp2.end)) / 2;
    expect(middle()).toBeCloseTo(HEIGHT / 2, 3);
    const height = axis.target.toPixel(sp2.end) - axis.target.toPixel(sp2.start);
    axis.centreThenFit(sp2);
    expect(axis.target.toPixel(sp2.end) - axis.target.toPixel(sp2.start)).toBeGreaterThan(height);
    expect(axis.target.toPixel(sp2.start)).toBeGreaterThan(0);
    expect(axis.target.toPixel(sp2.end)).toBeLessThan(HEIGHT);
  });

  it('goes to a few bytes so that they can be read, and to an address of a range in sight', () => {
    const { axis } = setUp();
    const page = range(5 * GiB, 5 * GiB + 4096);
    axis.goTo(page);
    expect(axis.target.toPixel(page.end) - axis.target.toPixel(page.start)).toBeGreaterThan(60);
    axis.fit(sp2);
    axis.goTo(range(TiB, 2 ** 48), range(2 * TiB, 3 * TiB).start);
    const pixel = axis.target.toPixel(2 * TiB);
    expect(pixel).toBeGreaterThanOrEqual(0);
    expect(pixel).toBeLessThanOrEqual(HEIGHT);
  });

  it('holds the axis while something is dragged, and lets go with what was dragged in its place', () => {
    const { axis, plan } = setUp();
    axis.zoomAt(axis.scale.toPixel(194 * GiB), 4);
    axis.hold();
    const before = axis.scale.toPixel(500 * GiB);
    plan(edited);
    expect(axis.scale.toPixel(500 * GiB)).toBe(before);
    const pixel = axis.scale.toPixel(194 * GiB);
    axis.release(194 * GiB);
    expect(axis.target.toPixel(194 * GiB)).toBeCloseTo(pixel, 6);
    expect(axis.target.toPixel(500 * GiB)).not.toBe(before);
  });

  it('keeps a gap that is unfolded at its place', () => {
    const { axis } = setUp();
    const gap = 614 * GiB;
    axis.zoomAt(axis.scale.toPixel(gap), 4);
    const pixel = axis.target.toPixel(gap);
    axis.toggleFold(gap);
    expect(axis.unfolded.has(gap)).toBe(true);
    expect(axis.target.toPixel(gap)).toBeCloseTo(pixel, 6);
    axis.foldAll();
    expect(axis.unfolded.size).toBe(0);
  });

  it('shows the same addresses on another scale', () => {
    const { axis } = setUp();
    axis.fit(sp2);
    axis.kind = 'linear';
    expect(axis.target.kind).toBe('linear');
    expect(axis.target.seen.start).toBeLessThanOrEqual(194 * GiB);
    expect(axis.target.seen.end).toBeGreaterThanOrEqual(322 * GiB);
    expect(axis.target.seen.end - axis.target.seen.start).toBeLessThan(400 * GiB);
  });

  it('is forgotten when another layout comes, not when the same one is edited', () => {
    const { axis, choices, plan } = setUp();
    choices.follow(1);
    axis.fit(sp2);
    axis.toggleFold(614 * GiB);
    choices.follow(1);
    expect(axis.unfolded.size).toBe(1);
    choices.follow(2);
    plan(partitionOf(2 ** 40, [GiB, 2 * GiB]));
    expect(axis.unfolded.size).toBe(0);
    expect(axis.target.seen).toEqual(range(0, 2 ** 40));
  });
});
