import { describe, expect, test } from 'vitest';
import { exporters } from '../core/codecs/exporters';
import { chunkBytes } from '../core/codecs/pictures/png-chunks';
import { samples } from '../core/document/samples/index';
import { layout } from '../core/document/layout-builder';
import { planOverTime } from '../core/timeline/plan';
import { exportFormats, missing, searchFormats } from './dialogs/export-formats';
import { mostWanted } from './exports';

test('the export dialog offers what the planner can write, all of it', () => {
  expect(exportFormats.map(({ id }) => id).toSorted()).toEqual(exporters.all.map(({ id }) => id).toSorted());
});

test('the export dialog calls formats as the command line does', () => {
  for (const { id, title } of exportFormats) expect(exporters.find(id)?.title).toBe(title);
});

test('formats are asked for with what their exporters need', () => {
  for (const { id, needs } of [...exportFormats, ...mostWanted]) expect(needs, id).toEqual(exporters.find(id)?.needs);
});

test('the menu calls what it offers as the dialog does', () => {
  for (const { id, title } of mostWanted) expect(exportFormats.find((format) => format.id === id)?.title).toBe(title);
});

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG = Uint8Array.from([
  ...SIGNATURE,
  ...chunkBytes('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
  ...chunkBytes('IEND', new Uint8Array()),
]);
const CONTEXT = { picture: '<svg></svg>', raster: PNG, link: '#d=x' };
const inUnlikeLayouts = [...samples.all.map(({ document }) => document), layout().ram('4G', { maxmem: '2G' }).build()];

test.each(exportFormats)('$id has the file name that the dialog says, and is missing where it says so', (format) => {
  for (const document of inUnlikeLayouts) {
    const { plan } = planOverTime(document, 0);
    const why = missing(format, plan, document.events.length);
    const file = exporters.find(format.id)?.write(plan, document, CONTEXT);
    // Which devices can be plugged later only the planner knows; the preview says it.
    if (file?.ok === false && file.error.code !== 'export/nothing-to-plug') expect(why, document.title).toBeDefined();
    if (file?.ok === true) {
      expect(why, document.title).toBeUndefined();
      const [before = '', behind = ''] = format.fileName.split('…');
      expect(file.value.fileName.startsWith(before) && file.value.fileName.endsWith(behind)).toBe(true);
      if (!format.fileName.includes('…')) expect(file.value.fileName).toBe(format.fileName);
    }
  }
});

describe('a search for formats', () => {
  test('finds by what people call them', () => {
    const found = (text: string) => searchFormats(text).flatMap(({ formats }) => formats.map(({ id }) => id));
    expect(found('c array')).toEqual(['e820-c']);
    expect(found('readconfig')).toEqual(['qemu-config']);
    expect(found('SHA zip')).toEqual(['all-files']);
    expect(found('dmesg')).toContain('linux-e820');
    expect(found('')).toHaveLength(exportFormats.length);
    expect(found('no such thing')).toEqual([]);
  });
});
