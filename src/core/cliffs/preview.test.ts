import { describe, expect, it } from 'vitest';
import { GiB } from '../base/addr';
import { fourApu } from '../document/samples/four-apu';
import { preview } from './preview';
import { fromCommandLine } from './layouts-for-tests';

const set = (path: string, value: number | undefined) => [{ op: 'set', path, value }] as const;

describe('a preview of a change', () => {
  it('says what moves when maxmem passes the last value below the HyperTransport range', () => {
    const seen = preview(fourApu.document, set('memory.maxmem', 979 * GiB));
    expect(seen).toMatchObject({ starts: true, bitsNeeded: 41, bitsAvailable: 48 });
    expect(seen.remarks[0]).toBe('RAM jumps to 1 TiB.');
    const high = seen.moved.find(({ name }) => name === 'RAM high');
    expect(high).toMatchObject({ before: { start: 4 * GiB }, after: { start: 1024 * GiB } });
    expect(seen.moved.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['sp1', 'sp2', 'sp3', 'sp4', '64-bit PCI hole']),
    );
    expect(seen.moved.map(({ name }) => name)).not.toContain('RAM low');
  });

  it('says in QEMU’s words that it would refuse', () => {
    const seen = preview(
      fromCommandLine('-machine q35 -cpu Skylake-Server,phys-bits=43 -m 4G'),
      set('machine.pciHole64Size', 8192 * GiB),
    );
    expect(seen).toMatchObject({
      starts: false,
      error: 'Address space limit 0x7ffffffffff < 0x8017fffffff phys-bits too low (43)',
      bitsNeeded: 44,
      bitsAvailable: 43,
    });
  });

  it('tells of the split of low RAM and of the entries that come with it', () => {
    const seen = preview(fromCommandLine('-machine q35 -m 2815M'), set('memory.size', 2816 * 2 ** 20));
    expect(seen.remarks).toEqual(
      expect.arrayContaining(['2 GiB of RAM stay below 4 GiB, the rest lies from 0x100000000 on.']),
    );
    expect(seen.remarks.some((remark) => remark.startsWith('etc/e820 has '))).toBe(true);
  });

  it('finds nothing where nothing changes, and says what cannot be', () => {
    expect(preview(fourApu.document, [])).toMatchObject({ starts: true, moved: [], remarks: [] });
    expect(preview(fourApu.document, set('memory.size', -1))).toMatchObject({ starts: false, moved: [] });
    expect(preview(fourApu.document, [{ op: 'remove', path: 'devices.99' }]).error).toContain('devices.99');
  });
});
