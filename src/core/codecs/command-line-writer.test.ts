import { describe, expect, test } from 'vitest';
import { layout } from '../document/layout-builder';
import { fourApu } from '../document/samples/four-apu';
import { commandLine } from './command-line-writer';
import { ramSizeText, sizeText } from './option-text';
import { shellText, shellWord } from './shell-text';

const text = (document: Parameters<typeof commandLine>[0]): string =>
  commandLine(document)
    .map((word) => word.text)
    .join(' ');

describe('the command line', () => {
  test('of the four APUs has one order and the shortest sizes', () => {
    expect(shellText(commandLine(fourApu.document), { onePerLine: true })).toBe(
      [
        'qemu-system-x86_64',
        '-machine q35',
        '-cpu EPYC,phys-bits=48',
        '-m 64G,slots=4,maxmem=576G',
        '-object memory-backend-ram,id=r0,size=64G',
        ...[1, 2, 3, 4].map((stack) => `-object memory-backend-ram,id=hbm${stack},size=128G`),
        '-numa node,nodeid=0,memdev=r0',
        ...[1, 2, 3, 4].map((stack) => `-numa node,nodeid=${stack}`),
        ...[1, 2, 3, 4].map((stack) => `-device sp-mem,id=sp${stack},memdev=hbm${stack},node=${stack}`),
      ].join(' \\\n  '),
    );
  });

  test('ties every word to the entity that it came from', () => {
    const document = layout()
      .ram('8G')
      .dimm('4G')
      .machine({ pciHole64Size: 2 ** 40 })
      .build();
    const paths = commandLine(document).map(({ text: word, path, option }) => [word, path, option]);
    expect(paths).toEqual([
      ['-machine', 'machine', 0],
      ['q35', 'machine', 0],
      ['-m', 'memory', 1],
      ['8G,slots=1,maxmem=12G', 'memory', 1],
      ['-object', 'backends.0', 2],
      ['memory-backend-ram,id=m-dimm1,size=4G', 'backends.0', 2],
      ['-device', 'devices.0', 3],
      ['pc-dimm,id=dimm1,memdev=m-dimm1', 'devices.0', 3],
      ['-global', 'machine.pciHole64Size', 4],
      ['q35-pcihost.pci-hole64-size=1T', 'machine.pciHole64Size', 4],
    ]);
  });

  test('names versions as QEMU does', () => {
    expect(text(layout().machine({ version: '8.2' }).build())).toContain('-machine pc-q35-8.2 ');
    expect(text(layout('pc').machine({ version: '7.0' }).build())).toContain('-machine pc-i440fx-7.0 ');
  });

  test('gives CPU settings the default model of the machine', () => {
    const document = { ...layout('isapc').build(), cpu: { physBits: 40, features: [] } };
    expect(text(document)).toContain('-cpu 486,phys-bits=40');
  });

  test('doubles commas, and spells out a first value that could be taken for a pair', () => {
    const document = layout()
      .machine({ oemId: 'a,b' })
      .device('a=b', { extra: { path: 'x,y' } })
      .build();
    expect(text(document)).toContain('q35,x-oem-id=a,,b');
    expect(text(document)).toContain('-device driver=a=b,path=x,,y');
  });
});

describe('sizes', () => {
  test.each([
    [0, '0'],
    [1, '1'],
    [1024, '1K'],
    [1000001 * 1024, '1000001K'],
    [2815 * 2 ** 20, '2815M'],
    [64 * 2 ** 30, '64G'],
    [2 ** 50, '1P'],
    [2 ** 53, '8P'],
    [1025, '1025'],
  ])('of %d bytes are %s', (bytes, expected) => {
    expect(sizeText(bytes)).toBe(expected);
  });

  test('of RAM keep their unit, since a bare number counts MiB there', () => {
    expect(ramSizeText(1025)).toBe('1025B');
    expect(ramSizeText(0)).toBe('0');
  });
});

describe('a word for the shell', () => {
  test.each([
    ['-m', '-m'],
    ['a=b,c:d/e@f%g+h.i_j', 'a=b,c:d/e@f%g+h.i_j'],
    ['', "''"],
    ['a b', "'a b'"],
    ["it's", `'it'\\''s'`],
    ['{"a":1}', `'{"a":1}'`],
    ['$HOME', "'$HOME'"],
    ['~', "'~'"],
    ['é', "'é'"],
  ])('%j is %s', (word, expected) => {
    expect(shellWord(word)).toBe(expected);
  });
});
