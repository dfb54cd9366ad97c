import { describe, expect, test } from 'vitest';
import { layout } from '../../document/layout-builder';
import { importText } from '../importers';
import { exporters } from '../exporters';
import { planOf, twoStacks, written } from './layouts-for-tests';

describe('etc/e820', () => {
  test.each(['7.2', '6.18'])('as the lines of Linux %s is read back with the same ranges', (kernel) => {
    const text = written('e820-dmesg', { ...twoStacks, boot: { kernel } });
    const read = importText(text);
    const ranges = read.ok ? read.value.document.host.ranges : [];
    const entries = planOf(twoStacks).snapshots[0]?.tables?.e820 ?? [];
    expect(ranges.map(({ start, size, type }) => [start, start + size, type])).toEqual(
      entries.map(({ range, type }) => [range.start, range.end, type]).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
    );
  });

  test('as JSON, CSV and C has its entries in file order', () => {
    const starts = ['0xfd00000000', '0x0', '0x100000000', '0x1080000000', '0x3080000000'];
    const json = JSON.parse(written('e820-json', twoStacks)) as readonly { readonly start: string }[];
    expect(json.map(({ start }) => start)).toEqual(starts);
    const rows = written('e820-csv', twoStacks).trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(starts);
    const c = [...written('e820-c', twoStacks).matchAll(/\{ (0x[\da-f]{16}),/g)];
    expect(c.map(([, start = '']) => BigInt(start))).toEqual(starts.map((start) => BigInt(start)));
  });

  test('is none in any form where QEMU does not start', () => {
    const document = layout().ram('4G', { maxmem: '2G' }).build();
    for (const id of ['e820-dmesg', 'e820-json', 'e820-csv', 'e820-c', 'linux-e820']) {
      expect(exporters.find(id)?.write(planOf(document), document), id).toMatchObject({
        ok: false,
        error: { code: 'export/does-not-start' },
      });
    }
  });
});

describe('the guest’s log', () => {
  test('tells what firmware handed on, then what parameters made of it', () => {
    const boot = { firmware: 'ovmf', kernel: '7.2', append: 'memmap=1G%0x200000000-1+2' };
    const lines = written('linux-e820', { ...twoStacks, boot }).split('\n');
    expect(lines[0]).toBe('BIOS-provided physical RAM map:');
    expect(lines).toContain('BIOS-e820: [mem 0x0000001080000000-0x000000507fffffff]  soft reserved');
    expect(lines).toContain('user-defined physical RAM map:');
    expect(lines).toContain('user: [mem 0x0000000200000000-0x000000023fffffff]  device reserved');
  });

  test('is none of a firmware that nobody knows', () => {
    const document = { ...twoStacks, boot: { firmware: 'coreboot' } };
    expect(written('linux-e820', document)).toBe(
      'There is no log of a guest: nothing is known of the firmware coreboot.',
    );
  });
});
