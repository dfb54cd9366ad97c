import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB, TiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { fitRange, homeView, viewScale, type AxisView } from './axis-view';
import type { AddressScale } from './address-scale';
import { fourApuPartition } from './partition-for-tests';
import { axisPieces } from './pieces';
import { rulerLines } from './ruler';
import { scales } from './scales';

const HEIGHT = 800;

function axisOf(kind: string): AddressScale {
  const entry = scales.find(kind);
  if (entry === undefined) throw new Error(`no scale ${kind}`);
  return entry.build(axisPieces(fourApuPartition, { foldGaps: entry.foldGaps }), HEIGHT - 16);
}

const linesOf = (base: AddressScale, view: AxisView) => rulerLines(viewScale(base, view, HEIGHT));

describe('the ruler of a linear axis', () => {
  const base = axisOf('linear');

  it('has 6 to 12 lines at a power of two, counted in GiB, the last one with its unit', () => {
    expect(linesOf(base, homeView(base)).map(({ text }) => text)).toEqual([
      '128',
      '256',
      '384',
      '512',
      '640',
      '768',
      '896 GiB',
    ]);
  });

  it('changes its unit with the zoom', () => {
    const textsAt = (size: number) =>
      linesOf(base, fitRange(base, range(2 * GiB, 2 * GiB + size), HEIGHT)).map(({ text }) => text);
    expect(textsAt(GiB).slice(0, 2)).toEqual(['2048', '2176']);
    expect(textsAt(GiB).at(-1)).toBe('3 GiB');
    expect(textsAt(4 * MiB).slice(0, 3)).toEqual(['2 GiB', '2,048.5 MiB', '2,049 MiB']);
    // Counted in bytes or KiB, 2 GiB are nothing to read; the addresses beside the lane are.
    expect(
      textsAt(4 * KiB)
        .slice(1)
        .every((text) => text === ''),
    ).toBe(true);
  });

  it('keeps to that number wherever it is zoomed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 12, max: 39, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (bits, at) => {
          const size = Math.floor(2 ** bits);
          const start = Math.floor(at * (TiB - size));
          const lines = linesOf(base, fitRange(base, range(start, start + size), HEIGHT));
          expect(lines.length).toBeGreaterThanOrEqual(5);
          expect(lines.length).toBeLessThanOrEqual(13);
        },
      ),
    );
  });
});

describe('the ruler of the other scales', () => {
  it('leaves the first sight to the ranges', () => {
    for (const kind of ['compressed', 'equal']) {
      const base = axisOf(kind);
      expect(linesOf(base, homeView(base))).toEqual([]);
    }
  });

  it('counts from the start of the range where the address itself is long', () => {
    const base = axisOf('compressed');
    const start = 66 * GiB;
    const lines = linesOf(base, fitRange(base, range(start + 4 * KiB, start + 20 * KiB), HEIGHT));
    expect(lines.map(({ text }) => text).slice(0, 2)).toEqual(['+4 KiB', '+6 KiB']);
  });

  it('stands inside of what is tall', () => {
    for (const kind of ['compressed', 'equal']) {
      const base = axisOf(kind);
      const lines = linesOf(base, fitRange(base, range(194 * GiB, 322 * GiB), HEIGHT));
      expect(lines.length).toBeGreaterThanOrEqual(6);
      expect(lines.every(({ address }) => address % (16 * GiB) === 0)).toBe(true);
    }
  });

  it('marks the doublings of a logarithmic axis', () => {
    const base = axisOf('log');
    const texts = linesOf(base, homeView(base)).map(({ text }) => text);
    expect(texts).toContain('64 GiB');
    expect(texts).toContain('512 GiB');
  });
});

describe('every ruler', () => {
  it('keeps its lines apart, in order, and where their addresses are', () => {
    const sights = fc.record({
      kind: fc.constantFrom('compressed', 'linear', 'log', 'equal'),
      bits: fc.double({ min: 8, max: 47, noNaN: true }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(sights, ({ kind, bits, at }) => {
        const size = Math.floor(2 ** bits);
        const start = Math.floor(at * (2 ** 48 - size));
        const base = axisOf(kind);
        const scale = viewScale(base, fitRange(base, range(start, start + size), HEIGHT), HEIGHT);
        const lines = rulerLines(scale);
        expect(lines.length).toBeLessThan(HEIGHT / 20);
        lines.forEach(({ address, y }, index) => {
          expect(y).toBe(scale.toPixel(address));
          expect(y - (lines[index - 1]?.y ?? -Infinity)).toBeGreaterThan(0);
        });
      }),
    );
  });
});
