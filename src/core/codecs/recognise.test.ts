/** Which formats a source is offered as, and what is said of one that is none. */
import { describe, expect, test } from 'vitest';
import { atOnce } from '../base/in-steps';
import { compactDocument } from '../document/defaults';
import { samples } from '../document/samples/index';
import { candidates, importInSteps, importText } from './importers';

const likely = (text: string): readonly string[] =>
  candidates({ text })
    .filter((candidate) => candidate.likely)
    .map(({ id }) => id);

describe('a text', () => {
  test.each(samples.all.map(({ id, document }) => [id, JSON.stringify(compactDocument(document))] as const))(
    'of the layout %s is a layout, whatever names its devices have',
    (_id, text) => {
      expect(likely(text)).toEqual(['layout-json']);
    },
  );

  test('that says itself what it is needs nobody asked, though it mentions something else', () => {
    expect(likely('{"execute": "device_add", "arguments": {"driver": "pc-dimm", "memdev": "mem1"}}')).toEqual([
      'qmp-log',
    ]);
    expect(likely('# qemu-system-x86_64 -m 4G\n[memory]\n  size = "4G"\n')).toEqual(['qemu-config']);
  });

  test('that two readers understand is offered as both, the likelier first', () => {
    const log = '[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n';
    expect(likely(log)).toEqual(['host-text', 'guest-boot-log']);
    expect(likely('{"return": [{"type": "dimm", "data": {"id": "d1", "addr": 4294967296, "size": 4096}}]}')).toEqual([
      'memory-devices',
      'memory-devices-layout',
    ]);
  });

  test('is read as what is asked for, likely or not', () => {
    const log = '[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n';
    expect(atOnce(importInSteps({ text: log }, undefined, 'guest-boot-log'))).toMatchObject({
      ok: true,
      value: { part: 'nothing' },
    });
    expect(atOnce(importInSteps({ text: log }, undefined, 'command-line'))).toHaveProperty('ok');
  });

  test('of no format is answered with all of them, as a list and in one line', () => {
    const read = importText('Dear all,\nplease find the layout attached.');
    if (read.ok) throw new Error('imported');
    expect(read.error.works.split('\n')).toHaveLength(1);
    expect(read.error.formats?.map(({ title }) => title)).toContain('QEMU command line');
  });
});

describe('bytes', () => {
  const refusal = (...bytes: readonly number[]): unknown => {
    const read = atOnce(importInSteps({ bytes: Uint8Array.from(bytes) }));
    return read.ok ? 'read' : read.error;
  };

  test.each([
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['zip', [0x50, 0x4b, 3, 4, 20]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ])('packed with %s are to be unpacked first', (name, bytes) => {
    expect(refusal(...bytes)).toMatchObject({ code: 'import/packed', message: `The file is packed with ${name}.` });
  });

  test('of no format, or none at all, say so', () => {
    expect(refusal(0xfe, 0xfe)).toMatchObject({ code: 'import/unknown-format' });
    expect(refusal()).toMatchObject({ message: 'The file is empty.' });
  });

  test('are read by a reader of bytes alone', () => {
    const read = atOnce(importInSteps({ bytes: new Uint8Array(40) }, undefined, 'command-line'));
    expect(read).toMatchObject({ ok: false, error: { code: 'import/unknown-format' } });
  });
});
