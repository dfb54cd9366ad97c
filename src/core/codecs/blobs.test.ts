import { describe, expect, it } from 'vitest';
import recorded from '../../fixtures/qemu-11.1/recorded.json?raw';
import { fromHex } from '../base/bytes';
import { readE820Blob } from './e820-blob';
import { readSratBlob } from './srat-blob';

interface Case {
  readonly id: string;
  readonly e820: readonly (readonly [string, string, number])[] | null;
  readonly e820_hex: string | null;
  readonly srat_hex: string | null;
  readonly srat_mem: readonly { pxm: number; base: string; length: string; flags: number }[] | null;
}

const cases = JSON.parse(recorded) as Case[];
const bytesOf = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
};
const hex = (value: bigint) => `0x${value.toString(16)}`;

describe('an E820 blob', () => {
  it('gives the entries of every recorded file', () => {
    for (const { id, e820, e820_hex } of cases) {
      if (e820_hex === null) continue;
      const read = readE820Blob(bytesOf(e820_hex));
      const rows = read.ok ? read.value.map(({ base, length, type }) => [hex(base), hex(length), type]) : read.error;
      expect(rows, id).toEqual(e820);
    }
  });

  it('says where it was cut', () => {
    const read = readE820Blob(new Uint8Array(47));
    expect(read).toMatchObject({ ok: false, error: { code: 'e820/cut-entry', offset: 40, length: 7 } });
  });

  it('is empty without bytes', () => {
    expect(readE820Blob(new Uint8Array())).toEqual({ ok: true, value: [] });
  });

  it('is refused where it is longer than any table', () => {
    expect(readE820Blob(new Uint8Array(20 * 70_000))).toMatchObject({ ok: false, error: { code: 'e820/too-long' } });
  });
});

describe('an SRAT blob', () => {
  const example = bytesOf(cases.find(({ srat_hex }) => srat_hex !== null)?.srat_hex ?? '');

  it('gives the memory entries of every recorded table', () => {
    for (const { id, srat_hex, srat_mem } of cases) {
      if (srat_hex === null) continue;
      const read = readSratBlob(bytesOf(srat_hex));
      const entries = read.ok ? read.value.entries : [];
      const rows = entries.flatMap((entry) =>
        entry.type === 'memory'
          ? [{ pxm: entry.node, base: hex(entry.base), length: hex(entry.length), flags: entry.flags }]
          : [],
      );
      expect(rows, id).toEqual(srat_mem);
    }
  });

  it('reads the ids and that the firmware has not summed it up yet', () => {
    expect(readSratBlob(example)).toMatchObject({
      value: { revision: 1, oemId: 'BOCHS ', oemTableId: 'BXPC    ', checksumValid: false },
    });
  });

  it('gives a result for every truncation', () => {
    for (let length = 0; length < example.length; length += 1) {
      const read = readSratBlob(example.subarray(0, length));
      expect(read.ok ? undefined : read.error.offset, String(length)).toBeTypeOf('number');
    }
  });

  it('refuses a structure that says it has no length, with its offset', () => {
    const bytes = example.slice();
    bytes[49] = 0;
    expect(readSratBlob(bytes)).toMatchObject({ ok: false, error: { code: 'srat/length', offset: 49 } });
  });

  it('refuses another table by its name', () => {
    const bytes = example.slice();
    bytes.set([0x53, 0x4c, 0x49, 0x54]);
    expect(readSratBlob(bytes)).toMatchObject({ ok: false, error: { code: 'srat/signature', offset: 0 } });
  });
});
