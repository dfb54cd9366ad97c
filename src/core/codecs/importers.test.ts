/** What every importer is held to. A new one adds its fixtures here, and is then checked by all of this. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactDocument } from '../document/defaults';
import { samples } from '../document/samples/index';
import { commandLine } from './command-line-writer';
import { importers, importText, recognise } from './importers';
import { shellText } from './shell-text';
import { FORMAT } from '../document/schema';

const [first] = samples.all;
if (first === undefined) throw new Error('no sample');

const FIXTURES: Readonly<Record<string, readonly string[]>> = {
  'command-line': [
    shellText(commandLine(first.document)),
    shellText(commandLine(first.document), { onePerLine: true }),
    '-machine q35 -m 4G,slots=2,maxmem=8G -object memory-backend-ram,id=a,size=1G -device pc-dimm,memdev=a',
    '$ sudo /usr/bin/qemu-system-x86_64 -m 1G\r\n',
    `qemu-kvm -object '{"qom-type":"memory-backend-ram","id":"a","size":4096}' "$@"`,
  ],
  'qemu-config': [
    '# a guest\n[machine]\n  type = "q35"\n[memory]\n  size = "4G"\n',
    '[object "a"]\r\n  qom-type = "memory-backend-ram"\r\n  size = "1G"\r\n[device "d"]\r\n  driver = "pc-dimm"\r\n  memdev = "a"\r\n',
  ],
  'layout-json': [
    JSON.stringify(compactDocument(first.document)),
    '{\n  "format": 1,\n  "machine": { "type": "q35" }\n}\n',
    '{"format": 99}',
  ],
  'host-text': [
    '[    0.000000] BIOS-e820: [mem 0x0000000280000000-0x000000047fffffff] soft reserved\n[    0.042582] ACPI: SRAT: Node 1 PXM 1 [mem 0x280000000-0x47fffffff]\n',
    '850000000-284fffffff : CXL Window 0\r\n  850000000-284fffffff : dax0.0\r\n    850000000-284fffffff : System RAM (kmem)\r\n',
    'RANGE                                 SIZE  STATE NODE\n0x0000000000000000-0x000000007fffffff   2G online    0\nMemory block size:         2G',
    '[\n  {\n    "chardev":"dax0.0",\n    "size":8589934592,\n    "target_node":1\n  }\n]\n',
    'available: 2 nodes (0-1)\nnode 0 cpus: 0 1 2\nnode 0 size: 128731 MB\n',
    'address sizes\t: 46 bits physical, 48 bits virtual',
  ],
};

describe.each(importers.all)('$id', (importer) => {
  const fixtures = FIXTURES[importer.id] ?? [];
  const texts = [importer.example, ...fixtures];

  test('has fixtures, and recognises them as its own', () => {
    expect(fixtures.length).toBeGreaterThan(1);
    for (const text of texts) expect.soft(recognise(text)?.id, text).toBe(importer.id);
  });

  test('reads its example', () => {
    expect(importer.read(importer.example)).toMatchObject({ ok: true });
  });

  test('answers every truncation of its fixtures', () => {
    for (const text of texts) {
      for (let length = 0; length < text.length; length += 1)
        expect(importer.read(text.slice(0, length))).toHaveProperty('ok');
    }
  }, 60_000);

  test('answers every flipped bit of its fixtures', () => {
    for (const text of texts) {
      for (let at = 0; at < text.length; at += 1) {
        const bit = 2 ** (at % 7);
        const code = text.charCodeAt(at);
        const flipped = Math.floor(code / bit) % 2 === 0 ? code + bit : code - bit;
        const changed = text.slice(0, at) + String.fromCharCode(flipped) + text.slice(at + 1);
        const read = importer.read(changed);
        if (!read.ok) {
          expect(read.error.message).not.toBe('');
          expect(read.error.works).not.toBe('');
        }
      }
    }
  }, 60_000);

  test('answers any text, a long one too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        expect(importer.sniff(text)).toBeGreaterThanOrEqual(0);
        expect(importer.read(text)).toHaveProperty('ok');
      }),
    );
    const long = importer.read('-m 4G '.repeat((importer.longest ?? 2 ** 22) / 4));
    expect(!long.ok && long.error.code).toBe('text/too-long');
  }, 30_000);
});

describe('a text of no known format', () => {
  test('is answered with what each format looks like', () => {
    const read = importText('Dear all,\nplease find the layout attached.');
    if (read.ok) throw new Error('imported');
    expect(read.error.code).toBe('import/unknown-format');
    for (const { title } of importers.all) expect(read.error.works).toContain(title);
  });

  test('may be empty', () => {
    expect(importText(' \n')).toMatchObject({ ok: false, error: { message: 'There is nothing to read.' } });
  });
});

describe('a configuration file', () => {
  const read = (text: string): unknown => {
    const imported = importText(text);
    if (!imported.ok) throw new Error(imported.error.message);
    return compactDocument(imported.value.document);
  };

  test('says what the command line would', () => {
    const text = `
# everything once
[machine]
  type = "q35"
  nvdimm = "on"
[memory]
  size = "4G"
  maxmem = "8G"
[smp-opts]
  cpus = "4"
[object "m,1"]
`.replace('m,1', 'm1');
    expect(
      read(
        `${text}  qom-type = "memory-backend-ram"\n  size = "1G"\n[numa]\n  type = "node"\n  cpus = "0-3"\n[device "d1"]\n  driver = "pc-dimm"\n  memdev = "m1"\n[global]\n  driver = "q35-pcihost"\n  property = "pci-hole64-size"\n  value = "8G"\n[drive]\n  file = "a,b"\n`,
      ),
    ).toEqual({
      format: FORMAT,
      machine: { type: 'q35', nvdimm: true, pciHole64Size: 2 ** 33 },
      smp: { cpus: 4 },
      memory: { size: 2 ** 32, maxmem: 2 ** 33 },
      backends: [{ id: 'm1', type: 'ram', size: 2 ** 30 }],
      nodes: [{ id: 0, cpus: [{ first: 0, last: 3 }] }],
      devices: [{ kind: 'pc-dimm', id: 'd1', memdev: 'm1' }],
      options: [{ name: 'drive', value: 'file=a,,b' }],
    });
  });

  test('is pointed at where QEMU refuses it', () => {
    const read = importText('[machine]\r\n  type = "q35"\r\n[memory]\r\n  size = "4GB"\r\n');
    expect(read).toMatchObject({ ok: false, error: { line: 4, column: 11, length: 3 } });
    expect(importText('[memory]\n  size = "4G"\n   \t \n')).toMatchObject({
      ok: false,
      error: { line: 3, message: 'QEMU refuses this: parse error' },
    });
  });
});

describe('layout JSON', () => {
  test.each([
    ['{"format":1,"machine":{"type":"q35"}', 1, 37],
    ['{"format":1,\n"machine":{type:"q35"}}', 2, 12],
    ['{"format":1,}', 1, 13],
    ['{"format":01}', 1, 12],
    ['{"format":1} x', 1, 14],
  ])('%j is pointed at where it stops being JSON', (text, line, column) => {
    expect(importText(text)).toMatchObject({ ok: false, error: { code: 'layout-json/syntax', line, column } });
  });

  test('of a newer format, or with a wrong field, says so', () => {
    expect(importText(`{"format":${FORMAT + 1}}`)).toMatchObject({ ok: false, error: { code: 'layout-json/too-new' } });
    expect(importText('{"format":1,"machine":{"type":5}}')).toMatchObject({
      ok: false,
      error: { code: 'layout-json/field', message: 'machine.type: Text is expected here, not 5.' },
    });
  });
});
