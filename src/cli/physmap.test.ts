import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSratBlob } from '../core/codecs/srat-blob';
import { readDocument } from '../core/document/defaults';
import { encodeLink } from '../share/link';
import { main } from './physmap';
import { answerLine } from './predict';
import { answerTimeline } from './timeline';
import { FORMAT } from '../core/document/schema';
import { watchPrinted } from './printed-for-tests';

const LAYOUT = {
  format: 1,
  machine: { type: 'q35' },
  memory: { size: 2 ** 31, slots: 1, maxmem: 2 ** 32 },
  backends: [{ id: 's', type: 'ram', size: 2 ** 30 }],
  devices: [{ kind: 'sp-mem', id: 'd', memdev: 's' }],
};
/** Its 979 GiB move to 1 TiB, where 40 address bits do not reach. */
const REFUSED = { format: 1, machine: { type: 'q35' }, memory: { size: 979 * 2 ** 30 } };

let folder = '';
const printed = watchPrinted();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'physmap-cli-'));
  await writeFile(join(folder, 'layout.json'), JSON.stringify(LAYOUT));
  await writeFile(join(folder, 'refused.json'), JSON.stringify(REFUSED));
  await writeFile(join(folder, 'run.sh'), 'qemu-system-x86_64 -machine q35 -m 2G\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('help', () => {
  it('tells every command apart from what it does', async () => {
    expect(await main(['help'])).toBe(0);
    expect(printed.out).toMatch(/^ {2}check LAYOUT\|LINK .*\n {6}findings/m);
    expect(printed.out).toMatch(/^ {2}conformance .*--seed S.*\n {6}compares/m);
  });

  it('is given by a command of itself, whatever else is asked', async () => {
    expect(await main(['compare', 'nothing.json', '--help'])).toBe(0);
    expect(printed.out).toContain('-- compare LAYOUT|LINK|CAPTURE');
    expect(printed.out).not.toContain('conformance');
  });
});

describe('check', () => {
  it('ends with 0 for a layout that starts', async () => {
    expect(await main(['check', join(folder, 'layout.json')])).toBe(0);
    expect(printed.out).toContain('QEMU starts');
  });

  it('ends with 1 and quotes QEMU for a layout that it refuses', async () => {
    expect(await main(['check', join(folder, 'refused.json')])).toBe(1);
    expect(printed.out).toContain('Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)');
    expect(printed.out).toContain('  fix:   Set phys-bits to 41\n');
  });

  it('ends with 2 and four parts for a file that is not there', async () => {
    expect(await main(['check', join(folder, 'nothing.json')])).toBe(2);
    for (const part of ['physmap: ', 'where: ', 'why: ', 'works: ']) expect(printed.complaints).toContain(part);
  });

  it('takes a link', async () => {
    const read = readDocument(LAYOUT);
    const link = read.ok ? `https://example.org/#${await encodeLink(read.value)}` : '';
    expect(await main(['check', link])).toBe(0);
  });
});

describe('export', () => {
  it('writes the bytes of a table to a path', async () => {
    expect(
      await main(['export', join(folder, 'layout.json'), '--format', 'srat', '--out', join(folder, 'srat.bin')]),
    ).toBe(0);
    const read = readSratBlob(await readFile(join(folder, 'srat.bin')));
    const memory = read.ok ? read.value.entries.filter(({ type }) => type === 'memory') : [];
    expect(memory.at(-2)).toMatchObject({ base: 2n ** 32n, length: 2n ** 30n, flags: 1 });
  });

  it('writes several formats into a folder, each under its own name, and says what they cannot say', async () => {
    const out = join(folder, 'several');
    expect(await main(['export', join(folder, 'layout.json'), '--format', 'e820-csv,fw-cfg', '--out', out])).toBe(0);
    expect((await readFile(join(out, 'e820.csv'), 'utf8')).split('\n')[0]).toBe(
      'start,end,size,type,words,node,cause,sure',
    );
    expect(await readFile(join(out, 'fw-cfg.txt'), 'utf8')).toContain('file=e820.bin');
    expect(printed.complaints).toContain('fw-cfg.txt: etc/e820 itself cannot be replaced from the command line');
    expect(await main(['export', join(folder, 'layout.json'), '--format', 'e820-csv,fw-cfg'])).toBe(2);
  });

  it('lists the formats that there are', async () => {
    expect(await main(['export', join(folder, 'layout.json'), '--format', 'none'])).toBe(2);
    expect(printed.complaints).toContain('layout-json');
  });

  it('ends with 1 where a layout has no such file', async () => {
    expect(await main(['export', join(folder, 'layout.json'), '--format', 'slit'])).toBe(1);
  });
});

describe('import', () => {
  it('writes the layout that a command line means', async () => {
    expect(await main(['import', join(folder, 'run.sh')])).toBe(0);
    expect(JSON.parse(printed.out)).toEqual({ format: FORMAT, machine: { type: 'q35' }, memory: { size: 2 ** 31 } });
    expect(printed.complaints).toBe('read as command-line\n');
  });

  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  /** One usable entry of 2 GiB, 20 bytes: zeros, so that they are UTF-8, too. */
  const TABLE = new Uint8Array(20);
  TABLE.set([0x10], 11);
  TABLE.set([1], 16);

  it('tells a table of a running guest as what it is', async () => {
    expect(await main(['import', await write('e820', TABLE)])).toBe(0);
    expect(printed.complaints).toMatch(/^read as etc-e820: a capture/);
    expect(JSON.parse(printed.out)).toMatchObject({ capture: { of: 'e820', entries: [{ type: 1 }] } });
    expect(await main(['check', join(folder, 'e820')])).toBe(2);
    expect(printed.complaints).toContain('is no layout');
  });

  it('asks which of several readings is meant, and takes the answer', async () => {
    const log = await write('dmesg', '[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000007fffffff] usable\n');
    expect(await main(['import', log])).toBe(2);
    expect(printed.complaints).toContain('can be read in several ways');
    expect(printed.complaints).toContain('--as host-text or --as guest-boot-log');
    expect(await main(['import', log, '--as', 'host-text'])).toBe(0);
    expect(JSON.parse(printed.out)).toMatchObject({ host: { ranges: [{ start: 0, size: 2 ** 31, type: 1 }] } });
    printed.forget();
    expect(await main(['import', '--as=guest-boot-log', log])).toBe(0);
    expect(JSON.parse(printed.out)).toHaveProperty('capture');
    expect(await main(['import', log, '--as', 'tea-leaves'])).toBe(2);
    expect(printed.complaints).toContain('nothing is read as tea-leaves');
    // Where a layout is wanted, what makes one is meant.
    expect(await main(['check', log])).toBe(0);
  });

  it('opens the link in a mail', async () => {
    const read = readDocument(LAYOUT);
    const link = read.ok ? await encodeLink(read.value) : '';
    const mail = await write('mail.txt', `Hello,\n\nsee https://example.org/#${link}.\n`);
    expect(await main(['import', mail])).toBe(0);
    expect(JSON.parse(printed.out)).toMatchObject({ devices: [{ id: 'd' }] });
    printed.forget();
    expect(await main(['import', `https://example.org/#${link}`])).toBe(0);
    expect(JSON.parse(printed.out)).toMatchObject({ devices: [{ id: 'd' }] });
  });

  it('ends with 2 for what it cannot read, and says what to do with a packed file', async () => {
    expect(await main(['import', await write('log.gz', new Uint8Array([0x1f, 0x8b, 8, 0, 0x80]))])).toBe(2);
    expect(printed.complaints).toContain('packed with gzip');
    expect(await main(['import', await write('noise', new Uint8Array([0xfe, 0xfe, 0xfe]))])).toBe(2);
    expect(printed.complaints).toContain('import/unknown-format');
    expect(await main(['import'])).toBe(2);
  });
});

it('names its commands where it is given none or another', async () => {
  expect(await main([])).toBe(2);
  expect(await main(['frobnicate'])).toBe(2);
  expect(printed.complaints).toContain('predict, timeline, check, compare, export, import');
});

describe('a line of predict', () => {
  const answer = (request: unknown) =>
    answerLine({ number: 3, text: typeof request === 'string' ? request : JSON.stringify(request) });

  it('is answered alike for words, layout and link', async () => {
    const read = readDocument(LAYOUT);
    const link = read.ok ? `#${await encodeLink(read.value)}` : '';
    const args = [
      '-machine',
      'q35',
      '-m',
      '2G,slots=1,maxmem=4G',
      '-object',
      'memory-backend-ram,id=s,size=1G',
      '-device',
      'sp-mem,id=d,memdev=s',
    ];
    const words = await answer({ id: 'x', args });
    expect(words).toMatchObject({ id: 'x', ok: true, reserved_memory_end: '0x1c0000000' });
    expect(await answer({ id: 'x', layout: LAYOUT })).toEqual(words);
    expect(await answer({ id: 'x', link })).toEqual(words);
  });

  it('says its number where it cannot be read', async () => {
    expect(await answer('{')).toMatchObject({ id: null, ok: false, line: 3 });
    expect(await answerLine({ number: 4 })).toMatchObject({ id: null, ok: false, line: 4 });
    expect(await answer({ id: 'y', layout: { format: 1 } })).toMatchObject({ id: 'y', ok: false, line: 3 });
  });

  it('guesses nothing of trees, firmware and kernels that nobody knows', async () => {
    expect(await answer({ id: 'z', args: [], dialect: 'qemu-9.9' })).toMatchObject({ ok: false, e820_hex: null });
    const guest = await answer({ id: 'z', args: [], firmware: 'coreboot', kernel: '7.2' });
    expect(guest).toMatchObject({ ok: true, diagnostics: [{ code: 'predict/firmware-not-predicted' }] });
    expect(guest).not.toHaveProperty('bios_e820');
  });

  it('has the table that Linux prints, for the firmware that the request or its layout names', async () => {
    const first = ['0x0', '0x9fbff', 'System RAM'];
    expect(await answer({ id: 'z', args: [], firmware: 'seabios' })).toHaveProperty(['bios_e820', 0], first);
    const layout = { format: FORMAT, machine: { type: 'q35' }, boot: { firmware: 'seabios' } };
    expect(await answer({ id: 'z', layout })).toHaveProperty(['bios_e820', 0], first);
  });
});

describe('a line of timeline', () => {
  const ask = (request: unknown) => answerTimeline({ number: 3, text: JSON.stringify(request) });
  const args = ['-machine', 'q35', '-m', '2G,slots=2,maxmem=4G', '-object', 'memory-backend-ram,id=r0,size=1G'];

  it('answers each step, and what the guest does with the registers', () => {
    const plug = { execute: 'device_add', arguments: { driver: 'pc-dimm', id: 'd0', memdev: 'r0' } };
    const unplug = { execute: 'device_del', arguments: { id: 'd0' } };
    const steps = [plug, unplug, { qtest: 'inb 0xa14' }, { qtest: 'outb 0xa14 0x8' }];
    expect(ask({ id: 'a', args, steps: steps.map((step) => ({ do: step })) })).toEqual({
      id: 'a',
      steps: [{ return: {} }, { return: {} }, { qtest: ['OK', '0x0007'] }, { qtest: ['OK'] }].map((reply) => ({
        reply,
      })),
      events: [['DEVICE_DELETED', { device: 'd0', path: '/machine/peripheral/d0' }]],
    });
  });

  it('says why a machine that does not start has no timeline', () => {
    expect(ask({ id: 'a', args: ['-m', '1G,slots=1'], steps: [] })).toMatchObject({ ok: false, steps: [] });
  });

  it('says which step is none', () => {
    expect(ask({ args, steps: [{ do: 5 }] })).toEqual({
      id: null,
      ok: false,
      line: 3,
      error: 'step 1 is neither {"do": {"execute": …}} nor {"do": {"qtest": "…"}}',
    });
  });
});
