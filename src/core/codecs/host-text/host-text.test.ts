import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyDocument } from '../../document/defaults';
import type { Host, LayoutDocument } from '../../document/schema';
import { checkDocument } from '../../document/validate';
import type { FormatError, ImportReport } from '../format';
import { candidates, importInSteps, importText } from '../importers';

const folder = join(import.meta.dirname, '../../../fixtures/host-texts');
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const GiB = 2 ** 30;
const SOFT_RESERVED = 0xefff_ffff;

interface Read {
  readonly host: Host;
  readonly document: LayoutDocument;
  readonly notes: readonly string[];
  readonly report: ImportReport;
}

function read(text: string, current?: LayoutDocument): Read {
  const outcome = importText(text, current);
  if (!outcome.ok) throw new Error(outcome.error.message);
  const { document, notes, report, part } = outcome.value;
  if (report === undefined || part !== 'host') throw new Error('not read as a text of a host');
  expect(checkDocument(document)).toMatchObject({ ok: true });
  const { all, understood, unread, empty } = report.lines;
  expect(understood + unread + empty).toBe(all);
  expect(report.unread.reduce((sum, { count }) => sum + count, report.unlisted)).toBe(unread);
  return { document, host: document.host, notes: notes.map(({ message }) => message), report };
}

function failure(text: string): FormatError {
  const outcome = importText(text);
  if (outcome.ok) throw new Error('read');
  return outcome.error;
}

/** `100000000-27fffffff usable`, as people compare them. */
const ranges = ({ host }: Read): readonly string[] =>
  host.ranges.map(
    ({ start, size, type, node }) =>
      `${start.toString(16)}-${(start + size - 1).toString(16)} ${type === SOFT_RESERVED ? 'soft' : type}${node === undefined ? '' : ` node ${node}`}`,
  );
const fact = ({ report }: Read, what: string) => report.facts.find((each) => each.what === what);

/** Lines that are neither blank nor comments. */
const dataLines = (text: string): number =>
  text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')).length;

describe('every recorded text', () => {
  const recorded = readdirSync(folder).filter((name) => /^\d\d-/.test(name));

  test.each(recorded.filter((name) => !name.startsWith('11')))('%s is read without a line left over', (name) => {
    const { report } = read(textOf(name));
    expect(report.unread).toEqual([]);
    expect(report.lines.understood).toBe(dataLines(textOf(name)));
  });

  test('together they have 74 lines of data', () => {
    expect(recorded.reduce((sum, name) => sum + dataLines(textOf(name)), 0)).toBe(74);
  });

  test('one with nothing but comments gives no map, and says so', () => {
    expect(failure(textOf('11-topology-facts-without-dmesg.txt'))).toMatchObject({
      code: 'host-text/no-data',
      message: expect.stringContaining('no e820 data') as string,
      works: expect.stringContaining('dmesg') as string,
    });
  });

  test('lines behind other lines are named one by one', () => {
    const noise = ['Linux version 7.2.13', 'Command line: quiet', 'x86/fpu: x87 FPU'];
    for (const name of recorded.filter((each) => !each.startsWith('11'))) {
      const lines = textOf(name).split('\n');
      const mixed = lines.flatMap((line, index) => [line, `[    0.100000] ${noise[index % 3] ?? ''}`]);
      const { report } = read(mixed.join('\n'));
      expect(report.lines.understood).toBe(dataLines(textOf(name)));
      expect(report.lines.unread).toBe(lines.length);
    }
  });
});

describe('a boot log', () => {
  const log = read(textOf('boot-log-with-srat.txt'));

  test('gives ranges, sums, gaps and nodes', () => {
    expect(ranges(log)).toEqual([
      '0-9fbff 1',
      '100000-7ffdffff 1',
      '100000000-27fffffff 1',
      '280000000-47fffffff soft node 1',
      'fd00000000-ffffffffff 2',
    ]);
    expect(fact(log, 'usable')).toMatchObject({ count: 3, bytes: 8 * GiB - 513 * 1024 });
    expect(fact(log, 'soft reserved')).toMatchObject({ count: 1, bytes: 8 * GiB });
    expect(fact(log, 'reserved')).toMatchObject({ count: 1, bytes: 12 * GiB });
    expect(fact(log, 'gaps')).toMatchObject({ count: 3 });
    expect(log.host.ranges.at(-1)?.title).toBe('AMD HyperTransport');
    expect(log.report.unread).toEqual([]);
  });

  const entry = 'BIOS-e820: [mem 0x0000000100000000-0x000000027fffffff] usable';
  test.each([
    ['without a time', entry],
    ['with CRLF', `${entry}\r\n`],
    ['with trailing blanks', `${entry}  \t`],
    ['with a level', `<6>[    0.000000] ${entry}`],
    ['as dmesg -x has it', `kern  :info  : [    0.000000] ${entry}`],
    ['as syslog has it', `Nov 22 01:02:03 host kernel: ${entry}`],
    ['as the journal has it', `Nov 22 01:02:03 host.example.org kernel: [    0.000000] ${entry}`],
    ['with an ISO time', `2026-11-22T01:02:03,000000+01:00 ${entry}`],
    ['with an ISO time and a host', `2026-11-22T01:02:03+0100 host kernel: ${entry}`],
    ['as dmesg -T has it', `[Sun Nov 22 01:20:01 2026] ${entry}`],
    ['with an empty time', `[] ${entry}`],
    ['with the caller', `[    0.000000][    T0] ${entry}`],
    ['with the processor', `[    0.000000] [    C1] ${entry}`],
    ['as journalctl -o short-monotonic has it', `[    0.000000] host kernel: ${entry}`],
    ['quoted in a mail', `> > ${entry}`],
    ['with a blank in front', `[    0.000000]  ${entry}`],
    ['in the words of 7.0', '[    0.000000] BIOS-e820: [mem 0x0000000100000000-0x000000027fffffff]  System RAM'],
    ['in the form before 3.5', 'BIOS-e820: 0000000100000000 - 0000000280000000 (usable)'],
    ['wrapped behind [mem', '[    0.000000] BIOS-e820: [mem\n 0x0000000100000000-0x000000027fffffff] usable'],
    ['wrapped in the range', '[    0.000000] BIOS-e820: [mem 0x0000000100000000-\n0x000000027fffffff] usable'],
    ['wrapped behind the range', '[    0.000000] BIOS-e820: [mem 0x0000000100000000-0x000000027fffffff]\nusable'],
    ['quoted-printable', '[    0.000000] BIOS-e820: [mem 0x0000000100000000-0x000000027f=\nffffff] usable'],
  ])('is read %s', (_how, text) => {
    const outcome = read(text);
    expect(ranges(outcome)).toEqual(['100000000-27fffffff 1']);
    expect(outcome.report.unread).toEqual([]);
  });

  test('has every type of both wordings', () => {
    const words = [
      ['usable', 1],
      ['System RAM', 1],
      ['reserved', 2],
      ['device reserved', 2],
      ['ACPI data', 3],
      ['ACPI NVS', 4],
      ['unusable', 5],
      ['persistent (type 7)', 7],
      ['persistent RAM (type 7)', 7],
      ['persistent (type 12)', 12],
      ['persistent RAM (type 12)', 12],
      ['soft reserved', SOFT_RESERVED],
      ['type 20', 20],
      ['type 4026531840', 4_026_531_840],
    ] as const;
    const lines = words.map(([word], index) => `BIOS-e820: [mem 0x${index}000-0x${index}fff] ${word}`);
    expect(read(lines.join('\n')).host.ranges.map(({ type }) => type)).toEqual(words.map(([, type]) => type));
    const { report } = read([...lines, 'BIOS-e820: [mem 0xf000-0xffff] mystery'].join('\n'));
    expect(report.unread).toMatchObject([{ line: words.length + 1 }]);
  });

  test('takes the firmware’s table, and tells of what parameters made of it', () => {
    const text = [
      'BIOS-provided physical RAM map:',
      entry,
      'e820: user-defined physical RAM map:',
      'user: [mem 0x0000000100000000-0x00000001ffffffff] usable',
    ];
    const both = read(text.join('\n'));
    expect(ranges(both)).toEqual(['100000000-27fffffff 1']);
    expect(both.notes.join()).toContain('Kernel parameters');
    expect(ranges(read(text.slice(2).join('\n')))).toEqual(['100000000-1ffffffff 1']);
    expect(
      ranges(
        read('modified physical RAM map:\nmodified: [mem 0x0-0xfff] reserved\nmodified: [mem 0x1000-0x1fff] usable'),
      ),
    ).toEqual(['0-fff 2', '1000-1fff 1']);
    expect(ranges(read('extended physical RAM map:\nreserve setup_data: [mem 0x0-0xfff] usable'))).toEqual(['0-fff 1']);
  });

  test('keeps the table of the last boot of several', () => {
    const { host, notes } = read(
      `${entry}\nLinux version 7.2.13\n${entry.replace('usable', 'reserved')}\nBIOS-e820: [mem 0x300000000-0x3ffffffff] usable`,
    );
    expect(host.ranges.map(({ type }) => type)).toEqual([2, 1]);
    expect(notes.join()).toContain('the last one counts');
  });

  test('tells two boots of which only the table is there from an entry that stands twice', () => {
    const second = 'BIOS-e820: [mem 0x300000000-0x3ffffffff] usable';
    const third = 'BIOS-e820: [mem 0x400000000-0x4ffffffff] reserved';
    const twice = read([entry, second, third, entry, second].join('\n'));
    expect(ranges(twice)).toHaveLength(2);
    expect(twice.notes.join()).toContain('2 such tables');
    expect(ranges(read([entry, entry, second].join('\n')))).toHaveLength(3);
    expect(ranges(read([entry, second, entry, third].join('\n')))).toHaveLength(4);
    expect(ranges(read([entry, second, entry].join('\n')))).toHaveLength(3);
  });

  test('applies edits in order, to see whether last_pfn follows', () => {
    const lines = [
      'BIOS-e820: [mem 0x0000000000000000-0x000000003fffffff] usable',
      'BIOS-e820: [mem 0x0000000040000000-0x000000007fffffff] soft reserved',
      'e820: update [mem 0x00000000-0x00000fff] usable ==> reserved',
      'e820: update [mem 0x10000000-0x1fffffff] usable ==> usable',
      'e820 update range: 0000000038000000 - 0000000039000000 (usable) ==> (reserved)',
      'e820: remove [mem 0x38000000-0xffffffff] usable',
      'e820 remove range: 0000000000000000 - 0000000000001000',
    ];
    const sound = read([...lines, 'last_pfn = 0x38000 max_arch_pfn = 0x400000000'].join('\n'));
    expect(ranges(sound)).toHaveLength(2);
    expect(sound.notes.filter((note) => note.includes('last_pfn'))).toEqual([]);
    expect(sound.notes.filter((note) => note.startsWith('The kernel'))).toHaveLength(5);
    const broken = read([...lines, 'last_pfn = 0x40000 max_arch_pfn = 0x400000000'].join('\n'));
    expect(broken.notes.join()).toContain('last_pfn 0x40000 does not follow');
  });

  test('tells of entries that claim the same, and of a gap that is none', () => {
    const { notes } = read(
      'BIOS-e820: [mem 0x0-0x1fff] usable\nBIOS-e820: [mem 0x1000-0x2fff] reserved\nBIOS-e820: [gap 0x2000-0x5fff]',
    );
    expect(notes.join('\n')).toMatch(/Two entries claim 0x1000-0x1fff: usable \(line 1\) and reserved/);
    expect(notes.join('\n')).toContain('calls 0x2000-0x5fff a gap');
  });

  test('understands the other lines about memory', () => {
    const { report, host } = read(`${entry}
[    0.000000] e820: register RAM buffer resource [mem 0x3ffe0000-0x3fffffff]
[    0.000000] e820: reserve RAM buffer [mem 0x3ffe0000-0x3fffffff]
[    0.000000] [gap 0x40000000-0xafffffff] available for PCI devices
[    0.000000] e820: [mem 0x40000000-0xafffffff] available for PCI devices
[    0.000000] Allocating PCI resources starting at 40000000 (gap: 40000000:70000000)
[    0.000000] efi: mem00: [Conventional|   |  |SP|  |  |  |  |  |  |WB|WT|WC|UC] range=[0x0000000100000000-0x00000001ffffffff] (4096MB)
[    0.000000] ACPI: SRAT: Node 0 PXM 0 [mem 0x100000000-0x1ffffffff]
[    0.000000] ACPI: SRAT: Node 1 PXM 3 [mem 0x200000000-0x27fffffff] non-volatile
[    0.000000] ACPI: SRAT: Node 1 PXM 3 [mem 0x280000000-0x9bfffffff] hotplug
[    0.000000] Early memory node ranges
[    0.000000]   node   0: [mem 0x0000000100000000-0x00000001ffffffff]
[    0.000000] x86/mm: Memory block size: 128MB
[    0.000000] last_pfn = 0x280000 max_arch_pfn = 0x400000000`);
    expect(report.unread).toEqual([]);
    expect(host).toMatchObject({ blockSize: 2 ** 27, nodes: [{ id: 0 }, { id: 1 }] });
    expect(host.ranges).toMatchObject([
      { start: 2 ** 32, size: 2 ** 32, node: 0 },
      { start: 2 ** 33, size: 2 ** 31, node: 1 },
    ]);
  });

  test('folds lines that say nothing of memory', () => {
    const { report } = read(`Linux version\nCommand line: quiet\n\nfoo\n${entry}\nbar`);
    expect(report.unread).toEqual([
      { line: 1, last: 4, count: 3, text: 'Linux version' },
      { line: 6, last: 6, count: 1, text: 'bar' },
    ]);
  });

  test('of UEFI alone becomes what Linux makes of it', () => {
    const line = (type: string, attributes: string, range: string): string =>
      `efi: mem01: [${type}|   |  |${attributes}|  |WB|WT|WC|UC] range=[0x${range.replace('-', '-0x')}] (1MB)`;
    const outcome = read(
      [
        line('Boot Data          ', '  ', '0000000000000000-00000000000fffff'),
        line('Conventional Memory', '  ', '0000000000100000-00000000001fffff'),
        line('Runtime Data       ', '  ', '0000000000200000-00000000002fffff'),
        line('Conventional Memory', 'SP', '0000000100000000-00000001ffffffff'),
      ].join('\n'),
    );
    expect(ranges(outcome)).toEqual(['0-1fffff 1', '200000-2fffff 2', '100000000-1ffffffff soft']);
    expect(outcome.notes.join()).toContain('No e820 data');
  });
});

describe('/proc/iomem', () => {
  test('keeps its tree, and does not take absence for proof', () => {
    const outcome = read(textOf('iomem-cxl-window.txt'));
    expect(outcome.host.ranges).toEqual([
      { start: 0x8_5000_0000, size: 128 * GiB, type: 1, title: 'dax0.0, device memory given to the OS' },
    ]);
    expect(outcome.host.resources.map(({ depth, name }) => `${depth} ${name}`)).toEqual([
      '0 CXL Window 0',
      '1 region0',
      '2 dax0.0',
      '3 System RAM (kmem)',
    ]);
    expect(outcome.notes.join()).toContain('absence here does not prove absence');
    expect(outcome.notes.join()).toContain('dmesg');
  });

  test('read without root says so', () => {
    const hidden = '00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n  00000000-00000000 : Kernel code\n';
    expect(failure(hidden)).toMatchObject({
      code: 'host-text/no-privilege',
      message: expect.stringContaining('captured without root') as string,
      works: 'Run it as root: sudo cat /proc/iomem',
      line: 1,
    });
    const { host, notes } = read(`${hidden}${textOf('boot-log-with-srat.txt')}`);
    expect(host.resources).toEqual([]);
    expect(notes.join()).toContain('captured without root');
  });

  test('keeps a range that ends before it starts, and marks it', () => {
    const { host, notes } = read(textOf('04-cxl-one-entry-two-windows-no-srat.txt'));
    expect(host.resources.map(({ size }) => size)).toEqual([0, 0, 0]);
    expect(host.resources[0]?.name).toBe('Soft Reserved (unreadable range: 5d0000000-7cffffff)');
    expect(notes.filter((note) => note.includes('unreadable range'))).toHaveLength(3);
  });

  test('is read with a margin, and ports beside it are not memory', () => {
    const { host, report } = read(
      '    0000-001f : dma1\n    00001000-0009ffff : System RAM\n      00001000-00001fff : x\n',
    );
    expect(host.resources.map(({ depth }) => depth)).toEqual([0, 1]);
    expect(report.unread).toMatchObject([{ line: 1 }]);
  });

  test('makes ranges of what names tell', () => {
    expect(
      ranges(
        read(`00000000-00000fff : Reserved
00001000-0009fbff : System RAM
000a0000-000bffff : PCI Bus 0000:00
00100000-7ffdffff : System RAM
  01000000-01ffffff : Kernel code
7ffe0000-7fffffff : ACPI Tables
e0000000-efffffff : PCI ECAM 0000 [bus 00-ff]
  e0000000-efffffff : Reserved
100000000-1ffffffff : System RAM (NVIDIA)
200000000-2ffffffff : dax1.0
300000000-3ffffffff : Persistent Memory`),
      ),
    ).toEqual([
      '0-fff 2',
      '1000-9fbff 1',
      '100000-7ffdffff 1',
      '7ffe0000-7fffffff 3',
      'e0000000-efffffff 2',
      '100000000-1ffffffff 1',
      '200000000-2ffffffff soft',
      '300000000-3ffffffff 7',
    ]);
  });
});

describe('/sys/firmware/memmap', () => {
  const expected = ['0-9fbff 1', '9fc00-9ffff 2', '100000-3fffffff 1', '100000000-1ffffffff soft'];

  test('is read as grep prints it', () => {
    expect(ranges(read(textOf('memmap.txt')))).toEqual(expected);
    expect(ranges(read(textOf('memmap.txt').replaceAll('/sys/firmware/memmap/', '')))).toEqual(expected);
  });

  test('is read as tail prints it, in any order', () => {
    const blocks = textOf('memmap.txt')
      .trim()
      .split('\n')
      .reverse()
      .map((line) => `==> ${line.replace(':', ' <==\n')}\n`);
    expect(ranges(read(blocks.join('\n')))).toEqual(expected);
  });
});

describe('lsmem', () => {
  const expected = ['0-7fffffff 1 node 0', '100000000-207fffffff 1 node 0', '2080000000-227fffffff 1 node 1'];

  test('gives ranges, nodes and the block size', () => {
    const outcome = read(textOf('lsmem.txt'));
    expect(ranges(outcome)).toEqual(expected);
    expect(outcome.host.blockSize).toBe(2 * GiB);
    expect(outcome.report.unread).toEqual([]);
  });

  test('is read with its columns in any order, as JSON, and as pairs', () => {
    const rows = textOf('lsmem.txt')
      .split('\n')
      .slice(0, 4)
      .map((line) => line.split(/ +/).reverse().join('   '));
    expect(ranges(read(rows.join('\n')))).toEqual(expected);
    const json = read(textOf('lsmem.json'));
    expect(ranges(json)).toEqual(expected);
    expect(json.host.blockSize).toBe(2 * GiB);
    expect(ranges(read('RANGE="0x0000000000000000-0x000000007fffffff" SIZE="2G" NODE="0"'))).toEqual([
      '0-7fffffff 1 node 0',
    ]);
  });

  test('is read with an empty field, and joins blocks that -a lists one by one', () => {
    const outcome = read(`RANGE                                 SIZE   STATE REMOVABLE BLOCK NODE
0x0000000000000000-0x0000000007ffffff 128M  online       yes     0    0
0x0000000008000000-0x000000000fffffff 128M  online               1    0
0x0000000010000000-0x0000000017ffffff 128M offline               2    1`);
    expect(ranges(outcome)).toEqual(['0-fffffff 1 node 0', '10000000-17ffffff 1 node 1']);
    expect(outcome.host.blockSize).toBe(2 ** 27);
  });

  test('with numactl and daxctl tells nodes without CPUs and memory that the OS was given', () => {
    const all = ['lsmem.txt', 'numactl-node-without-cpus.txt', 'daxctl.json'].map(textOf);
    const apart = all.reduce((document, text) => read(text, document).document, emptyDocument());
    for (const host of [read(all.join('\n')).host, apart.host]) {
      expect(host.nodes.map(({ id, cpus }) => [id, cpus])).toEqual([
        [0, '0-7'],
        [1, ''],
      ]);
      expect(host.ranges.map(({ title }) => title)).toEqual([
        undefined,
        undefined,
        'dax0.0, device memory given to the OS',
      ]);
      expect(host.dax).toEqual([{ name: 'dax0.0', size: 8 * GiB, node: 1, mode: 'system-ram' }]);
    }
  });
});

describe('other texts', () => {
  test('cxl list tells regions', () => {
    const outcome = read(textOf('cxl.json'));
    expect(outcome.host.ranges).toEqual([{ start: 0x8_5000_0000, size: 128 * GiB, type: 1, title: 'CXL region0' }]);
    expect(read(`${textOf('cxl.json')}BIOS-e820: [mem 0x850000000-0x284fffffff] soft reserved`).host.ranges).toEqual([
      { start: 0x8_5000_0000, size: 128 * GiB, type: SOFT_RESERVED, title: 'CXL region0' },
    ]);
  });

  test('sizes that -u rounds are said to be rounded', () => {
    const { host, notes } = read('[\n{"chardev":"dax0.0","size":"8.00 GiB (8.59 GB)","target_node":1}\n]');
    expect(host.dax).toEqual([{ name: 'dax0.0', size: 8 * GiB, node: 1 }]);
    expect(notes.join()).toContain('rounded');
  });

  test('address sizes', () => {
    expect(read('address sizes\t: 46 bits physical, 48 bits virtual').host.physBits).toBe(46);
    expect(read('Address sizes:       52 bits physical, 57 bits virtual').host.physBits).toBe(52);
  });

  test('address sizes of several hosts are a fleet, and no host below', () => {
    const line = (bits: number, name = ''): string => `${name}address sizes\t: ${bits} bits physical, 48 bits virtual`;
    const fleet = read([line(39), line(46), line(48)].join('\n'));
    expect(fleet.document.fleet).toEqual([{ physBits: 39 }, { physBits: 46 }, { physBits: 48 }]);
    expect(fleet.document.host).toEqual({ ranges: [], nodes: [], resources: [], dax: [] });
    expect(fleet.notes.join()).toContain('3 hosts');
    const named = read([line(46, 'a7: '), line(46, 'b2: '), line(46, 'b2: ')].join('\n'));
    expect(named.document.fleet).toEqual([
      { physBits: 46, title: 'a7' },
      { physBits: 46, title: 'b2' },
    ]);
    const many = read(Array.from({ length: 64 }, () => line(46)).join('\n'));
    expect(many.document).toMatchObject({ fleet: [], host: { physBits: 46 } });
  });

  test('many CPUs are one range of them', () => {
    const { host } = read(`available: 3 nodes (0,2-3)\nnode 0 cpus: 0 1 2 3 8 9\nnode 2 cpus: 4-7`);
    expect(host.nodes).toEqual([{ id: 0, cpus: '0-3,8-9' }, { id: 2, cpus: '4-7' }, { id: 3 }]);
  });

  test('JSON of something else is not understood, line by line', () => {
    const { report } = read(`{\n"a": 1\n}\n${textOf('lsmem.txt')}`);
    expect(report.unread).toEqual([{ line: 1, last: 3, count: 3, text: '{' }]);
  });
});

describe('usable memory that lies on several nodes', () => {
  const log = `BIOS-e820: [mem 0x100000000-0x4ffffffff] usable
BIOS-e820: [mem 0x500000000-0x6ffffffff] soft reserved
SRAT: Node 0 PXM 0 [mem 0x100000000-0x2ffffffff]
SRAT: Node 1 PXM 1 [mem 0x300000000-0x5ffffffff]
SRAT: Node 2 PXM 2 [mem 0x600000000-0x6ffffffff]`;

  test('is cut where they meet; soft reserved memory is not, and is on none', () => {
    const outcome = read(log);
    expect(ranges(outcome)).toEqual([
      '100000000-2ffffffff 1 node 0',
      '300000000-4ffffffff 1 node 1',
      '500000000-6ffffffff soft',
    ]);
    expect(fact(outcome, 'usable')).toMatchObject({ count: 1, bytes: 16 * GiB });
  });
});

describe('what was there before', () => {
  const host: Host = {
    title: 'a preset',
    source: 'a data sheet',
    physBits: 48,
    ranges: [{ start: 2 ** 40, size: 2 ** 30, type: 1, title: 'HBM' }],
    nodes: [{ id: 7, size: 2 ** 30 }],
    resources: [{ start: 0, size: 1, name: 'x', depth: 0 }],
    dax: [],
  };
  const before: LayoutDocument = { ...emptyDocument('pc'), title: 'mine', host };

  test('stays where the text does not speak of it, and the guest stays whole', () => {
    const { document } = read(textOf('boot-log-with-srat.txt'), before);
    expect(document).toEqual({ ...before, host: document.host });
    expect(document.host).toMatchObject({ physBits: 48, resources: host.resources, nodes: [{ id: 1 }] });
    expect(document.host.title).toBeUndefined();
    expect(document.host.source).toBe('BIOS-e820 lines, SRAT lines');
  });

  test('nodes that lists of the OS told go to the table of the firmware that comes after', () => {
    const lists = read(`${textOf('lsmem.txt')}${textOf('numactl-node-without-cpus.txt')}`).document;
    const log = 'BIOS-e820: [mem 0x100000-0x7fffffff] usable\nBIOS-e820: [mem 0x100000000-0x227fffffff] usable\n';
    const { host } = read(log, lists);
    expect(host.ranges.map(({ node }) => node)).toEqual([0, 0, 1]);
    expect(host.nodes.map(({ cpus }) => cpus)).toEqual(['0-7', '']);
    expect(host.source).toBe('lsmem, memory block size, numactl -H, BIOS-e820 lines');
  });

  test('a table of the firmware is completed by lists of the OS, not replaced', () => {
    const table = 'BIOS-e820: [mem 0x0-0x7ffdffff] usable\nBIOS-e820: [mem 0x100000000-0x207fffffff] usable\n';
    const more = 'BIOS-e820: [mem 0x2080000000-0x227fffffff] soft reserved\n';
    const log = read(`${table}${more}`).document;
    expect(ranges(read(textOf('lsmem.txt'), log))).toEqual([
      '0-7ffdffff 1 node 0',
      '100000000-207fffffff 1 node 0',
      '2080000000-227fffffff soft node 1',
    ]);
    const smaller = read(`BIOS-e820: [mem 0x0-0x3fffffff] usable`, log);
    expect(smaller.host.nodes).toEqual([]);
    expect(smaller.host.source).toBe('BIOS-e820 lines');
    const other = read(textOf('lsmem.txt'), before);
    expect(ranges(other)).toHaveLength(3);
    expect(other.host.title).toBeUndefined();
  });
});

describe('limits', () => {
  test('more ranges than a host can have are left out, with a remark', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => {
      const start = (index * 8192).toString(16);
      return `BIOS-e820: [mem 0x${start}-0x${(index * 8192 + 4095).toString(16)}] usable`;
    });
    const { host, notes, report } = read(lines.join('\n'));
    expect(host.ranges).toHaveLength(4096);
    expect(notes.join()).toContain('904 more');
    expect(report.unread).toEqual([]);
  });

  test('a table of nothing but addresses that no layout can hold says why there is no map', () => {
    const { code, message } = failure('BIOS-e820: [mem 0xfffffffffffff000-0xffffffffffffffff] reserved');
    expect(code).toBe('host-text/no-data');
    expect(message).toContain('0xfffffffffffff000-0xffffffffffffffff reserved is left out');
  });

  test('lines that never end, brackets that never close, and false starts cost no time', () => {
    const start = process.cpuUsage();
    const entry = '\nBIOS-e820: [mem 0x0-0xfff] usable\n';
    for (const text of [
      '[\n'.repeat(2 ** 20),
      '{"a":'.repeat(2 ** 19),
      'x'.repeat(2 ** 21),
      '[mem\n'.repeat(2 ** 18),
      '\r'.repeat(2 ** 20),
    ]) {
      expect(importText(`${text}${entry}`)).toHaveProperty('ok');
    }
    expect(process.cpuUsage(start).user).toBeLessThan(20e6);
  }, 60_000);

  test('a log of 5 MiB goes by in small steps', () => {
    const noise = Array.from(
      { length: 60_000 },
      (_, index) =>
        `[${(index / 1000).toFixed(6).padStart(12)}] pci 0000:00:1f.${index % 8}: [8086:2918] type 00 class 0x060100 conventional`,
    );
    const text = `${textOf('boot-log-with-srat.txt')}${noise.join('\n')}`;
    const reading = importInSteps({ text });
    let [steps, last] = [0, 0];
    let next = reading.next();
    for (; next.done !== true; next = reading.next()) {
      expect(next.value).toBeGreaterThanOrEqual(last);
      last = next.value;
      steps += 1;
    }
    expect(steps).toBeGreaterThan(100);
    expect(last).toBeGreaterThan(0.9);
    expect(next.value).toMatchObject({ ok: true, value: { report: { lines: { unread: 60_000 } } } });
  });
});

test('a text of a host is told from a command line that mentions the same', () => {
  expect(candidates({ text: 'qemu-system-x86_64 -m 4G -append "memmap=4G%4G+0xefffffff" # etc/e820' })[0]?.id).toBe(
    'command-line',
  );
  expect(candidates({ text: `[ 1.0] qemu-kvm starts\n${textOf('boot-log-with-srat.txt')}` })[0]?.id).toBe('host-text');
  expect(candidates({ text: '[    0.000000] Linux version 7.2.13\n[    0.000000] Command line: quiet' })[0]?.id).toBe(
    'host-text',
  );
  expect(failure('[    0.000000] Linux version 7.2.13').message).toContain('no e820 data');
});
