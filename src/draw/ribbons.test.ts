import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { bandOf, isOnBand, outlineOf } from './ribbons';

const span = { left: 100, width: 90 };
/** A pixel for each GiB, from so far above. */
const scaleFrom = (top: number) => ({ toPixel: (address: number) => top + address / GiB });
const both = (host: number, guest: number) => ({ host: scaleFrom(host), guest: scaleFrom(guest) });
const ribbon = { host: range(200 * GiB, 328 * GiB), guest: range(66 * GiB, 194 * GiB) };

describe('the band of a ribbon', () => {
  it('is straight where host and guest have the bytes at one height', () => {
    const band = bandOf(ribbon, both(-134, 0), span, 600);
    const heights = band?.top.filter((_, index) => index % 2 === 1) ?? [];
    expect(Math.max(...heights) - Math.min(...heights)).toBeCloseTo(0);
    expect(band?.height).toBeCloseTo(128);
  });

  it('leaves the host and reaches the guest level, at their edges', () => {
    const band = bandOf(ribbon, both(0, 0), span, 600);
    const { top = [], bottom = [] } = band ?? {};
    expect(top.slice(0, 2)).toEqual([100, 200]);
    expect(top.slice(-2)).toEqual([190, 66]);
    expect(bottom.slice(-2)).toEqual([190, 194]);
    expect(Math.abs((top[3] ?? 0) - 200)).toBeLessThan(2);
    expect(outlineOf({ ...(band ?? { middle: { x: 0, y: 0 }, height: 0 }), top, bottom })).toHaveLength(84);
  });

  it('is at least two pixels thick, and absent out of sight', () => {
    const thin = { host: range(0, 1), guest: range(0, 1) };
    const band = bandOf(thin, both(10, 10), span, 600);
    expect((band?.bottom[1] ?? 0) - (band?.top[1] ?? 0)).toBe(2);
    expect(bandOf(ribbon, both(-900, -900), span, 600)).toBeUndefined();
    expect(bandOf(ribbon, both(900, 900), span, 600)).toBeUndefined();
  });

  it('is hit where it is drawn and nowhere else', () => {
    const band = bandOf(ribbon, both(0, 0), span, 600);
    if (band === undefined) throw new Error('no band');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const x = span.left + share * span.width;
        expect(isOnBand(band, x, 40)).toBe(false);
        expect(isOnBand(band, x, 400)).toBe(false);
      }),
    );
    expect(isOnBand(band, band.middle.x, band.middle.y)).toBe(true);
    expect(isOnBand(band, 20, band.middle.y)).toBe(false);
  });
});
