import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColumns } from './columns';

describe('the columns of the map', () => {
  it('give the lane and its notes the room that the usual width has', () => {
    const columns = mapColumns(685, 2);
    expect(columns.lane.width).toBeGreaterThanOrEqual(220);
    expect(columns.notes?.width).toBeGreaterThanOrEqual(150);
    expect(columns.strips.map(({ width }) => width)).toEqual([24, 24]);
  });

  it('leave out the notes and thin the strips on a phone', () => {
    for (const strips of [1, 2, 4]) {
      const columns = mapColumns(390, strips);
      expect(columns.notes).toBeUndefined();
      expect(columns.lane.width).toBeGreaterThanOrEqual(150);
      expect(columns.strips[0]?.width).toBe(14);
    }
  });

  it('stand side by side inside the map at every width from a phone to 4K', () => {
    fc.assert(
      fc.property(fc.integer({ min: 340, max: 3840 }), fc.nat({ max: 4 }), (width, strips) => {
        const columns = mapColumns(width, strips);
        expect(columns.addresses).toBeGreaterThanOrEqual(104);
        expect(columns.lane.left).toBe(columns.addresses);
        const spans = [columns.lane, ...(columns.notes === undefined ? [] : [columns.notes]), ...columns.strips];
        spans.slice(1).forEach((span, index) => {
          const before = spans[index];
          expect(span.left).toBeGreaterThanOrEqual((before?.left ?? 0) + (before?.width ?? 0));
        });
        expect(columns.stripsFrom).toBeLessThanOrEqual(columns.strips[0]?.left ?? Infinity);
        expect(columns.right).toBeLessThanOrEqual(width);
      }),
    );
  });
});
