import { describe, expect, it } from 'vitest';
import { travelEase } from './travel-ease';

describe('the curve of motion', () => {
  it('starts at nothing, ends at all, and only rises', () => {
    const steps = Array.from({ length: 101 }, (_, index) => travelEase(index / 100));
    expect([steps[0], steps[100]]).toEqual([0, 1]);
    expect(steps.every((each, index) => index === 0 || each >= (steps[index - 1] ?? 0))).toBe(true);
  });

  it('is past half of the way after a quarter of the time, as cubic-bezier(.2, 0, 0, 1) is', () => {
    expect(travelEase(0.25)).toBeGreaterThan(0.5);
    expect(travelEase(0.05)).toBeLessThan(0.1);
  });
});
