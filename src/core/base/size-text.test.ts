import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDR_LIMIT, addr, GiB, KiB, MiB, TiB } from './addr';
import { range } from './range';
import {
  approximateSize,
  formatAddress,
  formatRange,
  formatSize,
  hexGroups,
  parseAddress,
  parseRange,
  parseSize,
  SIZE_LIMIT,
} from './size-text';

const anySize = fc.oneof(
  fc.maxSafeNat(),
  fc.tuple(fc.nat(4096), fc.nat(4)).map(([count, power]) => count * 1024 ** power),
  fc.constantFrom(0, 1, SIZE_LIMIT, SIZE_LIMIT - 1),
);
const anyAddress = fc.oneof(
  fc.maxSafeNat().map((n) => n % ADDR_LIMIT),
  fc.nat(65_536),
  fc.constantFrom(ADDR_LIMIT),
);

describe('parseSize', () => {
  it.each([
    ['128G', 128 * GiB],
    ['128GiB', 128 * GiB],
    ['128 GiB', 128 * GiB],
    ['128 gib', 128 * GiB],
    [' 128\u00a0GiB ', 128 * GiB],
    ['0x2000000000', 128 * GiB],
    ['0X2000000000', 128 * GiB],
    ['137438953472', 128 * GiB],
    ['137_438_953_472', 128 * GiB],
    ['137,438,953,472', 128 * GiB],
    ['0xC000_0000', 3 * GiB],
    ['1.5T', 1536 * GiB],
    ['.5G', 512 * MiB],
    ['5.G', 5 * GiB],
    ['2,815 MiB', 2815 * MiB],
    ['0.0009765625K', 1],
    ['512 bytes', 512],
    ['1 byte', 1],
    ['64B', 64],
    ['0', 0],
    ['8P', SIZE_LIMIT],
  ])('reads "%s"', (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  it.each([
    ['', 0, 'Nothing is written', '128 GiB'],
    ['-4G', 0, 'negative', '4G'],
    ['1.3G', 0, 'not a whole number of bytes', '1,395,864,371 or 1,395,864,372'],
    ['0.5', 0, 'not a whole number of bytes', '0 or 1'],
    ['128GB', 3, '10^9 to some and 2^30', '128 GiB or 128G'],
    ['128 X', 4, '"X" is not a unit', 'GiB'],
    ['128G,slots=4', 3, 'is not a unit', 'GiB'],
    ['0x10G', 4, 'take none', '0x10'],
    ['0xc00z', 5, 'not a hexadecimal digit', '0xc00'],
    ['0x', 2, 'no digit', '0x2000000000'],
    ['c0000000', 0, 'does not begin with 0x', '0xc0000000'],
    ['3080000000a', 0, 'does not begin with 0x', '0x3080000000a'],
    ['0100000000', 0, 'decimal, octal or hexadecimal', '100000000, or 0x100000000'],
    ['1,5G', 1, 'does not group thousands', '1.5G'],
    ['GiB', 0, 'does not begin with a number', '128 GiB'],
    ['9P', 0, 'more than 8 PiB', 'at most 8 PiB'],
    ['0x20000000000001', 0, 'more than 8 PiB', 'at most 8 PiB'],
    ['1'.repeat(65), 0, 'at most 64 characters', '128 GiB'],
  ])('refuses "%s" and says where, why and what would work', (text, index, message, works) => {
    const result = parseSize(text);
    expect(result).toMatchObject({ ok: false, error: { index } });
    expect(result.ok ? '' : result.error.message).toContain(message);
    expect(result.ok ? '' : result.error.works).toContain(works);
  });

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseSize(text).ok === 'boolean'));
    const close = fc.string({ unit: fc.constantFrom(...'0123456789xXabefGgKiB.,_ -+') });
    fc.assert(
      fc.property(close, (text) => {
        const result = parseSize(text);
        return result.ok ? Number.isInteger(result.value) && result.value >= 0 : result.error.index <= text.length;
      }),
    );
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [513 * KiB, '513 KiB'],
    [8 * GiB - 513 * KiB, '8,388,095 KiB'],
    [2815 * MiB, '2,815 MiB'],
    [1012 * GiB, '1,012 GiB'],
    [128 * GiB, '128 GiB'],
    [242.5 * GiB, '242.5 GiB'],
    [255 * TiB, '255 TiB'],
    [SIZE_LIMIT, '8 PiB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it('writes what the reader reads back exactly', () => {
    fc.assert(
      fc.property(anySize, (bytes) => {
        expect(parseSize(formatSize(bytes))).toEqual({ ok: true, value: bytes });
      }),
    );
  });

  it('takes a fraction or a negative size for the bug that it is', () => {
    expect(() => formatSize(0.5)).toThrow(RangeError);
    expect(() => formatSize(-1)).toThrow(RangeError);
  });
});

describe('approximateSize', () => {
  it.each([
    [0x43_a720_0000 - 0x30_8000_0000, '76.61 GiB', false],
    [2815 * MiB, '2.75 GiB', false],
    [128 * GiB, '128 GiB', true],
    [1.5 * TiB, '1.5 TiB', true],
    [MiB - 1, '1 MiB', false],
    [0.4, '0 bytes', false],
    [1, '1 byte', true],
  ])('writes %d as %s', (bytes, text, exact) => {
    expect(approximateSize(bytes)).toEqual({ text, exact });
  });

  it('says exact only where the text reads back as the very same size', () => {
    fc.assert(
      fc.property(anySize, (bytes) => {
        const { text, exact } = approximateSize(bytes);
        const read = parseSize(text);
        expect(read.ok && read.value === bytes).toBe(exact);
      }),
    );
  });
});

describe('addresses', () => {
  it('are written in plain lower-case hexadecimal', () => {
    expect(formatAddress(0x30_8000_0000)).toBe('0x3080000000');
    expect(formatAddress(0)).toBe('0x0');
  });

  it('read back what was written', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual({ ok: true, value: address });
      }),
    );
  });

  it('are refused beyond 52 bits', () => {
    expect(parseAddress('0x10000000000000')).toEqual({ ok: true, value: ADDR_LIMIT });
    expect(parseAddress('0x10000000000001')).toMatchObject({ ok: false, error: { works: 'at most 0xfffffffffffff' } });
  });

  it('fall into groups of four digits from the right', () => {
    expect(hexGroups(0x30_8000_0000)).toEqual(['30', '8000', '0000']);
    expect(hexGroups(0)).toEqual(['0']);
    expect(hexGroups(0x8000)).toEqual(['8000']);
    fc.assert(fc.property(anyAddress, (address) => `0x${hexGroups(address).join('')}` === formatAddress(address)));
  });
});

describe('ranges', () => {
  it('are written with their last address', () => {
    expect(formatRange(range(0x1_8000_0000, 0x9_8000_0000))).toBe('0x180000000-0x97fffffff');
    expect(formatRange(range(0x1000, 0x1000))).toBe('empty at 0x1000');
  });

  it('read back what was written', () => {
    fc.assert(
      fc.property(anyAddress, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (at, bytes) => {
        const start = Math.min(at, ADDR_LIMIT - bytes);
        const given = range(start, start + bytes);
        expect(parseRange(formatRange(given))).toEqual({ ok: true, value: given });
        expect(parseRange(`${formatAddress(start)}+${bytes}`)).toEqual({ ok: true, value: given });
      }),
    );
  });

  it('are read with an end or with a size', () => {
    const expected = { ok: true, value: { start: addr(4 * GiB), end: addr(36 * GiB) } };
    expect(parseRange('4G..0x8ffffffff')).toEqual(expected);
    expect(parseRange('0x100000000 – 0x8ffffffff')).toEqual(expected);
    expect(parseRange('4 GiB + 32 GiB')).toEqual(expected);
  });

  it.each([
    ['4G', 0, 'not a range'],
    ['4G..3G', 4, 'empty'],
    ['4G+0', 3, 'empty'],
    ['4G+4x', 4, 'not a unit'],
    ['0xffffffffff000+8K', 16, '52 bits'],
  ])('are refused with the place of the cause: %s', (text, index, message) => {
    const result = parseRange(text);
    expect(result).toMatchObject({ ok: false, error: { index } });
    expect(result.ok ? '' : result.error.message).toContain(message);
  });
});
