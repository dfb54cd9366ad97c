import { expect, test } from 'vitest';
import { layout } from '../document/layout-builder';
import { cpuGpuModule } from '../document/samples/cpu-gpu-module';
import { fourApu } from '../document/samples/four-apu';
import type { LayoutDocument } from '../document/schema';
import { readE820Blob } from './e820-blob';
import { exportLayout } from './export-layout';
import { importText } from './importers';

const text = (id: string, document: LayoutDocument): string => {
  const file = exportLayout(id, document);
  return file.ok && typeof file.value.content === 'string' ? file.value.content : '';
};

test('the host’s table is written as its kernel would print it', () => {
  const lines = text('host-e820-text', fourApu.document).split('\n');
  expect(lines.slice(0, 2).every((line) => line.startsWith('# '))).toBe(true);
  expect(lines.slice(2)).toEqual([
    'BIOS-e820: [mem 0x0000000000000000-0x000000007fffffff] usable',
    'BIOS-e820: [mem 0x0000000100000000-0x000000407fffffff] usable',
    'BIOS-e820: [mem 0x0000004080000000-0x000000607fffffff] soft reserved',
    'BIOS-e820: [mem 0x0000006080000000-0x000000807fffffff] soft reserved',
    'BIOS-e820: [mem 0x0000008080000000-0x000000a07fffffff] soft reserved',
    'BIOS-e820: [mem 0x000000a080000000-0x000000c07fffffff] soft reserved',
    'BIOS-e820: [mem 0x000000fd00000000-0x000000ffffffffff] reserved',
    '',
  ]);
});

test('what is written reads back as the same ranges', () => {
  const read = importText(text('host-e820-text', fourApu.document));
  const ranges = (document: LayoutDocument) => document.host.ranges.map(({ start, size, type }) => [start, size, type]);
  expect(read.ok && ranges(read.value.document)).toEqual(ranges(fourApu.document));
});

test('its bytes are those of etc/e820: 20 an entry, in the order of the table', () => {
  const file = exportLayout('host-e820', fourApu.document);
  const bytes = file.ok && typeof file.value.content !== 'string' ? file.value.content : new Uint8Array();
  expect(bytes).toHaveLength(7 * 20);
  const read = readE820Blob(bytes);
  expect(read.ok && read.value.slice(1, 3)).toEqual([
    { base: 0x1_0000_0000n, length: 0x3f_8000_0000n, type: 1 },
    { base: 0x40_8000_0000n, length: 2n ** 37n, type: 0xefff_ffff },
  ]);
});

test('RAM that a layout has cut between nodes is one entry again', () => {
  const log = 'BIOS-e820: [mem 0x100000000-0x2ffffffff] usable\n';
  const nodes =
    '[    0.0] ACPI: SRAT: Node 0 PXM 0 [mem 0x100000000-0x1ffffffff]\n[    0.0] ACPI: SRAT: Node 1 PXM 1 [mem 0x200000000-0x2ffffffff]';
  const read = importText(log + nodes);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.document.host.ranges).toHaveLength(2);
  const file = exportLayout('host-e820', read.value.document);
  const blob = file.ok && typeof file.value.content !== 'string' ? readE820Blob(file.value.content) : undefined;
  expect(blob).toEqual({ ok: true, value: [{ base: 0x1_0000_0000n, length: 0x2_0000_0000n, type: 1 }] });
});

test('as data it says what each entry backs', () => {
  const { title, entries } = JSON.parse(text('host-e820-json', fourApu.document)) as {
    title: string;
    entries: readonly Record<string, unknown>[];
  };
  expect(title).toBe('Four APUs, 128 GiB HBM each');
  expect(entries[2]).toEqual({
    start: '0x4080000000',
    end: '0x607fffffff',
    size: 2 ** 37,
    type: 0xefff_ffff,
    kind: 'soft reserved',
    name: 'HBM 0',
    node: 1,
    backs: [{ start: '0x4080000000', end: '0x607fffffff', size: 2 ** 37, guest: '0x1080000000', problems: [] }],
  });
});

test.each([
  ['a layout without a host', layout().build(), 'export/no-host'],
  ['a host without E820', cpuGpuModule.document, 'export/no-host-e820'],
])('%s has no table of it', (_title, document, code) => {
  for (const id of ['host-e820', 'host-e820-text', 'host-e820-json'])
    expect(exportLayout(id, document)).toMatchObject({ ok: false, error: { code } });
});
