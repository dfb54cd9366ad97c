import { describe, expect, it } from 'vitest';
import {
  clockAxis,
  labelledMoments,
  pannedSight,
  sightWithin,
  stepsAxis,
  stepScale,
  wholeSight,
  zoomedSight,
} from './timeline-axis';

const seven = stepsAxis(6);
const scale = stepScale(seven, wholeSight(seven), 100, 700);

describe('the axis of steps', () => {
  it('gives every moment, boot too, a column of the same width', () => {
    expect([0, 1, 6, 7].map(scale.x)).toEqual([100, 200, 700, 800]);
    expect([scale.first, scale.last, scale.column]).toEqual([0, 6, 100]);
  });

  it('knows the column at a pixel, the nearest one outside', () => {
    expect([100, 199.9, 200, 799, 5000, -5000].map(scale.momentAt)).toEqual([0, 0, 1, 6, 6, 0]);
  });

  it('zooms at a place, which stays where it is', () => {
    const sight = zoomedSight(seven, wholeSight(seven), 3.5, 2);
    expect(sight).toEqual({ from: 1.75, to: 5.25 });
    expect(stepScale(seven, sight, 100, 700).placeAt(450)).toBeCloseTo(3.5);
  });

  it('shows two columns at least and all of them at most', () => {
    expect(zoomedSight(seven, wholeSight(seven), 3.5, 1000)).toEqual({ from: 2.5, to: 4.5 });
    expect(zoomedSight(seven, { from: 3, to: 5 }, 3.5, 0.001)).toEqual(wholeSight(seven));
    expect(sightWithin(stepsAxis(0), { from: 0, to: 9 })).toEqual({ from: 0, to: 1 });
  });

  it('pans as far as there are moments', () => {
    expect(pannedSight(seven, { from: 1, to: 3 }, 2)).toEqual({ from: 3, to: 5 });
    expect(pannedSight(seven, { from: 1, to: 3 }, -50)).toEqual({ from: 0, to: 2 });
    expect(pannedSight(seven, { from: 1, to: 3 }, 50)).toEqual({ from: 5, to: 7 });
  });
});

describe('the axis of the clock', () => {
  it('is true to time, and spreads steps without a time evenly', () => {
    const axis = clockAxis([1000, NaN, 3000]);
    expect(Array.from(axis?.starts ?? [])).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(axis?.end).toBe(4000);
  });

  it('never runs backwards, and is no axis where nothing has a time', () => {
    expect(Array.from(clockAxis([5000, 1000])?.starts ?? []).slice(0, 3)).toEqual([0, 5000, 5000]);
    expect(clockAxis([NaN, NaN])).toBeUndefined();
    expect(clockAxis([])).toBeUndefined();
    expect(clockAxis([0])?.end).toBe(1000);
  });

  it('finds the last of several steps at one time', () => {
    const axis = clockAxis([1000, 1000, 2000]);
    if (axis === undefined) throw new Error('there are times');
    expect(stepScale(axis, wholeSight(axis), 0, 300).momentAt(125)).toBe(2);
  });
});

describe('labels of moments', () => {
  it('are all there where they fit, and every second, fifth, tenth where not', () => {
    expect(labelledMoments(scale)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const many = stepsAxis(99_999);
    const labels = labelledMoments(stepScale(many, wholeSight(many), 0, 600));
    expect(labels).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000, 90_000]);
  });

  it('stay apart on the clock', () => {
    const axis = clockAxis([1000, 1001, 1002, 9000, 9500]);
    if (axis === undefined) throw new Error('there are times');
    const sight = stepScale(axis, wholeSight(axis), 0, 600);
    const at = labelledMoments(sight).map(sight.x);
    expect(at.length).toBeGreaterThan(2);
    at.slice(1).forEach((x, index) => expect(x - (at[index] ?? 0)).toBeGreaterThanOrEqual(40));
  });
});
