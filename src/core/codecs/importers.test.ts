/** What every importer is held to. A new one adds its fixtures here, and is then checked by all of this. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compactDocument } from '../document/defaults';
import { samples } from '../document/samples/index';
import { commandLine } from './command-line-writer';
import { candidates, importers, importText } from './importers';
import { layoutText } from './pictures/layout-inside';
import { shellText } from './shell-text';
import { readDocument } from '../document/defaults';
import { FORMAT } from '../document/schema';

const [first] = samples.all;
if (first === undefined) throw new Error('no sample');

const CAPTURES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/captures/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** Recorded outputs whose name has a part. */
const captured = (part: string): readonly string[] =>
  Object.entries(CAPTURES).flatMap(([name, text]) => (name.includes(part) ? [text] : []));

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
  picture: [
    `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><metadata><physmap:layout xmlns:physmap="urn:x-physmap:layout">${layoutText(first.document)}</physmap:layout></metadata>\n</svg>`,
    '<!doctype html><html><body><svg><metadata><l:layout xmlns:l="urn:x-physmap:layout">{"format":1,"title":"a &amp;lt; b","machine":{"type":"pc"}}</l:layout></metadata></svg></body></html>',
  ],
  'qmp-log': [
    '{"QMP": {"version": {"qemu": {"micro": 3, "minor": 1, "major": 11}, "package": ""}, "capabilities": ["oob"]}}\r\n{"execute":"qmp_capabilities"}\r\n{"return": {}}\r\n{"execute":"system_reset"}\r\n{"return": {}}\r\n{"timestamp": {"seconds": 1763800000, "microseconds": 5}, "event": "RESET", "data": {"guest": false, "reason": "host-qmp-system-reset"}}\r\n',
    '(QEMU) object-add qom-type=memory-backend-ram id=m1 size=1073741824\n{"return": {}}\n(QEMU) device_add driver=pc-dimm id=d1 memdev=m1\n{"return": {}}\n',
    '2026-11-22 10:00:01.123+0000: 2411: info : qemuMonitorSend:859 : QEMU_MONITOR_SEND_MSG: mon=0x7f8f msg={"execute":"device_del","arguments":{"id":"d1"},"id":"libvirt-36"}\r\n fd=-1\n',
  ],
  'etc-e820': [
    ...captured('.e820.'),
    '0000000000000000000000800000000001000000000000000100000000000080000000000100000000000080010000000000000002000000ffffffef',
    'u8 e820[] = {\n  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /* base */\n  0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00 };\n',
    '00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n*\n00000050\n',
  ],
  srat: [captured('.srat.acpidump')[0] ?? '', (captured('.srat.dsl')[0] ?? '').slice(0, 2400)],
  'memory-devices': [...captured('memory-devices'), '{"return": []}', '[\n]'],
  'memory-devices-layout': [...captured('memory-devices'), '{"return": [], "id": "libvirt-7"}'],
  'flat-view': [
    ...captured('info-mtree').map((text) => text.slice(0, 2600)),
    '  0000000000000000-000000007fffffff (prio 0, ram): pc.ram\n',
  ],
  'guest-boot-log': [
    '[    0.000000] BIOS-provided physical RAM map:\n[    0.000000] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable\n[    0.000000] BIOS-e820: [mem 0x0000000180000000-0x000000037fffffff] soft reserved\n',
    ' BIOS-e820: 0000000000000000 - 000000000009fc00 (usable)\r\n',
  ],
  'efi-map': [
    '[    0.000000] efi: mem75: [Conventional Memory|   |  |  |  |  |  |SP|  |   |WB|WT|WC|UC] range=[0x0000000180000000-0x000000037fffffff] (8192MB)\n',
    'Shell> memmap\r\nType       Start            End              # Pages          Attributes\r\nAvailable  0000000000000000-000000000009FFFF 00000000000000A0 000000000000000F\r\nAvailable  0000000180000000-000000037FFFFFFF 0000000000200000 000000000004000F\r\n',
  ],
  kubevirt: [
    'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: { name: vm }\nspec:\n  template:\n    spec:\n      domain:\n        cpu: { cores: 4, model: EPYC }\n        memory:\n          guest: 4Gi\n          maxGuest: 16Gi\n',
    '{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachineInstance","spec":{"domain":{"resources":{"requests":{"memory":"8G"}}}}}',
  ],
  'libvirt-xml': [
    "<maxMemory slots='16' unit='GiB'>64</maxMemory>\n<memory unit='KiB'>16777216</memory>\n<cpu><numa><cell id='0' cpus='0-7' memory='8' unit='GiB'/></numa></cpu>\n<devices>\n  <memory model='dimm'><target><size unit='KiB'>8388608</size><node>0</node></target></memory>\n</devices>\n",
    "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- a guest -->\r\n<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\r\n  <name>a&amp;b</name>\r\n  <memory>1048576</memory>\r\n  <vcpu current='1'>2</vcpu>\r\n  <os><type arch='x86_64' machine='q35'>hvm</type></os>\r\n  <qemu:commandline><qemu:arg value='-m'/><qemu:arg value='maxmem=8G'/></qemu:commandline>\r\n</domain>\r\n",
  ],
};

/** Readings beside a likelier one, by its name: people choose between the two. */
const BESIDE: Readonly<Record<string, string>> = {
  'memory-devices-layout': 'memory-devices',
  'guest-boot-log': 'host-text',
  'efi-map': 'host-text',
};

describe.each(importers.all)('$id', (importer) => {
  const fixtures = FIXTURES[importer.id] ?? [];
  const texts = [importer.example, ...fixtures];

  test('has fixtures, and recognises them as its own', () => {
    expect(fixtures.length).toBeGreaterThan(1);
    for (const text of texts) {
      const [first, second] = candidates({ text }).filter(({ likely }) => likely);
      const likelier = BESIDE[importer.id];
      expect.soft(first?.id, text).toBe(likelier ?? importer.id);
      if (likelier !== undefined) expect.soft(second?.id, text).toBe(importer.id);
    }
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

describe('comments of the layout on screen', () => {
  const said = readDocument({
    format: FORMAT,
    machine: { type: 'q35' },
    devices: ['a', 'b'].map((id) => ({ kind: 'sp-mem', id })),
    review: {
      threads: ['devices.0', 'devices.1'].map((path, index) => ({ id: `t${index}`, path, comments: [{ id: 'c' }] })),
      waivers: [{ code: 'x', path: 'devices.1', reason: 'known' }],
    },
  });
  const current = said.ok ? said.value : undefined;

  test('stay on what has the same name in a command line, and are orphaned where it has none', () => {
    const read = importText('qemu-system-x86_64 -machine q35 -m 2G -device sp-mem,id=b,memdev=m', current);
    expect(read.ok && read.value.document.review).toEqual({
      threads: [
        { id: 't0', what: 'a', gone: true, comments: [{ id: 'c', text: '' }] },
        { id: 't1', path: 'devices.0', comments: [{ id: 'c', text: '' }] },
      ],
      waivers: [{ code: 'x', path: 'devices.0', reason: 'known' }],
    });
    expect(read.ok && read.value.notes[0]?.message).toBe(
      'Comments of the layout stay: 2 threads, 1 waiver. 1 of them: what they are about is not in this text.',
    );
  });

  test('are not those of another layout', () => {
    const read = importText('{"format": 6, "machine": {"type": "q35"}}', current);
    expect(read.ok && read.value.document.review).toEqual({ threads: [], waivers: [] });
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
