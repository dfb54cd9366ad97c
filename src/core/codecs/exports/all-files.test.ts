import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { layout } from '../../document/layout-builder';
import { samples } from '../../document/samples/index';
import { importText } from '../importers';
import { allFiles, type Manifest } from './all-files';
import { planOf, twoStacks, written } from './layouts-for-tests';

function unpacked(document = twoStacks): ReturnType<typeof unzipSync> {
  const file = allFiles.write(planOf(document), document);
  if (!file.ok || typeof file.value.content === 'string') throw new Error('no zip');
  return unzipSync(file.value.content);
}

describe('all files in one', () => {
  test.each(samples.all)('are as the manifest of $id says', ({ document }) => {
    const { 'manifest.json': text = new Uint8Array(), ...files } = unpacked(document);
    const manifest = JSON.parse(strFromU8(text)) as Manifest;
    expect(manifest.files.map(({ name }) => name)).toEqual(Object.keys(files));
    for (const { name, size, sha256 } of manifest.files) {
      const bytes = files[name] ?? new Uint8Array();
      expect([bytes.length, createHash('sha256').update(bytes).digest('hex')], name).toEqual([size, sha256]);
    }
    const layoutText = strFromU8(files[manifest.layout] ?? new Uint8Array());
    const read = importText(layoutText);
    expect(read.ok && read.value.document).toEqual(document);
  });

  test('have the same bytes at every time and in every time zone', () => {
    const before = process.env['TZ'];
    const bytesIn = (zone: string | undefined): unknown => {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
      const file = allFiles.write(planOf(twoStacks), twoStacks);
      return file.ok && file.value.content;
    };
    const [here, west, east] = [bytesIn(before), bytesIn('America/Los_Angeles'), bytesIn('Pacific/Auckland')];
    bytesIn(before);
    expect(west).toEqual(here);
    expect(east).toEqual(here);
  });

  test('are none where QEMU does not start', () => {
    const document = layout().ram('4G', { maxmem: '2G' }).build();
    const file = allFiles.write(planOf(document), document);
    expect(file).toMatchObject({ ok: false, error: { code: 'export/does-not-start' } });
  });
});

test('fw_cfg arguments name the files as the zip does, and say what QEMU refuses', () => {
  const text = written('fw-cfg', twoStacks);
  expect(text).toContain('-fw_cfg name=opt/physmap/e820,file=e820.bin\n');
  expect(text).toContain('-acpitable file=srat.bin\n');
  expect(text).toContain('#   duplicate fw_cfg file name: etc/e820\n');
  const files = Object.keys(unpacked());
  for (const [, name = ''] of text.matchAll(/^-.*file=(\S+)$/gm)) expect(files).toContain(name);
});
