import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countText } from './count-text';

it('writes whole numbers as English does', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (count) => countText(count) === count.toLocaleString('en-US')));
  expect([0, 999, 1000, 100_000].map(countText)).toEqual(['0', '999', '1,000', '100,000']);
});
