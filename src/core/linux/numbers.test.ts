import { describe, expect, it } from 'vitest';
import { readNumber, readSize } from './numbers';

describe('numbers of the kernel’s command line', () => {
  it.each([
    ['512M', 512n * 2n ** 20n, 4],
    ['0x10', 16n, 4],
    ['0x1E', 0x1en, 4],
    ['010k', 8n * 1024n, 4],
    ['4g', 4n * 2n ** 30n, 2],
    ['2T@', 2n * 2n ** 40n, 2],
    ['1P', 2n ** 50n, 2],
    ['1E', 2n ** 60n, 2],
    ['16E', 0n, 3],
    ['18446744073709551616', 0n, 20],
    ['0x', 0n, 1],
    ['', 0n, 0],
    ['x', 0n, 0],
    ['-1', 0n, 0],
  ])('%s', (text, value, length) => {
    expect(readSize(text)).toEqual({ value, length });
  });

  it('have no suffix where a type is read', () => {
    expect(readNumber('0xefffffffK')).toEqual({ value: 0xefffffffn, length: 10 });
  });
});
