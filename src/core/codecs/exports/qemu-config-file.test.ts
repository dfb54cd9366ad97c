import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryCommandLineDocument } from '../../document/arbitrary';
import { layout } from '../../document/layout-builder';
import { defaultDialect } from '../../dialects/index';
import { importText } from '../importers';
import { qemuConfig } from '../qemu-config';
import { qemuConfigOf } from './qemu-config-file';
import { twoStacks, written } from './layouts-for-tests';

const besideText = (document: Parameters<typeof qemuConfigOf>[0]): string =>
  qemuConfigOf(document)
    .beside.map(({ text }) => text)
    .join(' ');

describe('a configuration file', () => {
  test('says in its head how it is read, and what must stand beside it', () => {
    expect(written('qemu-config', twoStacks).split('\n').slice(0, 11)).toEqual([
      '# Read by:',
      '#   qemu-system-x86_64 -readconfig qemu.cfg \\',
      '#     -cpu EPYC,phys-bits=48',
      '',
      '[machine]',
      '  type = "q35"',
      '',
      '[memory]',
      '  size = "64G"',
      '  slots = "4"',
      '  maxmem = "704G"',
    ]);
  });

  test('is read back as the same layout', () => {
    const { cpu, ...rest } = twoStacks;
    const read = importText(written('qemu-config', twoStacks));
    expect(read.ok && { ...read.value.document, cpu, title: twoStacks.title }).toEqual({ ...rest, cpu });
  });

  test('is read back as the same layout, whatever the layout says that a file can hold', () => {
    fc.assert(
      fc.property(arbitraryCommandLineDocument, (any) => {
        // Without options of its own a layout may say nothing that tells one dialect from another.
        if (any.dialect !== defaultDialect.id) return;
        const document = { ...any, cpu: { features: [] }, options: [] };
        const { text, beside } = qemuConfigOf(document);
        if (beside.length > 0) return;
        const read = qemuConfig.read(text);
        expect(read.ok && read.value.document).toEqual(document);
      }),
    );
  });

  test('leaves to the command line what QEMU would not read from it: quotes, lists, lines of more than 1,023 bytes', () => {
    const withPath = (path: string) =>
      layout().ram('1G').backend('m', '1G', { type: 'file', path }).backend('n', '1G').build();
    expect(besideText(withPath('/dev/dax0.0'))).toBe('');
    // Those behind it follow, since the order is that of the command line.
    expect(besideText(withPath('/a"b'))).toBe(
      '-object memory-backend-file,id=m,size=1G,mem-path=/a"b -object memory-backend-ram,id=n,size=1G',
    );
    const fits = 1022 - '  mem-path = ""'.length;
    expect(besideText(withPath(`/${'é'.repeat((fits - 1) / 2)}`))).toBe('');
    expect(besideText(withPath(`/${'é'.repeat((fits + 1) / 2)}`))).not.toBe('');
    const onNode = layout()
      .ram('1G')
      .backend('m', '1G', { extra: { 'host-nodes': '0' } })
      .build();
    expect(besideText(onNode)).toBe('-object memory-backend-ram,id=m,size=1G,host-nodes=0');
  });

  test('has commas as they are, and settings of any driver as three lines', () => {
    const document = {
      ...layout().ram('1G').backend('m', '1G', { type: 'file', path: '/a,b' }).build(),
      globals: [{ driver: 'q35-pcihost', property: 'x', value: 'a=b,c' }],
    };
    const { text } = qemuConfigOf(document);
    expect(text).toContain('  mem-path = "/a,b"');
    expect(text).toContain('[global]\n  driver = "q35-pcihost"\n  property = "x"\n  value = "a=b,c"\n');
  });
});
