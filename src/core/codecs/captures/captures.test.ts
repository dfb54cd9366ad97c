import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes';
import type { Capture } from '../../capture/capture';
import { checkCapture } from '../../capture/check';
import { computePlan } from '../../plan/compute';
import { candidates, importText } from '../importers';
import { efiMemoryMap, guestBootLog } from './boot-log';
import { etcE820 } from './etc-e820';
import { flatView } from './flat-view';
import { memoryDevices } from './memory-devices';
import { memoryDevicesLayout } from './memory-devices-layout';
import { srat } from './srat';
import type { Importer } from '../format';

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../../fixtures/captures/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const file = (name: string): string => {
  const text = FILES[`../../../fixtures/captures/${name}`];
  if (text === undefined) throw new Error(`no fixture ${name}`);
  return text;
};
const named = (part: string): readonly string[] =>
  Object.keys(FILES)
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .filter((name) => name.includes(part));

function capture(importer: Importer, text: string): Capture {
  const read = importer.read(text);
  if (!read.ok) throw new Error(`${read.error.message} (line ${read.error.line})`);
  if (read.value.capture === undefined) throw new Error('no capture');
  return read.value.capture;
}
const hexOf = (from: Capture): string => ('bytes' in from && from.bytes !== undefined ? toHex(from.bytes) : '');

/** Of a guest with 4 GiB and one 8 GiB sp-mem device. */
const ONE_SPM =
  '0000000000000000000000800000000001000000000000000100000000000080000000000100000000000080010000000000000002000000ffffffef';

describe('etc/e820', () => {
  test('as hexadecimal digits', () => {
    const read = capture(etcE820, ONE_SPM);
    expect(read).toMatchObject({
      of: 'e820',
      stage: 'qemu',
      entries: [
        { range: { start: 0, end: 0x8000_0000 }, type: 1, offset: 0 },
        { range: { start: 0x1_0000_0000, end: 0x1_8000_0000 }, type: 1, offset: 20 },
        { range: { start: 0x1_8000_0000, end: 0x3_8000_0000 }, type: 0xefff_ffff, offset: 40 },
      ],
    });
    expect(hexOf(read)).toBe(ONE_SPM);
  });

  test.each(named('.e820.'))('as %s printed it', (name) => {
    const [machine = ''] = name.split('.');
    const expected = file(`${machine}.e820.hex`).trim();
    expect(candidates({ text: file(name) })[0]).toMatchObject({ id: 'etc-e820', sureness: 0.9 });
    expect(hexOf(capture(etcE820, file(name)))).toBe(expected);
    expect(hexOf(capture(etcE820, file(name).replaceAll('\n', '\r\n').toUpperCase().replaceAll('0X', '0x')))).toBe(
      expected,
    );
  });

  test.each([
    `0x${ONE_SPM}`,
    `root@guest:~# xxd -p /sys/firmware/qemu_fw_cfg/by_name/etc/e820/raw\n${ONE_SPM.slice(0, 60)}\n${ONE_SPM.slice(60)}\nroot@guest:~# `,
    `${ONE_SPM.match(/.{8}/g)?.join(' ')}`,
    `${ONE_SPM.match(/.{8}/g)?.join('\n')}`,
    `{ ${ONE_SPM.match(/../g)
      ?.map((pair) => `0x${pair}`)
      .join(', ')} }`,
    `${ONE_SPM.match(/../g)
      ?.map((pair) => `0x${pair}`)
      .join(' ')}`,
    `static const uint8_t table[60] = { /* 3 entries */\n${ONE_SPM.match(/../g)
      ?.map((pair) => String(Number(`0x${pair}`)))
      .join(', ')} };`,
    `(qemu) xp /60xb 0x20000\n${rows(8, (at, row) => `${(0x20000 + at).toString(16).padStart(16, '0')}: ${row.map((b) => `0x${b}`).join(' ')}`)}`,
    `(gdb) x/60xb &table\n${rows(8, (at, row) => `0x7ffe${(0x10 + at).toString(16).padStart(4, '0')} <table+${at}>:\t${row.map((b) => `0x${b}`).join('\t')}`)}`,
    rows(
      16,
      (at, row) =>
        `${at.toString(8).padStart(7, '0')} ${row
          .join('')
          .match(/.{8}/g)
          ?.map((w) => w.match(/../g)?.reverse().join(''))
          .join(' ')}`,
    ),
  ])('as %j', (text) => {
    expect(hexOf(capture(etcE820, text))).toBe(ONE_SPM);
    expect(candidates({ text })[0]?.id).toBe('etc-e820');
  });

  test('with equal rows left out', () => {
    const text = '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000050\n';
    expect(hexOf(capture(etcE820, text))).toBe('00'.repeat(80));
    expect(hexOf(capture(etcE820, text.replace('00000050', '0000120').replace('00000000', '0000000')))).toBe(
      '00'.repeat(80),
    );
  });

  test('as a file, which has no byte above 0x7f if the guest is small', () => {
    const bytes = fromHex('0000000000000000000000400000000001000000');
    if (!bytes.ok) throw new Error('hex');
    const text = String.fromCharCode(...bytes.value);
    expect(candidates({ text })[0]?.id).toBe('etc-e820');
    expect(hexOf(capture(etcE820, text))).toBe('0000000000000000000000400000000001000000');
    expect(candidates({ bytes: bytes.value })[0]?.id).toBe('etc-e820');
    expect(etcE820.binary?.read(bytes.value)).toMatchObject({ ok: true, value: { part: 'nothing' } });
  });

  test('cut anywhere but between entries is an error that names the byte', () => {
    const cut = etcE820.read(ONE_SPM.slice(0, -6));
    expect(cut).toMatchObject({
      ok: false,
      error: { code: 'e820/cut-entry', offset: 40, length: 17, line: 1, column: 81 },
    });
    expect(!cut.ok && cut.error.message).toBe('57 bytes are no multiple of 20: the last entry has 17 of its 20 bytes.');
    expect(etcE820.read(`${ONE_SPM.slice(0, 60)}\n${ONE_SPM.slice(60, -2)}\n`)).toMatchObject({
      ok: false,
      error: { offset: 40, line: 2, column: 21 },
    });
    expect(etcE820.read(ONE_SPM.slice(0, -1))).toMatchObject({
      ok: false,
      error: { code: 'dump/line', line: 1, column: 119 },
    });
    expect(candidates({ text: ONE_SPM.slice(0, -6) })[0]?.id).toBe('etc-e820');
  });

  test('with a row missing is an error at the row below', () => {
    const rows = file('two-nodes.e820.hexdump-C.txt').split('\n');
    expect(etcE820.read([rows[0], rows[2]].join('\n'))).toMatchObject({
      ok: false,
      error: { code: 'dump/line', line: 2, column: 1 },
    });
  });

  test('keeps ends that no CPU can address, and says so', () => {
    const read = capture(etcE820, `${'00'.repeat(4)}000000f0${'00'.repeat(4)}00000020${'01000000'}`);
    expect(read).toMatchObject({
      entries: [
        {
          range: { start: 2 ** 52, end: 2 ** 52 },
          claims: { start: 0xf000_0000_0000_0000n, end: 0x1_1000_0000_0000_0000n },
        },
      ],
    });
  });
});

function rows(width: number, line: (at: number, row: readonly string[]) => string): string {
  const pairs = ONE_SPM.match(/../g) ?? [];
  return Array.from({ length: Math.ceil(pairs.length / width) }, (_, index) =>
    line(index * width, pairs.slice(index * width, (index + 1) * width)),
  ).join('\n');
}

describe('SRAT', () => {
  const whole = (): string => hexOf(capture(srat, file('two-nodes.srat.hexdump-C.txt')));

  test.each(named('.srat.'))('as %s', (name) => {
    expect(candidates({ text: file(name) })[0]?.id).toBe('srat');
    const read = capture(srat, file(name));
    expect(hexOf(read)).toBe(whole());
    expect(read).toMatchObject({
      of: 'srat',
      entries: { length: 7, 5: { node: 2, flags: 1, range: { start: 0x1_8000_0000, end: 0x2_0000_0000 } } },
    });
  });

  test('as the fields that iasl names, without the bytes', () => {
    const text = file('two-nodes.srat.dsl');
    expect(hexOf(capture(srat, text.slice(0, text.indexOf('Raw Table Data'))))).toBe(whole());
    expect(
      hexOf(
        capture(
          srat,
          text
            .slice(0, text.indexOf('Raw Table Data'))
            .replace(
              /^(\[\w+h \d+) +0*([0-9a-f]+)h\]/gim,
              (_, head: string, length: string) => `${head} ${String(Number.parseInt(length, 16)).padStart(3)}]`,
            ),
        ),
      ),
    ).toBe(whole());
  });

  test('as digits, as bytes, and without its header', () => {
    const bytes = fromHex(whole());
    if (!bytes.ok) throw new Error('hex');
    expect(candidates({ text: whole() })[0]?.id).toBe('srat');
    expect(candidates({ bytes: bytes.value })[0]?.id).toBe('srat');
    const body = whole().slice(96);
    expect(candidates({ text: body })[0]?.id).toBe('srat');
    expect(capture(srat, body)).toMatchObject({
      entries: { length: 7, 0: { offset: 64, range: { start: 0, end: 0xa_0000 } } },
    });
  });

  test('has its checksum verified', () => {
    const notes = (hex: string): unknown => {
      const read = srat.read(hex);
      return read.ok ? read.value.notes.map(({ message }) => message) : read.error;
    };
    expect(notes(whole())).toEqual([]);
    expect(notes(`${whole().slice(0, 18)}00${whole().slice(20)}`)).toEqual([
      expect.stringMatching('before the firmware'),
    ]);
    expect(notes(`${whole().slice(0, 18)}01${whole().slice(20)}`)).toEqual([
      expect.stringMatching('checksum is wrong'),
    ]);
  });

  test('cut short is an error with the byte', () => {
    expect(srat.read(whole().slice(0, -20))).toMatchObject({
      ok: false,
      error: { code: 'srat/cut-table', offset: 0, line: 1 },
    });
  });

  test('of a dump of other tables is an error that names them', () => {
    const text = file('two-nodes.srat.acpidump.txt').replace('SRAT @', 'APIC @');
    expect(srat.read(text)).toMatchObject({
      ok: false,
      error: { message: 'There is no SRAT among these tables: APIC.' },
    });
    expect(hexOf(capture(srat, `${text}\n\n${file('two-nodes.srat.acpidump.txt')}\n\n${text}`))).toBe(whole());
  });
});

describe('memory devices', () => {
  const DEVICES = [
    { type: 'sp-mem', id: 'spm0', memdev: 'sp0', node: 2, range: { start: 0x1_8000_0000, end: 0x2_0000_0000 } },
    {
      type: 'dimm',
      id: 'dimm0',
      memdev: 'd0',
      node: 0,
      slot: 0,
      hotplugged: false,
      range: { start: 0x2_0000_0000, end: 0x2_4000_0000 },
    },
    {
      type: 'virtio-mem',
      id: 'vm0',
      node: 1,
      plugged: 0,
      requested: 2 ** 30,
      blockSize: 2 ** 20,
      range: { start: 0x2_4000_0000, end: 0x3_4000_0000 },
    },
    { type: 'nvdimm', id: 'nv0', slot: 1, range: { start: 0x3_4000_0000, end: 0x3_5000_0000 } },
    { type: 'virtio-pmem', id: 'pm0', range: { start: 0x3_5000_0000, end: 0x3_7000_0000 } },
    { type: 'dimm', slot: 2, memdev: 'x0', range: { start: 0x3_7000_0000, end: 0x3_7800_0000 } },
  ];
  const json = (): string => file('two-nodes.query-memory-devices.json');

  test.each([
    ['the reply', () => json()],
    ['printed prettily', () => JSON.stringify(JSON.parse(json()), null, 4)],
    ['the list alone', () => JSON.stringify((JSON.parse(json()) as { return: unknown }).return, null, 2)],
    ['qmp-shell', () => `(QEMU) query-memory-devices\n${JSON.stringify(JSON.parse(json()), null, 4)}\n(QEMU) `],
    [
      'virsh',
      () =>
        `root@host:~# virsh qemu-monitor-command vm '{"execute":"query-memory-devices"}'\n${json().trim().slice(0, -1)},"id":"libvirt-20"}\n\n`,
    ],
    [
      'a conversation',
      () =>
        `{"QMP": {"version": {}, "capabilities": []}}\n{"execute": "qmp_capabilities"}\n{"return": {}}\n{"execute": "query-memory-devices"}\n${json()}`,
    ],
    ['HMP', () => file('two-nodes.info-memory-devices.txt')],
    ['HMP over a serial line', () => file('two-nodes.info-memory-devices.txt').replaceAll('\n', '\r\n')],
  ] as const)('as %s', (_, text) => {
    const read = capture(memoryDevices, text());
    expect(read).toMatchObject({ of: 'memory-devices', devices: DEVICES });
    expect(read.of === 'memory-devices' && read.devices[5]).not.toHaveProperty('id');
    expect(
      candidates({ text: text() })
        .slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(['memory-devices', 'memory-devices-layout']);
  });

  test('know their lines', () => {
    const lines = (text: string): unknown => {
      const read = capture(memoryDevices, text);
      return read.of === 'memory-devices' && read.devices.map(({ line }) => line);
    };
    expect(lines(file('two-nodes.info-memory-devices.txt'))).toEqual([2, 7, 15, 23, 31, 35]);
    expect(lines(json())).toEqual([1, 1, 1, 1, 1, 1]);
    expect(lines(JSON.stringify(JSON.parse(json()), null, 1))).toEqual([4, 14, 27, 40, 53, 62]);
  });

  test('of a log that plugs some are the last list there is', () => {
    const log = `{"execute": "device_add", "arguments": {"driver": "pc-dimm", "id": "d9", "memdev": "m9"}}\n{"return": {}}\n${json()}{"return": []}\n`;
    expect(candidates({ text: log }).map(({ id }) => id)).toContain('memory-devices');
    expect(capture(memoryDevices, log)).toMatchObject({ devices: { length: 6 } });
  });

  test('without an address are an error at the device', () => {
    const text = JSON.stringify(JSON.parse(json()), null, 1).replace('"addr": 8589934592', '"addr": -1');
    expect(memoryDevices.read(text)).toMatchObject({ ok: false, error: { code: 'memory-devices/device', line: 14 } });
    expect(memoryDevices.read(json().slice(0, 400))).toMatchObject({
      ok: false,
      error: { message: 'The JSON ends too early.', line: 1, column: 401 },
    });
    expect(memoryDevices.read('Memory device [dimm]: "d0"\n  addr: 0x100000000\n')).toMatchObject({
      ok: false,
      error: { line: 1 },
    });
  });

  test('become those of the layout, where they lie', () => {
    const machine = importText('-machine q35 -m 4G -cpu Skylake-Server-v1');
    if (!machine.ok) throw new Error('machine');
    const read = memoryDevicesLayout.read(json(), machine.value.document);
    if (!read.ok) throw new Error(read.error.message);
    const { document } = read.value;
    const plan = computePlan(document, 1);
    expect(plan.verdict.error).toBeUndefined();
    expect(plan.snapshots[0]?.tables?.memoryDevices.map(({ type, id, range }) => ({ type, id, ...range }))).toEqual(
      DEVICES.map(({ type, id, range }) => ({ type, id, ...range })),
    );
    expect(checkCapture(plan, capture(memoryDevices, json())).verdict).toBe('equal');
  });
});

describe('info mtree -f', () => {
  test('is the view of the CPUs', () => {
    const read = capture(flatView, file('two-nodes.info-mtree-f.txt'));
    expect(read).toMatchObject({ of: 'flat-view', ranges: { length: 15 } });
    expect(
      read.of === 'flat-view' && read.ranges.filter(({ kind }) => kind.includes('ram')).map(({ name }) => name),
    ).toEqual(['m0', 'm0', 'm1', 'sp0', 'd0', 'v0', 'n0', 'p0', 'x0']);
  });

  test('without -f is an error that says so', () => {
    const text = 'address-space: memory\n  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n';
    expect(candidates({ text })[0]?.id).toBe('flat-view');
    expect(flatView.read(text)).toMatchObject({ ok: false, error: { code: 'flat-view/nested', line: 1 } });
  });

  test('of other address spaces alone is an error', () => {
    const text =
      'FlatView #2\n AS "I/O", root: io\n Root memory region: io\n  0000000000000000-0000000000000007 (prio 0, i/o): dma-chan\n';
    expect(flatView.read(text)).toMatchObject({ ok: false, error: { code: 'flat-view/no-cpu-view' } });
  });
});

describe('the guest’s own log', () => {
  test('has the table that the kernel was handed', () => {
    const text =
      '[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n[    0.000000] BIOS-e820: [mem 0x0000000180000000-0x000000037fffffff] soft reserved\n';
    expect(capture(guestBootLog, text)).toMatchObject({
      of: 'e820',
      stage: 'kernel-bios',
      entries: [
        { range: { start: 0, end: 0x9_fc00 }, type: 1, line: 1 },
        { range: { start: 0x1_8000_0000, end: 0x3_8000_0000 }, type: 0xefff_ffff, line: 2 },
      ],
    });
    expect(
      candidates({ text })
        .filter(({ likely }) => likely)
        .map(({ id }) => id),
    ).toEqual(['host-text', 'guest-boot-log']);
    const metal = `[    0.000000] DMI: Dell Inc. PowerEdge R760/0X, BIOS 1.2 01/01/2026\n${text}`;
    expect(
      candidates({ text: metal })
        .filter(({ likely }) => likely)
        .map(({ id }) => id),
    ).toEqual(['host-text']);
  });

  test('has the UEFI map, as kernel or shell print it', () => {
    const expected = {
      of: 'e820',
      stage: 'firmware',
      isEfi: true,
      entries: [{ type: 1 }, { type: 0xefff_ffff, range: { start: 0x1_8000_0000, end: 0x3_8000_0000 } }],
    };
    expect(
      capture(
        efiMemoryMap,
        'efi: mem00: [Conventional Memory|   |  |  |  |  |  |  |  |   |WB|WT|WC|UC] range=[0x0000000000000000-0x000000000009ffff] (0MB)\nefi: mem01: [Conventional Memory|   |  |  |  |  |  |SP|  |   |WB|WT|WC|UC] range=[0x0000000180000000-0x000000037fffffff] (8192MB)\n',
      ),
    ).toMatchObject(expected);
    expect(
      capture(
        efiMemoryMap,
        'Available  0000000000000000-000000000009FFFF 00000000000000A0 000000000000000F\nAvailable  0000000180000000-000000037FFFFFFF 0000000000200000 000000000004000F\n',
      ),
    ).toMatchObject(expected);
  });
});
