import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDR_LIMIT, GiB, KiB, MiB, PiB } from '../core/base/addr';
import { range, size } from '../core/base/range';
import {
  PAD,
  broughtIntoSight,
  carriedOver,
  centred,
  fitAll,
  fitRange,
  homeView,
  panned,
  viewBetween,
  viewScale,
  withinLimits,
  zoomedAt,
  type AxisView,
  type ViewScale,
} from './axis-view';
import type { AddressScale } from './address-scale';
import { fourApuPartition, partitionOf } from './partition-for-tests';
import { axisPieces } from './pieces';
import { scales } from './scales';

const HEIGHT = 800;
const kinds = scales.all;

const axisOf = (kind: (typeof kinds)[number], partition = fourApuPartition, available = HEIGHT - 2 * PAD) =>
  kind.build(axisPieces(partition, { foldGaps: kind.foldGaps }), available);

/** The 4 KiB that message-signalled interrupts go to, beside a 1 PiB hole. */
const interrupts = range(0xfee0_0000, 0xfee0_0000 + 4 * KiB);
const besideHole = partitionOf(ADDR_LIMIT, [
  0xc000_0000,
  interrupts.start,
  interrupts.end,
  interrupts.end + PiB,
  3 * PiB,
]);

/** Spaces of 52 bits cut anywhere, some of the cuts close together. */
const partitions = fc.oneof(
  { arbitrary: fc.constant(besideHole), weight: 1 },
  {
    arbitrary: fc.array(fc.tuple(fc.nat({ max: ADDR_LIMIT - 1 }), fc.nat({ max: 40 })), { maxLength: 30 }).map((cuts) =>
      partitionOf(
        ADDR_LIMIT,
        cuts.flatMap(([at, bits]) => [at, Math.min(at + 2 ** bits, ADDR_LIMIT)]),
      ),
    ),
    weight: 4,
  },
);

/** So many bytes fill the viewport. */
const lengths = fc.oneof(
  fc.constantFrom(4 * KiB, GiB, PiB),
  fc.double({ min: 8, max: 52, noNaN: true }).map((bits) => Math.round(2 ** bits)),
);

/** A sight somewhere: a partition, and the range that fills the viewport. */
const sights = fc
  .tuple(partitions, lengths, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }))
  .map(([partition, length, place]) => {
    const start = Math.floor(place * (ADDR_LIMIT - length));
    return { partition, wanted: range(start, start + length) };
  });

const share = fc.double({ min: 0, max: 1, noNaN: true });
const byteUnder = (scale: ViewScale, address: number) => scale.toPixel(address + 1) - scale.toPixel(address);

describe.each(kinds.map((kind) => [kind.id, kind] as const))('the %s axis through a view', (_id, kind) => {
  const seeing = ({ partition, wanted }: { partition: typeof besideHole; wanted: ReturnType<typeof range> }) => {
    const base = axisOf(kind, partition);
    const view = fitRange(base, wanted, HEIGHT);
    return { base, view, scale: viewScale(base, view, HEIGHT) };
  };

  it('leads from a pixel to its address and back within half a pixel or one byte', () => {
    fc.assert(
      fc.property(sights, share, (sight, part) => {
        const { scale } = seeing(sight);
        const pixel = Math.max(scale.top, 0) + part * (Math.min(scale.bottom, HEIGHT) - Math.max(scale.top, 0));
        const address = scale.toAddress(pixel);
        const off = pixel - scale.toPixel(address);
        expect(off).toBeGreaterThanOrEqual(0);
        expect(off).toBeLessThanOrEqual(Math.max(0.5, byteUnder(scale, address)));
      }),
    );
  });

  it('gives the highest address at or above a pixel', () => {
    fc.assert(
      fc.property(sights, share, (sight, part) => {
        const { scale } = seeing(sight);
        const pixel = part * HEIGHT;
        const address = scale.toAddress(pixel);
        if (pixel >= scale.top) expect(scale.toPixel(address)).toBeLessThanOrEqual(pixel);
        if (address + 1 < scale.window.end) expect(scale.toPixel(address + 1)).toBeGreaterThan(pixel);
      }),
    );
  });

  it('leads from an address to its pixel and back to the same byte wherever bytes can be told apart', () => {
    fc.assert(
      fc.property(sights, share, (sight, part) => {
        const { scale } = seeing(sight);
        const address = Math.min(
          scale.seen.start + Math.floor(part * size(scale.seen)),
          scale.seen.end - 1,
          scale.window.end - 1,
        );
        const back = scale.toAddress(scale.toPixel(address));
        expect(scale.toPixel(back)).toBe(scale.toPixel(address));
        if (byteUnder(scale, address) >= 1e-9) expect(back).toBe(address);
      }),
    );
  });

  it('never falls as the address grows, across every edge', () => {
    fc.assert(
      fc.property(sights, fc.array(share, { minLength: 2, maxLength: 20 }), (sight, parts) => {
        const { base, scale } = seeing(sight);
        const inSight = parts.map((part) => scale.seen.start + Math.floor(part * size(scale.seen)));
        const anywhere = parts.map((part) => Math.floor(part * ADDR_LIMIT));
        const edges = base.segments.flatMap(({ range: { start } }) => [start - 1, start, start + 1]);
        const pixels = [...inSight, ...anywhere, ...edges].sort((a, b) => a - b).map((each) => scale.toPixel(each));
        expect(pixels).toEqual([...pixels].sort((a, b) => a - b));
      }),
    );
  });

  it('shows a range from top to bottom when asked to, 4 KiB beside a 1 PiB hole included', () => {
    const base = axisOf(kind, besideHole);
    for (const wanted of [
      interrupts,
      range(interrupts.start, interrupts.start + 256),
      range(PiB + 12_345, PiB + 16_441),
    ]) {
      const scale = viewScale(base, fitRange(base, wanted, HEIGHT), HEIGHT);
      expect(scale.toPixel(wanted.end) - scale.toPixel(wanted.start)).toBeGreaterThan(0.85 * HEIGHT);
      expect(scale.seen.start).toBeLessThanOrEqual(wanted.start);
      expect(scale.seen.end).toBeGreaterThanOrEqual(wanted.end);
    }
  });

  it('keeps what is under the pointer when it zooms, and comes back', () => {
    fc.assert(
      fc.property(sights, share, fc.double({ min: 0.2, max: 5, noNaN: true }), (sight, part, factor) => {
        const { base, view, scale } = seeing(sight);
        const pixel = part * HEIGHT;
        const next = zoomedAt(base, view, pixel, factor, HEIGHT);
        const zoomed = viewScale(base, next, HEIGHT);
        // At the ends of the axis the picture gives way, so that the viewport is not empty.
        fc.pre(zoomed.top < PAD - 1 && zoomed.bottom > HEIGHT - PAD + 1 && scale.top < 0 && scale.bottom > HEIGHT);
        const address = scale.toAddress(pixel);
        const byte = Math.max(byteUnder(scale, address), byteUnder(zoomed, address));
        expect(Math.abs(zoomed.toPixel(address) - pixel)).toBeLessThanOrEqual(Math.max(0.5, byte + 1e-6));
        const again = zoomedAt(base, next, pixel, 1 / factor, HEIGHT);
        // A limit of zoom on either way: nothing to come back from.
        fc.pre(
          Math.abs(Math.log(next.zoom / view.zoom / factor)) < 1e-6 &&
            Math.abs(Math.log(again.zoom / view.zoom)) < 1e-6,
        );
        const back = viewScale(base, again, HEIGHT);
        expect(Math.abs(back.toPixel(address) - scale.toPixel(address))).toBeLessThan(1e-3);
      }),
    );
  });

  it('pans by pixels, and back', () => {
    fc.assert(
      fc.property(sights, fc.double({ min: -2 * HEIGHT, max: 2 * HEIGHT, noNaN: true }), (sight, by) => {
        const { base, view, scale } = seeing(sight);
        const there = panned(base, view, by, HEIGHT);
        const moved = viewScale(base, there, HEIGHT);
        fc.pre(there.zoom === view.zoom && moved.top < PAD - 1 && moved.bottom > HEIGHT - PAD + 1);
        const address = scale.toAddress(HEIGHT / 2);
        expect(Math.abs(moved.toPixel(address) - scale.toPixel(address) + by)).toBeLessThan(1e-3);
        const back = viewScale(base, panned(base, there, -by, HEIGHT), HEIGHT);
        expect(Math.abs(back.toPixel(address) - scale.toPixel(address))).toBeLessThan(1e-3);
      }),
    );
  });

  it('never shows an empty viewport, however far it is dragged or zoomed', () => {
    const step = fc.oneof(
      fc.record({ by: fc.double({ min: -1e18, max: 1e18, noNaN: true }) }),
      fc.record({
        pixel: fc.integer({ min: -500, max: 1500 }),
        factor: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(
        partitions,
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 40, max: 2000 }),
        (partition, steps, height) => {
          const base = axisOf(kind, partition);
          let view: AxisView = homeView(base);
          for (const each of steps) {
            view =
              'by' in each
                ? panned(base, view, each.by, height)
                : zoomedAt(base, view, each.pixel, each.factor, height);
          }
          const scale = viewScale(base, withinLimits(base, view, height), height);
          const least = Math.min(PAD + 0.01, height);
          expect(scale.top).toBeLessThanOrEqual(least);
          const isShort = scale.bottom - scale.top <= height - 2 * PAD;
          if (isShort) expect(scale.top).toBeCloseTo(PAD, 3);
          else if (height > 2 * PAD) expect(scale.bottom).toBeGreaterThanOrEqual(height - PAD - 0.01);
        },
      ),
    );
  });

  it('shows all of the axis at least zoom, at most at its own size', () => {
    fc.assert(
      fc.property(partitions, (partition) => {
        const base = axisOf(kind, partition);
        const scale = viewScale(base, fitAll(base, HEIGHT), HEIGHT);
        expect(scale.top).toBe(PAD);
        expect(scale.bottom).toBeLessThanOrEqual(HEIGHT - PAD + 1e-6);
        expect(scale.seen).toEqual(base.window);
        expect(scale.view.zoom).toBeLessThanOrEqual(1);
        const out = zoomedAt(base, fitAll(base, HEIGHT), 300, 1e-3, HEIGHT);
        expect(out.zoom).toBe(scale.view.zoom);
      }),
    );
  });

  it('moves between two of its sights without leaving what both show', () => {
    const base = axisOf(kind);
    const wide = viewScale(base, homeView(base), HEIGHT);
    const near = viewScale(base, fitRange(base, range(194 * GiB, 194 * GiB + MiB), HEIGHT), HEIGHT);
    for (const [from, to] of [
      [wide, near],
      [near, wide],
    ] as const) {
      expect(viewBetween(from, to, 1)).toBe(to);
      expect(viewBetween(from, to, 0).toPixel(194 * GiB)).toBeCloseTo(from.toPixel(194 * GiB), 3);
      for (let part = 0; part <= 1; part += 0.1) {
        const pixel = viewBetween(from, to, part).toPixel(194 * GiB);
        expect(pixel).toBeGreaterThan(0);
        expect(pixel).toBeLessThan(HEIGHT);
      }
    }
  });
});

const compressed = (): AddressScale => {
  const [kind] = kinds;
  if (kind === undefined) throw new Error('the table of scales is empty');
  return axisOf(kind, fourApuPartition);
};

describe('the first sight of an axis', () => {
  it('is the base scale itself, with a little air above', () => {
    const base = compressed();
    const scale = viewScale(base, homeView(base), HEIGHT);
    for (const { range: each } of fourApuPartition.regions) {
      expect(scale.toPixel(each.start)).toBeCloseTo(base.toPixel(each.start) + PAD, 9);
    }
  });
});

describe('bringing a range into sight', () => {
  const base = compressed();
  const sp2 = range(194 * GiB, 322 * GiB);
  const middleOf = (view: AxisView, of: ReturnType<typeof range>) => {
    const scale = viewScale(base, view, HEIGHT);
    return (scale.toPixel(of.start) + scale.toPixel(of.end)) / 2;
  };

  it('puts it in the middle as tall as it is', () => {
    const near = zoomedAt(base, homeView(base), 10, 4, HEIGHT);
    const view = centred(base, near, sp2, HEIGHT);
    expect(view.zoom).toBe(near.zoom);
    expect(middleOf(view, sp2)).toBeCloseTo(HEIGHT / 2, 6);
  });

  it('leaves the view alone where it is in sight already, or fills it', () => {
    const home = homeView(base);
    expect(broughtIntoSight(base, home, sp2, HEIGHT)).toBe(home);
    const inside = fitRange(base, range(200 * GiB, 200 * GiB + MiB), HEIGHT);
    expect(broughtIntoSight(base, inside, sp2, HEIGHT)).toBe(inside);
    expect(broughtIntoSight(base, inside, range(0, 2 * GiB), HEIGHT)).not.toBe(inside);
  });

  it('shows the start of one that is taller than the viewport', () => {
    const near = { ...homeView(base), zoom: 40 };
    const view = centred(base, near, sp2, HEIGHT);
    expect(viewScale(base, view, HEIGHT).toPixel(sp2.start)).toBeCloseTo(PAD, 6);
  });
});

describe('another scale for the same sight', () => {
  it('shows the same addresses', () => {
    const [, linear] = kinds;
    if (linear === undefined) throw new Error('the table of scales is too short');
    const base = compressed();
    const seen = viewScale(base, fitRange(base, range(200 * GiB, 201 * GiB), HEIGHT), HEIGHT);
    const other = axisOf(linear, fourApuPartition);
    const same = viewScale(other, carriedOver(seen, other), HEIGHT);
    expect(Math.abs(same.seen.start - seen.seen.start)).toBeLessThan(MiB);
    expect(Math.abs(same.seen.end - seen.seen.end)).toBeLessThan(MiB);
  });

  it('begins with the first sight where zoom was not used', () => {
    const base = compressed();
    const home = viewScale(base, homeView(base), HEIGHT);
    expect(carriedOver(home, base)).toEqual(homeView(base));
  });
});
