import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryCommandLineDocument } from '../document/arbitrary';
import { compactDocument, readDocument } from '../document/defaults';
import { guestPart } from '../document/guest-part';
import { samples } from '../document/samples/index';
import type { LayoutDocument } from '../document/schema';
import { commandLine } from './command-line-writer';
import { qemuCommandLine } from './qemu-command-line';
import { shellText } from './shell-text';
import { FORMAT } from '../document/schema';

const read = (text: string): LayoutDocument => {
  const imported = qemuCommandLine.read(text);
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value.document;
};
const compact = (text: string): unknown => compactDocument(read(text));

describe('a command line', () => {
  test('reads back as the layout that it was written from', () => {
    fc.assert(
      fc.property(arbitraryCommandLineDocument, fc.boolean(), (document, onePerLine) => {
        expect(read(shellText(commandLine(document), { onePerLine }))).toEqual(document);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test.each(samples.all)('of the sample $id reads back', ({ document }) => {
    const { title, ...rest } = guestPart(document);
    expect(title).not.toBe('');
    // Versions of a patch that spell alike are read as the last of them.
    const dialect = rest.dialect === 'spm-v1' ? 'spm-v4' : rest.dialect;
    expect(read(shellText(commandLine(document)))).toEqual(
      readDocument({ ...rest, title: '' }).ok && { ...rest, title: '', dialect },
    );
  });

  test.each([
    ['-machine q35 -m 4G', { machine: { type: 'q35' }, memory: { size: 2 ** 32 } }],
    ['-M pc-q35-8.2 --m 512', { machine: { type: 'q35', version: '8.2' }, memory: { size: 2 ** 29 } }],
    [
      '-machine q35 -m 1G -m slots=2 -m maxmem=2G',
      { machine: { type: 'q35' }, memory: { size: 2 ** 30, slots: 2, maxmem: 2 ** 31 } },
    ],
    [
      '-machine q35,memory.size=1G,memory.slots=2 -m 2G -machine memory.max-size=4G',
      { machine: { type: 'q35' }, memory: { size: 2 ** 31, slots: 2, maxmem: 2 ** 32 } },
    ],
    ['-machine pc -machine q35,nvdimm=yes', { machine: { type: 'q35', nvdimm: true } }],
    ['-machine q35 -m slots=-1', { machine: { type: 'q35', extra: { 'memory.slots': '-1' } } }],
    [
      '-machine q35 -cpu EPYC,phys_bits=48,+x2apic,-lm,-avx',
      {
        machine: { type: 'q35' },
        cpu: { model: 'EPYC', physBits: 48, longMode: false, x2apic: true, features: ['-avx'] },
      },
    ],
    [
      '-machine q35 -global cpu.phys-bits=36 -global cpu.phys-bits=48',
      { machine: { type: 'q35' }, cpu: { model: 'qemu64', physBits: 48 } },
    ],
    [
      '-machine q35 -cpu max,phys-bits=40 -global cpu.phys-bits=36',
      { machine: { type: 'q35' }, cpu: { model: 'max', physBits: 40 } },
    ],
    ['-machine q35 -global q35-pcihost.pci-hole64-size=64G', { machine: { type: 'q35', pciHole64Size: 2 ** 36 } }],
    [
      '-machine pc -global driver=i440FX-pcihost,property=pci-hole64-size,value=0',
      { machine: { type: 'pc', pciHole64Size: 0 } },
    ],
    [
      '-machine pc -global q35-pcihost.pci-hole64-size=1G',
      { machine: { type: 'pc' }, globals: [{ driver: 'q35-pcihost', property: 'pci-hole64-size', value: '1G' }] },
    ],
    [
      `-machine q35 -object '{"qom-type":"memory-backend-ram","id":"a","size":1073741824,"share":true}' -device '{"driver":"pc-dimm","memdev":"a","addr":5368709120}' -device sp-mem,memdev=b,node=0x1`,
      {
        machine: { type: 'q35' },
        backends: [{ id: 'a', type: 'ram', size: 2 ** 30, share: true }],
        devices: [
          { kind: 'sp-mem', memdev: 'b', node: 1 },
          { kind: 'pc-dimm', memdev: 'a', addr: 5368709120 },
        ],
      },
    ],
    [
      '-machine q35 -device virtio-mem-pci,memdev=a,memaddr=0x140000000,addr=5.0,block-size=2M,prealloc',
      {
        machine: { type: 'q35' },
        devices: [
          {
            kind: 'virtio-mem',
            memdev: 'a',
            addr: 0x140000000,
            blockSize: 2 ** 21,
            prealloc: true,
            extra: { addr: '5.0' },
          },
        ],
      },
    ],
    [
      '-machine q35 -numa node -numa node,cpus=0-3,cpus=8 -numa node,nodeid=7',
      {
        machine: { type: 'q35' },
        nodes: [
          { id: 0 },
          {
            id: 1,
            cpus: [
              { first: 0, last: 3 },
              { first: 8, last: 8 },
            ],
          },
          { id: 7 },
        ],
      },
    ],
    ['-machine q35 -numa node,mem=2G', { machine: { type: 'q35' }, options: [{ name: 'numa', value: 'node,mem=2G' }] }],
    [
      'sudo A=b numactl -N 0 /usr/bin/qemu-system-x86_64 -machine q35 -nographic disk.img -what -ever x',
      {
        machine: { type: 'q35' },
        options: [
          { name: 'nographic' },
          { name: 'hda', value: 'disk.img' },
          { name: 'what' },
          { name: 'ever', value: 'x' },
        ],
      },
    ],
  ])('%s', (text, layout) => {
    expect(compact(text)).toEqual({ format: FORMAT, ...layout });
  });

  test('without -machine is a pc, and says so', () => {
    const imported = qemuCommandLine.read('qemu-system-x86_64 -m 1G -display none -foo');
    expect(imported.ok && imported.value.document.machine.type).toBe('pc');
    expect(imported.ok && imported.value.notes.map(({ message }) => message)).toEqual([
      '-foo is no option that QEMU 11.1 knows; it is kept as typed.',
      'Without -machine, QEMU runs pc.',
      'Kept as typed, since no layout field holds them: -display.',
    ]);
  });
});

describe('a value that QEMU refuses', () => {
  test.each([
    ['-m 2GB', 1, 4, 3, "Parameter 'size' expects a non-negative number below 2^64"],
    ['-machine q35 \\\n  -m 4G,slots=x', 2, 15, 1, "Parameter 'slots' expects a number"],
    ['-m 4G,foo=1', 1, 11, 1, "Invalid parameter 'foo'"],
    ['-machine q35,cxl=1', 1, 18, 1, "Parameter 'cxl' expects 'on' or 'off'"],
    ['-machine q35,cxl', 1, 14, 3, "Expected '=' after parameter 'cxl'"],
    ['-machine q35,max-ram-below-4g=x', 1, 31, 1, "Parameter 'max-ram-below-4g' expects size"],
    ["-device 'pc-dimm,memdev=a,addr=1G'", 1, 32, 2, "Parameter 'addr' expects integer"],
    ['-device pc-dimm,id=1a', 1, 20, 2, "Parameter 'id' expects an identifier"],
    ['-object memory-backend-ram,id=a,size=1X', 1, 38, 2, "Parameter 'size' expects a size value"],
    ['-numa node,nodeid=a', 1, 19, 1, "Parameter 'nodeid' expects a uint64 value"],
    ['-numa node,cpus=3-1', 1, 17, 3, "Parameter 'cpus' expects a uint64 value or range"],
    ['-smp two', 1, 6, 3, "Parameter 'smp.cpus' expects integer"],
    ['-cpu EPYC,phys-bits=x', 1, 21, 1, "Parameter 'phys-bits' expects uint64"],
    ['-m', 1, 1, 2, '-m: requires an argument'],
    ['-device \'{"driver":5}\'', 1, 12, 6, "Invalid parameter type for 'driver', expected: string"],
  ])('in %j is pointed at, in its words', (text, line, column, length, words) => {
    const imported = qemuCommandLine.read(text);
    if (imported.ok) throw new Error('imported');
    expect(imported.error.message).toContain(words);
    expect(imported.error).toMatchObject({ line, column, length });
    expect(imported.error.works).not.toBe('');
  });
});

test('any text gives a layout or an error', () => {
  const piece = fc.constantFrom(
    '-m',
    '-machine',
    '-object',
    '-device',
    '-numa',
    '-global',
    '-smp',
    '-cpu',
    'q35',
    'pc-dimm',
    'node',
    'memory-backend-ram',
    ',',
    '=',
    ' ',
    'id=a',
    'size=1G',
    '{"',
    '"}',
    "'",
    '"',
    '\\',
    '\n',
    '4G',
    '..',
    '-',
    'cxl-fmw.0.size',
    'cpus=0-3',
    '__proto__',
    '$(',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      ),
      (text) => {
        qemuCommandLine.sniff(text);
        const imported = qemuCommandLine.read(text);
        if (imported.ok) commandLine(imported.value.document);
      },
    ),
    { numRuns: 1000 },
  );
}, 30_000);
