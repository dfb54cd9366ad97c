import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB } from '../core/base/addr';
import { range, size as sizeOf } from '../core/base/range';
import { heldAt, isSnap, nudgedBy, SNAPS, statedSizeAt, unitFor, type Grip } from './snapping';

const grip = (handle: Grip['handle'], start: number, end: number, stated = end - start): Grip => ({
  handle,
  first: range(start, end),
  grab: handle === 'end' ? end : start,
  size: stated,
});
const NO_MAGNET = { edges: [], reach: 0 };

describe('the step in force', () => {
  it.each([
    ['the largest that the size is a multiple of', 128 * GiB, 2 * MiB, false, GiB],
    ['a memory block for what is no whole GiB', 384 * MiB, 2 * MiB, false, 128 * MiB],
    ['a large page for odd sizes', 40 * MiB, 2 * MiB, false, 2 * MiB],
    ['the next finer one with Alt', 128 * GiB, 2 * MiB, true, 128 * MiB],
    ['never finer than the backend asks for', 128 * GiB, GiB, true, GiB],
    ['as coarse as the backend asks for', 4 * GiB, 2 * GiB, false, 2 * GiB],
  ])('is %s', (_name, size, least, fine, unit) => {
    expect(unitFor('auto', size, least, fine)).toBe(unit);
  });

  it('is the chosen one otherwise', () => {
    expect(unitFor(2 * MiB, 128 * GiB, 2 * MiB, false)).toBe(2 * MiB);
    expect(unitFor(GiB, 40 * MiB, 2 * MiB, true)).toBe(128 * MiB);
    expect(SNAPS.map(({ label }) => label)).toEqual(['By size', '1 GiB', '128 MiB', '2 MiB']);
    expect([isSnap('auto'), isSnap(GiB), isSnap(3), isSnap('x')]).toEqual([true, true, false, false]);
  });
});

describe('what is held', () => {
  it('stays where it was until the pointer has gone half a step', () => {
    const odd = grip('body', GiB + 4 * KiB, 2 * GiB + 4 * KiB);
    expect(heldAt(odd, odd.grab + 0.49 * GiB, GiB, NO_MAGNET)).toBe(odd.first);
    expect(heldAt(odd, odd.grab + 0.51 * GiB, GiB, NO_MAGNET).start).toBe(2 * GiB);
  });

  it('sticks with either end to the nearest edge within reach', () => {
    const body = grip('body', 10 * GiB, 14 * GiB);
    const magnet = { edges: [20.25 * GiB, 30 * GiB], reach: GiB };
    expect(heldAt(body, 20 * GiB, GiB, magnet).start).toBe(20.25 * GiB);
    expect(heldAt(body, 26.5 * GiB, GiB, magnet).end).toBe(30 * GiB);
    expect(heldAt(grip('end', 10 * GiB, 14 * GiB), 20 * GiB, GiB, magnet).end).toBe(20.25 * GiB);
    expect(heldAt(grip('start', 25 * GiB, 31 * GiB), 20 * GiB, GiB, magnet).start).toBe(20.25 * GiB);
  });

  it('keeps what its stated size has beyond the range', () => {
    // 8 GiB of RAM of which 2 lie below 4 GiB.
    const high = grip('end', 4 * GiB, 10 * GiB, 8 * GiB);
    const held = heldAt(high, 13 * GiB, GiB, NO_MAGNET);
    expect([held.end, statedSizeAt(high, held)]).toEqual([13 * GiB, 11 * GiB]);
  });

  it('never leaves the address space, keeps its length when moved, and its other end when resized', () => {
    const address = fc.integer({ min: 0, max: 2 ** 52 });
    const unit = fc.constantFrom(2 * MiB, 128 * MiB, GiB);
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: 2 ** 42 }), unit, (from, at, length, step) => {
        const start = Math.min(from, 2 ** 52 - length);
        const body = grip('body', start, start + length);
        const moved = heldAt({ ...body, grab: start }, at, step, NO_MAGNET);
        expect(sizeOf(moved)).toBe(length);
        expect(heldAt(grip('end', start, start + length), at, step, NO_MAGNET).start).toBe(start);
        expect(heldAt(grip('start', start, start + length), at, step, NO_MAGNET).end).toBe(start + length);
      }),
    );
  });
});

describe('a key', () => {
  it('brings an odd place to a multiple of the step first', () => {
    const body = grip('body', GiB + MiB, 3 * GiB + MiB);
    expect(nudgedBy(body, body.first, 1, GiB).start).toBe(2 * GiB);
    expect(nudgedBy(body, body.first, -1, GiB).start).toBe(GiB);
  });

  it('moves the edge that is held in its direction', () => {
    const moved = (handle: Grip['handle'], by: 1 | -1) => {
      const held = grip(handle, 8 * GiB, 12 * GiB);
      const { start, end } = nudgedBy(held, held.first, by, GiB);
      return [start / GiB, end / GiB];
    };
    expect([moved('start', 1), moved('start', -1)]).toEqual([
      [9, 12],
      [7, 12],
    ]);
    expect([moved('end', 1), moved('end', -1)]).toEqual([
      [8, 13],
      [8, 11],
    ]);
  });
});
