import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDR_LIMIT, GiB, MiB, PiB, TiB } from '../core/base/addr';
import { range } from '../core/base/range';
import type { Partition } from '../core/space/partition';
import { partitionOf, fourApuPartition } from './partition-for-tests';
import { axisPieces } from './pieces';
import { BASE_HEIGHT, FOLD_HEIGHT, PX_PER_DOUBLING, compressionFor, powerOfTwoBelow } from './scale-compressed';
import { scales } from './scales';

const kinds = scales.all;

const scaleOf = (
  id: (typeof kinds)[number],
  partition: Partition,
  available = 600,
  window = range(0, partition.limit),
) => id.build(axisPieces(partition, { foldGaps: id.foldGaps, window }), available);

/** Sorted distinct cuts of a space, every other piece a gap. */
const partitions = fc
  .tuple(fc.integer({ min: 32, max: 52 }), fc.array(fc.maxSafeNat(), { minLength: 0, maxLength: 40 }))
  .map(([bits, cuts]) =>
    partitionOf(
      2 ** bits,
      cuts.map((cut) => cut % 2 ** bits),
    ),
  );

describe.each(kinds.map((kind) => [kind.id, kind] as const))('the %s scale', (_id, kind) => {
  it('never falls as the address grows', () => {
    fc.assert(
      fc.property(
        partitions,
        fc.array(fc.nat({ max: 1_000_000 }), { minLength: 2, maxLength: 30 }),
        (partition, parts) => {
          const scale = scaleOf(kind, partition);
          const addresses = parts.map((part) => Math.floor((part / 1_000_000) * partition.limit)).sort((a, b) => a - b);
          const pixels = addresses.map((address) => scale.toPixel(address));
          expect(pixels).toEqual([...pixels].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('gives the byte under a pixel: drawn at or above it, and the next byte below it', () => {
    fc.assert(
      fc.property(partitions, fc.double({ min: 0, max: 0.999_999, noNaN: true }), (partition, share) => {
        const scale = scaleOf(kind, partition);
        const pixel = share * scale.height;
        const address = scale.toAddress(pixel);
        const tolerance = scale.height * 1e-12;
        expect(scale.toPixel(address)).toBeLessThanOrEqual(pixel + tolerance);
        expect(scale.toPixel(address + 1)).toBeGreaterThanOrEqual(pixel - tolerance);
      }),
    );
  });

  it('leads from an address to its pixel and back to the same byte, at 4 KiB, 1 GiB and 1 PiB to the axis', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4096, GiB, PiB),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (zoom, place, inside) => {
          const start = Math.floor(place * (ADDR_LIMIT - zoom));
          const window = range(start, start + zoom);
          const scale = scaleOf(kind, partitionOf(ADDR_LIMIT, [start + Math.floor(zoom / 3)]), 600, window);
          const address = Math.min(start + Math.floor(inside * zoom), start + zoom - 1);
          const pixel = scale.toPixel(address);
          const back = scale.toAddress(pixel);
          expect(scale.toPixel(back)).toBe(pixel);
          // Towards a PiB, neighbouring bytes can share the very same double.
          if (scale.toPixel(address + 1) > pixel) expect(back).toBe(address);
          if (zoom <= GiB) expect(back).toBe(address);
        },
      ),
    );
  });

  it('shows the whole window, gapless from top to bottom', () => {
    fc.assert(
      fc.property(partitions, (partition) => {
        const { segments, height, window } = scaleOf(kind, partition);
        expect(window).toEqual({ start: 0, end: partition.limit });
        segments.forEach((segment, index) => {
          expect(segment.height).toBeGreaterThan(0);
          expect(segments[index + 1]?.range.start ?? partition.limit).toBe(segment.range.end);
          expect(segments[index + 1]?.top ?? height).toBeCloseTo(segment.top + segment.height, 6);
        });
      }),
    );
  });

  it('stays inside the axis for pixels and addresses beyond it', () => {
    const scale = scaleOf(kind, fourApuPartition);
    expect(scale.toAddress(-5)).toBe(0);
    expect(scale.toAddress(scale.height + 5)).toBe(2 ** 48 - 1);
    expect(scale.toAddress(Number.NaN)).toBe(0);
    expect(scale.toPixel(-1)).toBe(0);
    expect(scale.toPixel(2 ** 52)).toBe(scale.height);
  });
});

describe('the compressed scale', () => {
  const pieces = axisPieces(fourApuPartition);

  it('takes the largest power of two that is not above the smallest range as its base', () => {
    expect(compressionFor([{ pieces, available: 600 }]).base).toBe(2 * GiB);
    expect(powerOfTwoBelow(2 ** 40 - 1)).toBe(2 ** 39);
    expect(powerOfTwoBelow(2 ** 52 - 1)).toBe(2 ** 51);
    expect(powerOfTwoBelow(1)).toBe(1);
  });

  it('draws the base size 22 px tall, every doubling taller by the same step, and folds 25 px tall', () => {
    const { pxPerDoubling } = compressionFor([{ pieces, available: 600 }]);
    const scale = scaleOf(scales.all[0] ?? fail(), fourApuPartition);
    const heightOf = (start: number, end: number) => scale.toPixel(end) - scale.toPixel(start);
    expect(heightOf(0, 2 * GiB)).toBeCloseTo(BASE_HEIGHT);
    expect(heightOf(0x30_8000_0000, 0x50_8000_0000)).toBeCloseTo(BASE_HEIGHT + 6 * pxPerDoubling);
    expect(heightOf(0x99_8000_0000, 0xfd_0000_0000)).toBeCloseTo(FOLD_HEIGHT);
    expect(heightOf(TiB, 2 ** 48)).toBeCloseTo(FOLD_HEIGHT);
  });

  it('fills the height between 4 and 9 px for each doubling, and scrolls below', () => {
    expect(scaleOf(scales.all[0] ?? fail(), fourApuPartition, 520).height).toBeCloseTo(520);
    expect(compressionFor([{ pieces, available: 1000 }]).pxPerDoubling).toBe(PX_PER_DOUBLING.most);
    expect(compressionFor([{ pieces, available: 5000 }]).pxPerDoubling).toBeGreaterThan(PX_PER_DOUBLING.most);
    expect(compressionFor([{ pieces, available: 100 }]).pxPerDoubling).toBe(PX_PER_DOUBLING.least);
  });

  it('gives two lanes one base and one step, so that equal sizes are equally tall', () => {
    const other = axisPieces(partitionOf(2 ** 40, [GiB]));
    expect(compressionFor([pieces, other].map((each) => ({ pieces: each, available: 600 }))).base).toBe(GiB);
  });

  it('draws an empty space as one fold', () => {
    expect(scaleOf(scales.all[0] ?? fail(), partitionOf(2 ** 48, [])).height).toBe(FOLD_HEIGHT);
  });
});

describe('the pieces of an axis', () => {
  it('fold a gap from four times its larger neighbour', () => {
    const gapOf = (end: number) => axisPieces(gapped(GiB, end, GiB)).find((piece) => piece.role === 'gap');
    expect(gapOf(5 * GiB)).toMatchObject({ folded: true });
    expect(gapOf(5 * GiB - 1)).toMatchObject({ folded: false });
  });

  it('leave open what the user opened', () => {
    const opened = axisPieces(fourApuPartition, { unfolded: new Set([0x99_8000_0000]) });
    expect(opened.filter((piece) => piece.role === 'gap').map((piece) => piece.folded)).toEqual([false, true]);
  });

  it('join eight equal neighbours, not seven, and open them again', () => {
    const row = (count: number, unfolded?: ReadonlySet<number>) =>
      axisPieces(equalRow(count), unfolded === undefined ? {} : { unfolded });
    expect(row(8)).toHaveLength(2);
    expect(row(8)[0]).toMatchObject({ role: 'group', range: { start: 0, end: 8 * 192 * GiB } });
    expect(row(7)).toHaveLength(8);
    expect(row(8, new Set([0]))).toHaveLength(9);
  });

  it('are cut to the window', () => {
    const cut = axisPieces(fourApuPartition, { window: range(GiB, 3 * GiB) });
    expect(cut.map((piece) => [piece.range.start, piece.range.end])).toEqual([
      [GiB, 2 * GiB],
      [2 * GiB, 3 * GiB],
    ]);
  });
});

const fail = (): never => {
  throw new Error('the table of scales is empty');
};

const why = { rule: 'test/rule', steps: [] };

const gapped = (first: number, gapEnd: number, second: number): Partition => {
  const limit = gapEnd + second + MiB;
  return {
    limit: range(0, limit).end,
    regions: [
      { range: range(0, first), kind: 'ram', name: 'a', why },
      { range: range(first, gapEnd), kind: 'hole', name: 'nothing', why },
      { range: range(gapEnd, gapEnd + second), kind: 'ram', name: 'b', why },
      { range: range(gapEnd + second, limit), kind: 'reserved', name: 'c', why },
    ],
  };
};

const equalRow = (count: number): Partition => {
  const each = 192 * GiB;
  const limit = 2 ** 48;
  return {
    limit: range(0, limit).end,
    regions: [
      ...Array.from({ length: count }, (_, index) => ({
        range: range(index * each, (index + 1) * each),
        kind: 'soft-reserved' as const,
        name: `sp${index}`,
        node: index,
        why,
      })),
      { range: range(count * each, limit), kind: 'hole' as const, name: 'nothing', why },
    ],
  };
};
