import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColumns } from './columns';

describe('the columns of the map', () => {
  it('give the lane its full 220 px and room for notes at the usual width', () => {
    const columns = mapColumns(685, 1);
    expect(columns.lane.width).toBe(220);
    expect(columns.notes?.width).toBe(150);
    expect(columns.strips).toEqual([{ left: expect.any(Number) as number, width: 24 }]);
  });

  it('leave out the notes and thin the strips on a phone', () => {
    const columns = mapColumns(390, 3);
    expect(columns.notes).toBeUndefined();
    expect(columns.lane.width).toBeGreaterThanOrEqual(150);
    expect(columns.strips[0]?.width).toBe(14);
  });

  it('stand side by side inside the map at every width from a phone to 4K', () => {
    fc.assert(
      fc.property(fc.integer({ min: 340, max: 3840 }), fc.nat({ max: 3 }), (width, strips) => {
        const columns = mapColumns(width, strips);
        expect(columns.addresses).toBeGreaterThanOrEqual(104);
        expect(columns.lane.left).toBe(columns.addresses);
        const spans = [columns.lane, ...(columns.notes === undefined ? [] : [columns.notes]), ...columns.strips];
        spans.slice(1).forEach((span, index) => {
          const before = spans[index];
          expect(span.left).toBeGreaterThanOrEqual((before?.left ?? 0) + (before?.width ?? 0));
        });
        expect(columns.right).toBeLessThanOrEqual(width);
      }),
    );
  });
});
