import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, intersection, overlaps, range, size, subtract } from './range';

const smallRange = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => range(Math.min(a, b), Math.max(a, b)));
const bytesOf = (r: { start: number; end: number }) => Array.from({ length: r.end - r.start }, (_, i) => r.start + i);

describe('a range', () => {
  it('has its start and not its end', () => {
    expect(contains(range(1, 3), 1)).toBe(true);
    expect(contains(range(1, 3), 3)).toBe(false);
    expect(size(range(1, 3))).toBe(2);
  });

  it('does not overlap what only touches it', () => {
    expect(overlaps(range(0, 2), range(2, 4))).toBe(false);
    expect(overlaps(range(0, 3), range(2, 4))).toBe(true);
  });

  it('intersects in exactly the bytes that both have', () => {
    fc.assert(
      fc.property(smallRange, smallRange, (a, b) => {
        const both = intersection(a, b);
        const expected = bytesOf(a).filter((byte) => contains(b, byte));
        expect(both === undefined ? [] : bytesOf(both)).toEqual(expected);
      }),
    );
  });

  it('leaves exactly its own bytes that the other has not', () => {
    fc.assert(
      fc.property(smallRange, smallRange, (a, b) => {
        const left = subtract(a, b);
        expect(left.flatMap(bytesOf)).toEqual(bytesOf(a).filter((byte) => !contains(b, byte)));
        expect(left.every((piece) => size(piece) > 0)).toBe(true);
      }),
    );
  });
});
