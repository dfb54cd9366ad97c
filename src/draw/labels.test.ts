import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB, TiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { PAD, fitRange, homeView, panned, viewScale } from './axis-view';
import { addressLabels, gridLines } from './labels';
import { fourApuPartition, partitionOf } from './partition-for-tests';
import { axisPieces } from './pieces';
import { scales } from './scales';

const sp2 = range(194 * GiB, 322 * GiB);

const scaleOf = (kind: string, partition = fourApuPartition, available = 600) => {
  const entry = scales.find(kind);
  if (entry === undefined) throw new Error(`no scale ${kind}`);
  const pieces = axisPieces(partition, { foldGaps: entry.foldGaps });
  const base = entry.build(pieces, available);
  return {
    scale: viewScale(base, homeView(base), Math.ceil(base.height) + 2 * PAD),
    starts: pieces.map((piece) => piece.range.start as number),
  };
};

describe('addresses beside the lane', () => {
  it('name every start while there is room, with the reading as a size under those that have room for it', () => {
    const { scale, starts } = scaleOf('compressed');
    const labels = addressLabels(starts, scale);
    expect(labels.map(({ address }) => address)).toEqual(starts);
    expect(labels.find(({ address }) => address === 66 * GiB)?.reading).toBe('66 GiB');
    expect(labels[0]?.reading).toBeUndefined();
  });

  it('hang 11 px under the edge', () => {
    const { scale, starts } = scaleOf('compressed');
    for (const label of addressLabels(starts, scale)) expect(label.baseline - label.edge).toBeCloseTo(11);
  });

  it('show the inclusive end of the selected range alone, on its lower edge, both its ends in emphasis', () => {
    const { scale, starts } = scaleOf('compressed');
    const strong = addressLabels(starts, scale, [sp2]).filter(({ emphasis }) => emphasis);
    expect(strong.map(({ address }) => address)).toEqual([0x30_8000_0000, 0x50_7fff_ffff]);
    expect(strong[1]?.baseline).toBeLessThan(strong[1]?.edge ?? 0);
  });

  it('give way where they would stand on each other, but the first, the last and the selected stay', () => {
    const cuts = Array.from({ length: 200 }, (_, index) => (index + 1) * GiB);
    const { scale, starts } = scaleOf('linear', partitionOf(2 ** 38, cuts));
    const labels = addressLabels(starts, scale, [range(77 * GiB, 78 * GiB)]);
    expect(labels.length).toBeLessThan(starts.length);
    expect(labels[0]?.address).toBe(0);
    expect(labels.some(({ address }) => address === 200 * GiB)).toBe(true);
    expect(labels.filter(({ emphasis }) => emphasis).map(({ address }) => address)).toEqual([77 * GiB, 78 * GiB - 1]);
  });

  it('never overlap, the two ends of a thin selected range included', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 60 }), fc.nat({ max: 250 }), (cuts, at) => {
        const { scale, starts } = scaleOf(
          'linear',
          partitionOf(
            2 ** 38,
            cuts.map((cut) => cut * GiB),
          ),
        );
        const labels = addressLabels(starts, scale, [range(at * GiB, (at + 3) * GiB)]);
        labels.slice(1).forEach((label, index) => {
          const before = labels[index];
          expect(label.baseline - (before?.baseline ?? -Infinity)).toBeGreaterThanOrEqual(11);
        });
      }),
    );
  });
});

describe('grid lines of a linear axis', () => {
  it('stand 6 to 12 to the axis at a power of two, counted in GiB, the last one in TiB', () => {
    const lines = gridLines(range(0, TiB));
    expect(lines.map(({ text }) => text)).toEqual(['0', '128', '256', '384', '512', '640', '768', '896', '1 TiB']);
  });

  it('keep to that number for every window', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 51 }), fc.integer({ min: 4096, max: 2 ** 51 }), (start, length) => {
        const lines = gridLines(range(start, start + length));
        expect(lines.length).toBeGreaterThanOrEqual(5);
        expect(lines.length).toBeLessThanOrEqual(13);
      }),
    );
  });
});

/** A zoomed axis of the guest with four devices. */
const zoomed = (kind: string, wanted: ReturnType<typeof range>, height = 600) => {
  const { scale, starts } = scaleOf(kind);
  const seen = viewScale(scale.base, fitRange(scale.base, wanted, height), height);
  return { scale: seen, starts: starts.filter((start) => start >= seen.seen.start && start < seen.seen.end) };
};

const isMultiple = (address: number, of: number) => address % of === 0;

describe.each(['compressed', 'linear', 'log', 'equal'])('labels of a zoomed %s axis', (kind) => {
  it('show round addresses where no edge is in sight, down to bytes', () => {
    for (const size of [64 * GiB, GiB, MiB, 4 * KiB, 256]) {
      const { scale, starts } = zoomed(kind, range(200 * GiB, 200 * GiB + size));
      const labels = addressLabels(starts, scale);
      expect(labels.length).toBeGreaterThanOrEqual(5);
      expect(labels.length).toBeLessThanOrEqual(14);
      for (const { address, edge } of labels) expect(scale.toPixel(address)).toBe(edge);
      const ruler = labels.filter(({ isRuler }) => isRuler);
      expect(ruler.length).toBeGreaterThanOrEqual(5);
      expect(ruler.every(({ address }) => isMultiple(address, 2 ** Math.floor(Math.log2(size / 16))))).toBe(true);
    }
  });

  it('give way to every edge that is in sight', () => {
    const { scale, starts } = zoomed(kind, range(190 * GiB, 198 * GiB));
    const labels = addressLabels(starts, scale);
    expect(labels.some(({ address, isRuler }) => address === 194 * GiB && isRuler !== true)).toBe(true);
    labels.slice(1).forEach(({ baseline }, index) => {
      expect(baseline - (labels[index]?.baseline ?? 0)).toBeGreaterThanOrEqual(11 - 1e-6);
    });
  });
});

describe('labels as the view is panned', () => {
  it('stay the same ones, but at the ends of what is in sight', () => {
    const cuts = Array.from({ length: 200 }, (_, index) => (index + 1) * GiB);
    const { scale, starts } = scaleOf('linear', partitionOf(2 ** 38, cuts), 1600);
    const base = scale.base;
    const labelsAt = (top: number) => {
      const seen = viewScale(base, panned(base, homeView(base), top, 500), 500);
      const inSight = starts.filter((start) => seen.toPixel(start) >= 0 && seen.toPixel(start) < 500);
      return addressLabels(inSight, seen).filter(({ edge }) => edge > 30 && edge < 470);
    };
    const first = labelsAt(100);
    const second = new Set(labelsAt(117).map(({ address }) => address));
    const common = first.filter(({ edge }) => edge > 60 && edge < 460);
    expect(common.length).toBeGreaterThan(15);
    expect(common.every(({ address }) => second.has(address))).toBe(true);
  });
});
