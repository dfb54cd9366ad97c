import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB } from '../core/base/addr';
import { range } from '../core/base/range';
import type { Partition } from '../core/space/partition';
import type { AddressScale } from './address-scale';
import { centred, fitAll, fitRange, homeView, panned, viewScale, type AxisView } from './axis-view';
import { itemName, laneItems, shortSize, type BoxStyle, type LaneItem } from './boxes';
import { asPowerOfTwo, tornEdge } from './breaks';
import { itemAt } from './hit-test';
import { fourApuPartition, partitionOf } from './partition-for-tests';
import { axisPieces } from './pieces';
import { scales } from './scales';
import { fitText, textWidth } from './text-width';

const style: BoxStyle = {
  width: 220,
  causeOf: (region) => (region.node === undefined ? undefined : `node ${region.node}`),
  gapText: (gap) => `${shortSize(gap.end - gap.start)} empty`,
};

const draw = (
  kind: string,
  partition = fourApuPartition,
  available = 600,
  width = 220,
  more: Partial<BoxStyle> = {},
) => {
  const entry = scales.find(kind);
  if (entry === undefined) throw new Error(`no scale ${kind}`);
  const pieces = axisPieces(partition, { foldGaps: entry.foldGaps });
  const scale = entry.build(pieces, available);
  return { items: laneItems(pieces, scale, { ...style, ...more, width }), scale, pieces };
};

const textsOf = (item: LaneItem | undefined) =>
  Object.fromEntries((item?.texts ?? []).map(({ role, text }) => [role, text]));

describe('a range in the lane', () => {
  it('shows name and size on the first line and its cause on the second from 44 px up', () => {
    const sp2 = draw('compressed').items.find((item) => item.regions[0]?.name === 'sp2');
    expect(textsOf(sp2)).toEqual({ name: 'sp2', size: '128 GiB', cause: 'node 2' });
    expect(sp2?.texts.map(({ baseline }) => baseline)).toEqual([18, 18, 34]);
  });

  it('has one line below 44 px', () => {
    const low = draw('compressed').items[0];
    expect(low?.height).toBeCloseTo(22);
    expect(textsOf(low)).toEqual({ name: 'RAM low', size: '2 GiB' });
  });

  it('sends the size to the second line where a long name needs the first', () => {
    const hole = draw('compressed', fourApuPartition, 640, 150).items.find(
      (item) => item.regions[0]?.name === '64-bit PCI hole',
    );
    expect(hole?.texts.map(({ role, text, baseline }) => [role, text, baseline])).toEqual([
      ['name', '64-bit PCI hole', 18],
      ['size', '32 GiB', 34],
    ]);
  });

  it('drops its cause first, then size, then name, the chip last', () => {
    const region = {
      range: range(0, 128 * GiB),
      kind: 'soft-reserved' as const,
      name: 'sp1',
      node: 1,
      why: { rule: 'test/rule', steps: [] },
    };
    const roles = (height: number) => {
      const scale = {
        kind: 'linear' as const,
        window: region.range,
        height,
        segments: [],
        toPixel: (at: number) => (at / (128 * GiB)) * height,
        toAddress: () => region.range.start,
      };
      const [item] = laneItems([{ role: 'region', range: region.range, region }], scale, style);
      return [
        ...(item?.texts.map(({ role }) => role) ?? []),
        ...(item?.chip === undefined ? [] : ['chip']),
        item?.form,
      ];
    };
    expect(roles(44)).toEqual(['name', 'size', 'cause', 'chip', 'range']);
    expect(roles(43)).toEqual(['name', 'size', 'chip', 'range']);
    expect(roles(15)).toEqual(['chip', 'range']);
    expect(roles(14)).toEqual(['range']);
    expect(roles(2.9)).toEqual(['tick']);
  });

  it('keeps every text inside the plain part of the lane, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 64 }), fc.integer({ min: 120, max: 220 }), (name, width) => {
        const why = { rule: 'test/rule', steps: [] };
        const partition = {
          limit: range(0, GiB).end,
          regions: [{ range: range(0, GiB), kind: 'dimm' as const, name, node: 12, why }],
        };
        const { items } = draw('equal', partition, 600, width);
        for (const { text, x, anchor, role } of items[0]?.texts ?? []) {
          const size = textWidth(text, role === 'name' ? 12 : 11.5);
          expect(anchor === 'end' ? x - size : x).toBeGreaterThanOrEqual(20);
          expect(anchor === 'end' ? x : x + size).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});

describe('ranges too thin to draw', () => {
  const thin = partitionOf(
    2 ** 40,
    Array.from({ length: 40 }, (_, index) => 512 * GiB + index * 4 * KiB),
  );

  it('become ticks, and ticks closer than 4 px become one that knows how many', () => {
    const ticks = draw('linear', thin).items.filter((item) => item.form === 'tick');
    expect(ticks).toHaveLength(1);
    expect(ticks[0]?.regions.length).toBeGreaterThan(15);
  });

  it('never number more than the pixels of the axis allow', () => {
    const cuts = Array.from({ length: 9_999 }, (_, index) => (index + 1) * 16 * MiB);
    const { items, scale } = draw('linear', partitionOf(2 ** 38, cuts));
    expect(items.length).toBeLessThan(scale.height / 2);
  });
});

describe('a folded gap', () => {
  it('carries its true length', () => {
    const folds = draw('compressed').items.filter((item) => item.form === 'fold');
    expect(folds.map((fold) => textsOf(fold)['size'])).toEqual(['398 GiB empty', '255 TiB empty']);
  });

  it('is torn paper: a zigzag that reaches 3 px out of the lane', () => {
    const points = tornEdge(100, 220, 50)
      .slice(1)
      .split('L')
      .map((point) => point.split(' ').map(Number));
    expect(points[0]?.[0]).toBe(97);
    expect(points.at(-1)?.[0]).toBe(323);
    expect(new Set(points.map(([, y]) => y))).toEqual(new Set([48.5, 51.5]));
  });

  it('names the end of the space as a power of two where it is one', () => {
    expect(asPowerOfTwo(2 ** 48)).toBe('2⁴⁸');
    expect(asPowerOfTwo(2 ** 48 - 1)).toBeUndefined();
    expect(asPowerOfTwo(512)).toBeUndefined();
  });
});

describe('a row of equal ranges', () => {
  it('is named by count and size', () => {
    const region = {
      range: range(0, 192 * GiB),
      kind: 'soft-reserved' as const,
      name: 'sp',
      why: { rule: 'test/rule', steps: [] },
    };
    const row = Array.from({ length: 8 }, () => region);
    expect(itemName(row)).toBe('8 × 192 GiB');
    expect(itemName(row, 'SPM')).toBe('8 × 192 GiB SPM');
  });

  it('has the word for its kind in the lane while there is room', () => {
    const spm = { kindWord: () => 'SPM' };
    const partition = equalRow(8);
    const nameAt = (width: number) => textsOf(draw('compressed', partition, 600, width, spm).items[0])['name'];
    expect(nameAt(220)).toBe('8 × 192 GiB SPM');
    expect(nameAt(125)).toBe('8 × 192 GiB');
  });
});

/** The lane as a viewport of 600 px shows it. */
const inSight = (view: (base: AddressScale) => AxisView, partition = fourApuPartition, kind = 'compressed') => {
  const { pieces, scale } = draw(kind, partition);
  const seen = viewScale(scale, view(scale), 600);
  return { items: laneItems(pieces, seen, style), seen };
};

describe('a zoomed lane', () => {
  it('has only what is in sight', () => {
    const { items } = inSight((base) => fitRange(base, range(194 * GiB, 322 * GiB), 600));
    expect(items.map(({ regions }) => regions[0]?.name)).toEqual(['sp1', 'sp2', 'sp3']);
  });

  it('keeps keys however it is panned', () => {
    const keysOf = (items: readonly LaneItem[]) => new Map(items.map(({ key, range: { start } }) => [start, key]));
    const all = keysOf(draw('compressed').items);
    const { items } = inSight((base) => fitRange(base, range(194 * GiB, 578 * GiB), 600));
    for (const { key, range: each } of items) expect(key).toBe(all.get(each.start));
  });

  it('cuts what reaches far out of sight, but leaves its edges in sight to the pixel', () => {
    const edge = 322 * GiB;
    const { items, seen } = inSight((base) => fitRange(base, range(edge - 2 * KiB, edge + 2 * KiB), 600));
    expect(items).toHaveLength(2);
    expect((items[0]?.top ?? 0) + (items[0]?.height ?? 0)).toBe(seen.toPixel(edge));
    expect(items[0]?.top).toBe(-1000);
    expect(items[1]?.top).toBe(seen.toPixel(edge));
    expect(items[1]?.height).toBeLessThan(2000);
    expect(textsOf(items[1])).toMatchObject({ name: 'sp3', size: '128 GiB' });
  });

  it('opens a folded gap once it is tall, and draws it folded before', () => {
    const gap = range(614 * GiB, 1012 * GiB);
    const formAt = (zoom: number) =>
      inSight((base) => centred(base, { ...homeView(base), zoom }, gap, 600)).items.find(
        ({ range: each }) => each.start === gap.start,
      )?.form;
    expect(formAt(1)).toBe('fold');
    expect(formAt(2.9)).toBe('fold');
    expect(formAt(3.1)).toBe('gap');
  });
});

describe('ten thousand ranges', () => {
  const cuts = Array.from({ length: 10_000 }, (_, index) => (index + 1) * 16 * MiB + (index % 5) * MiB);
  const crowd = partitionOf(2 ** 40, cuts);

  it('are never more items than pixels, and each range is in one of them', () => {
    for (const kind of ['compressed', 'equal', 'linear', 'log']) {
      const { items, seen } = inSight((base) => fitAll(base, 600), crowd, kind);
      expect(items.length).toBeLessThanOrEqual(210);
      const shown = items.filter(({ kind: each }) => each !== 'hole').reduce((sum, { count }) => sum + count, 0);
      expect(shown).toBe(crowd.regions.filter(({ kind: each }) => each !== 'hole').length);
      items.slice(1).forEach((item, index) => {
        const before = items[index];
        const isClose = item.form === 'tick' && before?.form === 'tick' && item.top - before.top < 4;
        expect(isClose).toBe(false);
      });
      expect(seen.seen).toEqual(seen.window);
    }
  });

  it('are joined to the same ticks while one pans', () => {
    const ticksAt = (by: number) => {
      const view = (base: AddressScale) => panned(base, { ...fitAll(base, 600), zoom: 0.05 }, 2300 + by, 600);
      return inSight(view, crowd).items.filter(({ top, form }) => form === 'tick' && top > 40 && top < 560);
    };
    const starts = new Set(ticksAt(0).map(({ range: each }) => each.start));
    const later = ticksAt(13).filter(({ top }) => top < 540);
    expect(later.length).toBeGreaterThan(50);
    expect(later.every(({ range: each }) => starts.has(each.start))).toBe(true);
  });

  it('know how many and which ranges a tick stands for', () => {
    const { items } = inSight((base) => fitAll(base, 600), crowd, 'equal');
    for (const item of items.filter(({ form }) => form === 'tick')) {
      expect(item.regions).toHaveLength(item.count);
      expect(item.regions[0]?.range.start).toBe(item.range.start);
      expect(item.regions.at(-1)?.range.end).toBe(item.range.end);
    }
  });
});

function equalRow(count: number): Partition {
  const each = 192 * GiB;
  const why = { rule: 'test/rule', steps: [] };
  const regions = Array.from({ length: count }, (_, index) => ({
    range: range(index * each, (index + 1) * each),
    kind: 'soft-reserved' as const,
    name: `sp${index}`,
    why,
  }));
  return { limit: range(0, count * each).end, regions };
}

describe('what lies under the pointer', () => {
  it('is the item that is drawn there', () => {
    const { items } = draw('compressed');
    for (const item of items) {
      expect(itemAt(items, item.top + item.height / 2)).toBe(item);
      expect(itemAt(items, item.top)).toBe(item);
    }
    expect(itemAt(items, -1)).toBeUndefined();
    expect(itemAt(items, 10_000)).toBeUndefined();
  });

  it('is a tick from 3 px away', () => {
    const { items } = draw('linear', partitionOf(2 ** 40, [512 * GiB, 512 * GiB + MiB, 512 * GiB + 2 * MiB]));
    const tick = items.find((item) => item.form === 'tick');
    expect(tick).toBeDefined();
    expect(itemAt(items, (tick?.top ?? 0) - 2.5)).toBe(tick);
  });
});

describe('sizes in the picture', () => {
  it('are exact where they are short and marked where they are rounded', () => {
    expect(shortSize(128 * GiB)).toBe('128 GiB');
    expect(shortSize(2 ** 48 - 4097)).toBe('≈ 256 TiB');
  });

  it('shorten a name with an ellipsis, or leave it out', () => {
    expect(fitText('sp1', 12, 100)).toBe('sp1');
    expect(fitText('a-very-long-device-identifier', 12, 80)).toMatch(/^a-very.*…$/);
    expect(fitText('long', 12, 10)).toBeUndefined();
  });
});
