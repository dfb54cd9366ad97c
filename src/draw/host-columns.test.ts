import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostColumns } from './host-columns';

const spansOf = ({ host, lane, strips }: ReturnType<typeof hostColumns>) =>
  host === undefined ? [] : [host.lane, host.ribbons, lane, ...strips];

describe('the columns of host and guest', () => {
  it('are as the design has them at 1440 px', () => {
    const { host, lane, strips } = hostColumns(710, 3, 'both');
    expect([host?.lane.width, host?.ribbons.width, lane.width]).toEqual([118, 94, 150]);
    expect(strips.map(({ width }) => width)).toEqual([24, 24, 24]);
  });

  it('leave out the last strips rather than anything else where room is short', () => {
    expect(hostColumns(686, 4, 'both').strips).toHaveLength(4);
    expect(hostColumns(616, 4, 'both').strips.length).toBeGreaterThanOrEqual(2);
    expect(hostColumns(530, 4, 'both').host?.lane.width).toBeGreaterThanOrEqual(106);
  });

  it('stand side by side inside the map at every width from a phone to 4K', () => {
    fc.assert(
      fc.property(fc.integer({ min: 340, max: 3840 }), fc.nat({ max: 4 }), (width, strips) => {
        const columns = hostColumns(width, strips, 'both');
        const spans = spansOf(columns);
        expect(spans.length).toBeGreaterThanOrEqual(3);
        spans.slice(1).forEach((span, index) => {
          const before = spans[index];
          expect(span.left).toBeGreaterThanOrEqual((before?.left ?? 0) + (before?.width ?? 0));
        });
        expect(columns.addresses).toBe(columns.lane.left + columns.lane.width);
        expect(columns.stripsFrom - columns.addresses).toBeGreaterThanOrEqual(104);
        expect(columns.right).toBeLessThanOrEqual(width);
      }),
    );
  });
});
