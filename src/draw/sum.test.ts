import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GiB } from '../core/base/addr';
import type { SumTerm } from '../core/plan/plan';
import { drawSum, termText } from './sum';

const terms = (sizes: readonly number[]): SumTerm[] => {
  let end = 0;
  return sizes.map((size): SumTerm => {
    end += size;
    return { id: 'window', label: 'part', size, end, setBy: 'test' };
  });
};

/** `-m 4G,slots=8,maxmem=32G` on a CPU with 36 bits: 4 + 2 + 28 + 8 + 32 GiB. */
const tooLow = terms([4, 2, 28, 8, 32].map((size) => size * GiB));

describe('the sum of a refusal', () => {
  const drawing = drawSum(tooLow, 64 * GiB, 660);

  it('is true to size, with the limit between the last two terms', () => {
    const [low, , window] = drawing.boxes;
    expect((window?.height ?? 0) / (low?.height ?? 1)).toBeCloseTo(7);
    expect(drawing.limit / drawing.end).toBeCloseTo(64 / 74);
  });

  it('has ticks in GiB at a power of two', () => {
    expect(drawing.unit).toBe('GiB');
    expect(drawing.ticks.map(({ text }) => text)).toEqual(['0', '8', '16', '24', '32', '40', '48', '56', '64', '72']);
  });

  it('names its terms with a sign from the second on', () => {
    expect(tooLow.map(termText)).toEqual(['4 GiB', '+ 2 GiB', '+ 28 GiB', '+ 8 GiB', '+ 32 GiB']);
  });

  it('moves labels apart and keeps their order, however thin the terms are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2 ** 43 }), { minLength: 1, maxLength: 9 }), (sizes) => {
        const { boxes } = drawSum(terms(sizes), 2 ** 40, 500);
        boxes.forEach((box, index) => {
          expect(box.height).toBeGreaterThan(0);
          expect(box.label - (boxes[index - 1]?.label ?? -Infinity)).toBeGreaterThanOrEqual(31.9);
        });
      }),
    );
  });
});
