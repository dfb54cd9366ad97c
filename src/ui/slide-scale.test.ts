import { describe, expect, it } from 'vitest';
import { partOf, valueAfter, valueAt, type Slidable } from './slide-scale';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const maxmem: Slidable = {
  least: 64 * GIB,
  most: 2 ** 48,
  step: MIB,
  isLogarithmic: true,
  edges: [{ below: 978 * GIB, above: 979 * GIB }],
};
const bits: Slidable = { least: 32, most: 52, step: 1, isLogarithmic: false, edges: [{ below: 39, above: 40 }] };

describe('a slider', () => {
  it('has its ends at its ends, and more to the right', () => {
    for (const each of [maxmem, bits]) {
      expect([partOf(each, each.least), partOf(each, each.most)]).toEqual([0, 1]);
      expect(valueAt(each, 0, 240)).toBe(each.least);
      expect(valueAt(each, 240, 240)).toBe(each.most);
      const values = Array.from({ length: 241 }, (_, pixel) => valueAt(each, pixel, 240));
      expect(values.toSorted((a, b) => a - b)).toEqual(values);
    }
  });

  it('holds on to both sides of an edge', () => {
    const at = partOf(maxmem, 978 * GIB) * 240;
    expect(valueAt(maxmem, at - 4, 240)).toBe(978 * GIB);
    expect(valueAt(maxmem, at + 4, 240)).toBe(979 * GIB);
    expect(valueAt(maxmem, at + 9, 240) % GIB).toBe(0);
  });

  it('moves by round values, and stops on both sides of an edge', () => {
    expect(valueAfter(maxmem, 576 * GIB, 'ArrowRight')).toBe(640 * GIB);
    expect(valueAfter(maxmem, 640 * GIB, 'ArrowLeft')).toBe(576 * GIB);
    expect(valueAfter(maxmem, 960 * GIB, 'ArrowUp')).toBe(978 * GIB);
    expect(valueAfter(maxmem, 978 * GIB, 'ArrowUp')).toBe(979 * GIB);
    expect(valueAfter(maxmem, 979 * GIB, 'ArrowDown')).toBe(978 * GIB);
    expect(valueAfter(maxmem, 576 * GIB, 'ArrowRight', true)).toBe(576 * GIB + MIB);
    expect(valueAfter(bits, 39, 'ArrowRight')).toBe(40);
  });

  it('goes from edge to edge by page, and to its ends', () => {
    expect(valueAfter(maxmem, 64 * GIB, 'PageUp')).toBe(978 * GIB);
    expect(valueAfter(maxmem, 2 ** 47, 'PageDown')).toBe(979 * GIB);
    expect(valueAfter(maxmem, 2 ** 47, 'PageUp')).toBe(2 ** 48);
    expect(valueAfter(bits, 45, 'Home')).toBe(32);
    expect(valueAfter(bits, 45, 'End')).toBe(52);
    expect(valueAfter(bits, 45, 'a')).toBeUndefined();
  });
});
