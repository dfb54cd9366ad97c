import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSize } from './size';

const GIB = 2n ** 30n;
const read = (text: string): bigint | string => {
  const size = parseSize(text);
  return size.ok ? size.value : size.error;
};

describe('a size', () => {
  it.each([
    ['128M', 128n * 2n ** 20n],
    ['1.5G', (GIB * 3n) / 2n],
    ['.5G', GIB / 2n],
    ['5.G', 5n * GIB],
    ['0128M', 128n * 2n ** 20n],
    [' +2g', 2n * GIB],
    ['256.0', 256n],
    ['0x800', 2048n],
    ['15E', 15n * 2n ** 60n],
    ['1b', 1n],
  ])('%s is read', (text, bytes) => {
    expect(read(text)).toBe(bytes);
  });

  it('rounds a fraction to the nearest byte through a double, as QEMU does', () => {
    expect(read('1.0000005G')).toBe(0x4000_0219n);
    expect(read('1.0005K')).toBe(1025n);
  });

  it.each(['', 'foo', '2GB', '2GiB', '1e3M', '0x10M', '1.5', '1.5B', '2G ', '1..G', '.G', '.', '-', '0x', '1.5.5G'])(
    '%j is malformed',
    (text) => {
      expect(read(text)).toBe('malformed');
    },
  );

  it.each(['16E', '-1', '-.5', '99999999999999999999', '0xffffffffffffffffff'])('%s is out of range', (text) => {
    expect(read(text)).toBe('range');
  });

  it('is malformed rather than out of range when something stands behind the digits', () => {
    expect(read('-1M')).toBe('malformed');
    expect(read('99999999999999999999M')).toBe('malformed');
  });

  it('never throws and stays within 64 bits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[ +-]?[0-9.xXeEkKmMgG]*$/)), (text) => {
        const size = parseSize(text);
        return !size.ok || (size.value >= 0n && size.value < 2n ** 64n);
      }),
    );
  });

  it('reads back every count of bytes', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (bytes) => read(String(bytes)) === bytes));
  });
});
