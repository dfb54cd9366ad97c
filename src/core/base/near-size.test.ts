import { expect, test } from 'vitest';
import { GiB, KiB, MiB } from './addr';
import { nearSize } from './near-size';

test.each([
  [0, '0 bytes'],
  [12 * GiB, '12 GiB'],
  [8 * GiB - 513 * KiB, '8 GiB − 513 KiB'],
  [2 * GiB + 4 * KiB, '2 GiB + 4 KiB'],
  [639 * KiB, '639 KiB'],
  [16 * MiB - KiB, '16 MiB − 1 KiB'],
  [34_100_047_872, 'about 31.76 GiB'],
])('%d bytes are said as %s', (bytes, text) => {
  expect(nearSize(bytes)).toBe(text);
});
