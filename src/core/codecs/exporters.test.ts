/** What every exporter is held to, on every sample. */
import { describe, expect, test } from 'vitest';
import { guestPart } from '../document/guest-part';
import { layout } from '../document/layout-builder';
import { samples } from '../document/samples/index';
import { computePlan } from '../plan/compute';
import { exporters } from './exporters';
import type { Exported } from './format';
import { importText } from './importers';

const written = (exporter: string, document: (typeof samples.all)[number]['document']): Exported | undefined => {
  const file = exporters.find(exporter)?.write(computePlan(document, 0), document);
  return file?.ok === true ? file.value : undefined;
};

describe.each(samples.all)('$id', ({ document }) => {
  const plan = computePlan(document, 0);

  test('starts', () => {
    expect(plan.verdict).toMatchObject({ starts: true, warnings: [] });
  });

  test.each(exporters.all)('$id is a file, or says why there is none', (exporter) => {
    const file = exporter.write(plan, document);
    if (file.ok) {
      expect(file.value.content.length).toBeGreaterThan(0);
      expect(file.value.fileName).toMatch(/^[a-z0-9][a-z0-9.-]*\.[a-z]+$/);
    } else {
      expect(file.error.message).not.toBe('');
      expect(file.error.works).not.toBe('');
    }
  });

  test.each(exporters.all.filter(({ id }) => id === 'command-line' || id === 'layout-json'))(
    '$id reads back equal',
    ({ id }) => {
      const text = written(id, document)?.content;
      const read = importText(typeof text === 'string' ? text : '');
      // A command line has no title, says nothing of the host, and is read as of the last of the versions that spell alike.
      const dialect = document.dialect === 'spm-v1' ? 'spm-v4' : document.dialect;
      expect(read.ok && read.value.document).toEqual(
        id === 'command-line' ? { ...guestPart(document), title: '', dialect } : document,
      );
    },
  );
});

describe('firmware files', () => {
  test('are the bytes of the tables', () => {
    const [fourApu] = samples.all;
    const document = fourApu?.document ?? layout().build();
    expect(written('etc-e820', document)).toMatchObject({
      fileName: 'e820.bin',
      mediaType: 'application/octet-stream',
    });
    expect(written('etc-e820', document)?.content.length).toBe(140);
    expect([...(written('etc-reserved-memory-end', document)?.content ?? [])]).toEqual([0, 0, 0, 0x80, 0x91, 0, 0, 0]);
  });

  test('of a machine that does not start are refused with QEMU’s words', () => {
    const document = layout().ram('4G', { maxmem: '2G' }).build();
    for (const exporter of ['etc-e820', 'srat']) {
      const file = exporters.find(exporter)?.write(computePlan(document, 0), document);
      expect(file).toMatchObject({ ok: false, error: { code: 'export/does-not-start' } });
      expect(file?.ok === false && file.error.message).toContain('must be at least the initial memory size');
    }
  });

  test('that a machine does not have are refused with what gives it one', () => {
    const document = layout().ram('1G').build();
    for (const exporter of ['etc-reserved-memory-end', 'srat', 'slit', 'hmat']) {
      const file = exporters.find(exporter)?.write(computePlan(document, 0), document);
      expect(file).toMatchObject({ ok: false, error: { code: 'export/no-such-file' } });
    }
  });
});
