import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB, KiB, MiB } from '../core/base/addr';
import { range } from '../core/base/range';
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

  it('keeps every entry visible and none over another, small ones at the start included', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 2 ** 22 }), { minLength: 2, maxLength: 60 }), (cuts) => {
        const edges = [...cuts].sort((a, b) => a - b).map((cut) => cut * KiB);
        const entries = edges.slice(1).map((end, index) => ({ range: range(edges[index] ?? 0, end) }));
        const boxes = stripBoxes(entries, scale(partitionOf(2 ** 33, [4 * GiB])));
        expect(boxes).toHaveLength(entries.length);
        boxes.forEach((box, index) => {
          const before = boxes[index - 1];
          expect(box.height).toBeGreaterThanOrEqual(3 - 1e-9);
          expect(box.top).toBeGreaterThanOrEqual(before === undefined ? 0 : before.top + before.height - 1e-9);
        });
      }),
    );
  });
});
