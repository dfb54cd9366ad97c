import { describe, expect, it } from 'vitest';
import { driftAt } from './edge-drift';

describe('drift at the edges', () => {
  it('is none inside, grows towards and beyond the edges, and has a limit', () => {
    expect(driftAt(300, 600)).toBe(0);
    expect(driftAt(20, 600)).toBe(0);
    expect(driftAt(4, 600)).toBe(-4);
    expect(driftAt(588, 600)).toBe(2);
    expect(driftAt(5000, 600)).toBe(18);
    expect(driftAt(-5000, 600)).toBe(-18);
  });

  it('leaves room to stand still in a low map', () => {
    expect(driftAt(30, 60)).toBe(0);
    expect(driftAt(50, 60)).toBe(0);
  });
});
