import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { fitRange, viewScale } from './axis-view';
import { fourApuPartition, partitionOf } from './partition-for-tests';
import { axisPieces } from './pieces';
import { scales } from './scales';
import { stripBoxes } from './strip';

const scale = (partition = fourApuPartition) => {
  const [compressed] = scales.all;
  if (compressed === undefined) throw new Error('the table of scales is empty');
  return compressed.build(axisPieces(partition), 600);
};

const fileOrder = [
  { range: range(0xfd_0000_0000, 0x100_0000_0000), type: 2 },
  { range: range(0, 2 * GiB), type: 1 },
  { range: range(4 * GiB, 66 * GiB), type: 1 },
];

describe('a table as a strip', () => {
  it('lies on the scale of the lane, in address order, and knows the place of each entry in the file', () => {
    const axis = scale();
    const boxes = stripBoxes(fileOrder, axis);
    expect(boxes.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(boxes[1]?.top).toBeCloseTo(axis.toPixel(4 * GiB));
    expect(boxes[1]?.height).toBeCloseTo(axis.toPixel(66 * GiB) - axis.toPixel(4 * GiB));
  });

  it('has letters from 18 px', () => {
    expect(stripBoxes(fileOrder, scale()).every(({ chip }) => chip)).toBe(true);
  });

  it('draws small firmware ranges 3 px tall at the foot of the large one, in order', () => {
    const small = [
      { range: range(0, 2 * GiB - 3 * MiB) },
      { range: range(2 * GiB - 3 * MiB, 2 * GiB - 2 * MiB) },
      { range: range(2 * GiB - 2 * MiB, 2 * GiB - MiB) },
      { range: range(2 * GiB - MiB, 2 * GiB) },
    ];
    const axis = scale();
    const [large, ...rest] = stripBoxes(small, axis);
    const foot = axis.toPixel(2 * GiB);
    expect(rest.map(({ top }) => foot - top)).toEqual([
      expect.closeTo(9, 0),
      expect.closeTo(6, 0),
      expect.closeTo(3, 0),
    ]);
    expect(large?.height).toBeCloseTo(foot - 9, 0);
  });

  it('draws none over another and leaves none out, as many as there may be', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 2 ** 22 }), { minLength: 2, maxLength: 60 }), (cuts) => {
        const edges = [...cuts].sort((a, b) => a - b).map((cut) => cut * KiB);
        const entries = edges.slice(1).map((end, index) => ({ range: range(edges[index] ?? 0, end) }));
        const boxes = stripBoxes(entries, scale(partitionOf(2 ** 33, [4 * GiB])));
        expect(boxes.reduce((sum, { count }) => sum + count, 0)).toBe(entries.length);
        boxes.forEach((box, index) => {
          const before = boxes[index - 1];
          expect(box.height).toBeGreaterThanOrEqual(3 - 1e-9);
          expect(box.top).toBeGreaterThanOrEqual(before === undefined ? 0 : before.top + before.height - 1e-9);
        });
      }),
    );
  });

  it('makes one box of thin entries that have no room to stand on their own', () => {
    const entries = Array.from({ length: 5000 }, (_, index) => ({ range: range(index * MiB, (index + 1) * MiB) }));
    const axis = scale(partitionOf(2 ** 33, [4 * GiB]));
    const boxes = stripBoxes(entries, axis);
    expect(boxes.length).toBeLessThan(axis.height / 2);
    expect(boxes.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    for (const { entry, top } of boxes) expect(Math.abs(top - axis.toPixel(entry.range.start))).toBeLessThan(4);
  });

  it('draws entries that claim the same bytes at their true places, and says so', () => {
    const entries = [
      { range: range(0, 2 * GiB) },
      { range: range(GiB, 4 * GiB) },
      { range: range(4 * GiB, 66 * GiB) },
      { range: range(64 * GiB, 64 * GiB + 4 * KiB) },
    ];
    const axis = scale();
    const boxes = stripBoxes(entries, axis);
    expect(boxes.map(({ index, overlap }) => [index, overlap ?? false])).toEqual([
      [0, true],
      [1, true],
      [2, true],
      [3, true],
    ]);
    boxes.forEach(({ entry, top, height }) => {
      expect(top).toBeCloseTo(axis.toPixel(entry.range.start), 9);
      expect(height).toBeGreaterThanOrEqual(3);
    });
  });

  it('leaves out what is out of sight, but for what reaches into it', () => {
    const axis = scale();
    const seen = viewScale(axis, fitRange(axis, range(200 * GiB, 201 * GiB), 600), 600);
    const entries = [
      { range: range(500 * GiB, 501 * GiB) },
      { range: range(0, GiB) },
      { range: range(66 * GiB, 450 * GiB) },
    ];
    const boxes = stripBoxes(entries, seen);
    expect(boxes.map(({ index }) => index)).toEqual([2]);
    expect(boxes[0]?.top).toBeLessThan(0);
    expect((boxes[0]?.top ?? 0) + (boxes[0]?.height ?? 0)).toBeGreaterThan(600);
  });
});
