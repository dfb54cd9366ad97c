import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter, fromHex, toHex } from './bytes';

describe('ByteWriter', () => {
  it('writes little-endian fields one after the other', () => {
    const bytes = new ByteWriter().u8(1).u16(0x203).u32(0x4050607).u64(0x8090a0b0c0d0e0fn).finish();
    expect(toHex(bytes)).toBe('01' + '0302' + '07060504' + '0f0e0d0c0b0a0908');
  });

  it('pads text to its width and refuses text that is longer', () => {
    expect(toHex(new ByteWriter().ascii('BOCHS', 6, 0x20).ascii('A', 3).finish())).toBe('424f43485320' + '410000');
    expect(() => new ByteWriter().ascii('TOOLONG', 6)).toThrow(RangeError);
  });

  it('patches what was written before, and nothing beyond it', () => {
    const writer = new ByteWriter().zeros(6).patch(2, 4, 0xdeadbeef);
    expect(toHex(writer.finish())).toBe('0000efbeadde');
    expect(() => writer.patch(3, 4, 0)).toThrow(RangeError);
  });

  it('refuses a value that its field cannot hold instead of cutting it', () => {
    expect(() => new ByteWriter().u8(256)).toThrow(RangeError);
    expect(() => new ByteWriter().u16(-1)).toThrow(RangeError);
    expect(() => new ByteWriter().u32(2 ** 32)).toThrow(RangeError);
    expect(() => new ByteWriter().u32(0.5)).toThrow(RangeError);
    expect(() => new ByteWriter().u64(2n ** 64n)).toThrow(RangeError);
  });
});

describe('ByteReader', () => {
  it('reads back what the writer wrote', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(0xffff), fc.nat(0xffffffff), fc.bigInt(0n, 2n ** 64n - 1n), (a, b, c, d) => {
        const reader = new ByteReader(new ByteWriter(1).u8(a).u16(b).u32(c).u64(d).ascii('SRAT').finish());
        expect([reader.u8(), reader.u16(), reader.u32(), reader.u64(), reader.ascii(4)]).toEqual([a, b, c, d, 'SRAT']);
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  it('cuts off a record whose claimed length is there, with offsets of the whole input', () => {
    const reader = new ByteReader(Uint8Array.of(9, 1, 2, 3));
    reader.skip(1);
    const record = reader.take(2);
    expect(record.ok && [record.value.offset, record.value.u16(), record.value.offset]).toEqual([1, 0x201, 3]);
    expect(reader.offset).toBe(3);
  });

  it('says what was missing when a claimed length is not there, and consumes nothing', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    reader.skip(1);
    expect(reader.take(20)).toEqual({ ok: false, error: { offset: 1, wanted: 20, available: 2 } });
    expect(reader.take(-1).ok).toBe(false);
    expect(reader.take(Number.NaN).ok).toBe(false);
    expect(reader.offset).toBe(1);
  });

  it('respects the offset of a view into a larger buffer', () => {
    expect(new ByteReader(Uint8Array.of(1, 2, 3, 4).subarray(2)).u16()).toBe(0x403);
  });

  it('throws when a caller reads past what it took', () => {
    expect(() => new ByteReader(Uint8Array.of(1)).u16()).toThrow(RangeError);
  });
});

describe('hex', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual({ ok: true, value: bytes });
      }),
    );
  });

  it('skips white space between bytes', () => {
    expect(fromHex(' 0a\n FF ')).toEqual({ ok: true, value: Uint8Array.of(10, 255) });
  });

  it('points at the first character that is not a hex digit', () => {
    expect(fromHex('0a0x')).toMatchObject({ ok: false, error: { index: 3 } });
    expect(fromHex('0a 0')).toMatchObject({ ok: false, error: { index: 4 } });
  });
});
