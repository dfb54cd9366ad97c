/** Everything that reads what strangers wrote. A new reader is one line here. */
import { fromHex } from '../../core/base/bytes';
import { atOnce } from '../../core/base/in-steps';
import { efiMemoryMap, guestBootLog } from '../../core/codecs/captures/boot-log';
import { etcE820 } from '../../core/codecs/captures/etc-e820';
import { flatView } from '../../core/codecs/captures/flat-view';
import { memoryDevices } from '../../core/codecs/captures/memory-devices';
import { memoryDevicesLayout } from '../../core/codecs/captures/memory-devices-layout';
import { srat } from '../../core/codecs/captures/srat';
import { readE820Blob } from '../../core/codecs/e820-blob';
import type { Importer } from '../../core/codecs/format';
import { importInSteps, importText } from '../../core/codecs/importers';
import { kubevirt } from '../../core/codecs/kubevirt/kubevirt';
import { libvirtDomain } from '../../core/codecs/libvirt/libvirt-domain';
import { picture } from '../../core/codecs/pictures/picture-importer';
import { chunkBytes } from '../../core/codecs/pictures/png-chunks';
import { withLayoutChunk } from '../../core/codecs/pictures/png-layout';
import { qmpLog } from '../../core/codecs/qmp/qmp-log';
import { predict } from '../../core/codecs/prediction';
import { qemuConfig } from '../../core/codecs/qemu-config';
import { readSratBlob } from '../../core/codecs/srat-blob';
import { outlook } from '../../core/compare/outlook';
import { readDocument } from '../../core/document/defaults';
import { decodeLink, encodeLink } from '../../share/link';
import { linkInText } from '../../share/link-in-text';
import { sourceOf } from '../../share/source-of';
import { randomConfiguration } from '../conformance/configuration';
import { answerLine } from '../predict';
import { Random } from '../random';
import { readAndCheck, recorded } from './captures';
import { mutatedBytes, mutatedText } from './mutate';
import recordedDomains from '../../fixtures/libvirt/recorded.json?raw';

export interface Target {
  readonly id: string;
  /** One hostile input, and what reads it: must neither throw, nor hang, nor take much memory. */
  prepare(): Promise<(random: Random) => () => unknown>;
}

const SEEDS = 60;
/** Sound command lines; a fixed seed, so that every run starts from the same ones. */
const commandLines = (): readonly (readonly string[])[] =>
  Array.from({ length: SEEDS }, (_, index) => randomConfiguration(new Random(index)));

/** Reads bytes as the page does when a file is dropped. */
const readPicture = (bytes: Uint8Array): unknown => atOnce(importInSteps({ bytes }, undefined, 'picture'));

/** A PNG of one pixel with a layout inside. */
function pngWith(layout: string): Uint8Array {
  const chunk = (type: string, data: ArrayLike<number>): readonly number[] => [
    ...chunkBytes(type, Uint8Array.from(data)),
  ];
  const start = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const pixel = [
    ...chunk('IHDR', [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
    ...chunk('IDAT', [0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1]),
  ];
  const written = withLayoutChunk(Uint8Array.from([...start, ...pixel, ...chunk('IEND', [])]), layout);
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
}

const text = (id: string, seeds: () => Promise<readonly string[]>, read: (text: string) => unknown): Target => ({
  id,
  async prepare() {
    const sound = await seeds();
    return (random) => {
      const input = mutatedText(random, sound);
      return () => read(input);
    };
  },
});

const blob = (id: string, field: 'e820_hex' | 'srat_hex', read: (bytes: Uint8Array) => unknown): Target => ({
  id,
  prepare() {
    const sound = commandLines().flatMap((args) => {
      const hex = predict({ id: null, args }, args)[field];
      const bytes = fromHex(hex ?? '');
      return bytes.ok && bytes.value.length > 0 ? [bytes.value] : [];
    });
    return Promise.resolve((random) => {
      const input = mutatedBytes(random, sound);
      return () => read(input);
    });
  },
});

const capture = (importer: Importer, seeds: () => readonly string[]): Target =>
  text(
    importer.id,
    () => Promise.resolve(seeds()),
    (said) => readAndCheck(importer, said),
  );

const UEFI_SHELL =
  'Type       Start            End              # Pages          Attributes\r\nAvailable  0000000000000000-000000000009FFFF 00000000000000A0 000000000000000F\r\n';

const LAYOUTS: readonly unknown[] = [
  { format: 1, machine: { type: 'q35' } },
  {
    format: 1,
    title: 'two nodes',
    machine: { type: 'q35', nvdimm: true, cxl: true, cxlWindows: [{ targets: ['cx0'], size: 2 ** 32 }] },
    cpu: { model: 'EPYC', physBits: 42, features: ['+avx'] },
    memory: { size: 2 ** 31, slots: 4, maxmem: 2 ** 34 },
    backends: [
      { id: 'a', type: 'ram', size: 2 ** 31, reserve: false },
      { id: 'b', type: 'file', size: 2 ** 30, path: '/tmp' },
    ],
    nodes: [{ id: 0, memdev: 'a', cpus: [{ first: 0, last: 1 }] }, { id: 1 }],
    distances: [{ from: 0, to: 1, value: 21 }],
    devices: [
      { kind: 'sp-mem', id: 's', memdev: 'b', node: 1, addr: 2 ** 32 },
      { kind: 'other', driver: 'e1000' },
    ],
    events: [{ do: 'plug', device: { kind: 'pc-dimm', memdev: 'b' } }],
  },
];

const jsonOf = (layout: unknown): string => JSON.stringify(layout);

async function links(): Promise<readonly string[]> {
  const documents = LAYOUTS.flatMap((layout) => {
    const read = readDocument(layout);
    return read.ok ? [read.value] : [];
  });
  return Promise.all(documents.map(async (document) => `https://example.org/#${await encodeLink(document)}&z=1`));
}

const CONFIGURATION =
  '[machine]\n  type = "q35"\n[memory]\n  size = "4G"\n  maxmem = "8G"\n[object "a"]\n  qom-type = "memory-backend-ram"\n  size = "1G"\n';

/** Command lines as pasted, a configuration file, layouts. */
const importable = (): Promise<readonly string[]> =>
  Promise.resolve([
    ...commandLines().map((args) => ['qemu-system-x86_64', ...args.map(quoted)].join(' \\\n  ')),
    CONFIGURATION,
    ...LAYOUTS.map(jsonOf),
  ]);

const FIXTURES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/host-texts/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** Logs and lists of machines, alone and one after the other. */
const HOST_TEXTS = [...Object.values(FIXTURES), Object.values(FIXTURES).join('')];

const stamped = (event: string, data: object): string =>
  JSON.stringify({ timestamp: { seconds: 1, microseconds: 2 }, event, data });
/** Conversations with a monitor, in the forms in which programs log them. */
const QMP_LOGS: readonly string[] = [
  [
    '{"QMP": {"version": {}, "capabilities": []}}',
    '{"execute":"object-add","arguments":{"qom-type":"memory-backend-ram","id":"m1","size":1073741824},"id":1}',
    '{"return": {}, "id": 1}',
    '{"execute":"device_add","arguments":{"driver":"pc-dimm","id":"d1","memdev":"m1"}}',
    '{"return": {}}',
    '{"execute":"device_del","arguments":{"id":"d1"}}',
    '{"return": {}}',
    stamped('ACPI_DEVICE_OST', { info: { device: 'd1', source: 3, status: 132, slot: '0', 'slot-type': 'DIMM' } }),
    stamped('DEVICE_DELETED', { device: 'd1', path: '/machine/peripheral/d1' }),
    '{"execute":"object-del","arguments":{"id":"m1"}}',
    '{"error": {"class": "GenericError", "desc": "object \'m1\' not found"}}',
  ].join('\n'),
  '(QEMU) qom-set path=v property=requested-size value=2097152\n{"return": {}}\n(QEMU) query-memory-devices\n{"return": [{"type": "dimm", "data": {"id": "d1", "addr": 4294967296}}]}\n',
  '2026-11-22 10:00:01.123+0000: 1: info : qemuMonitorSend:859 : QEMU_MONITOR_SEND_MSG: mon=0x7 msg={"execute":"system_reset","id":"libvirt-1"}\r\n fd=-1\n',
];

const MACHINE =
  'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata:\n  name: &name vm\nspec:\n  template:\n    spec:\n      domain:\n        cpu: { cores: 4, sockets: 2, maxSockets: 4, model: *name }\n        memory:\n          guest: 4Gi\n          maxGuest: 16Gi\n          hugepages: { pageSize: 2Mi }\n        devices:\n          gpus:\n            - { deviceName: nvidia.com/GH100, name: gpu1 }\n';

/** Domains as libvirt was asked about them. */
const DOMAINS = (JSON.parse(recordedDomains) as readonly { readonly xml: string }[]).map(({ xml }) => xml);

const quoted = (word: string): string => (/[^\w,=./:-]/.test(word) ? `'${word}'` : word);

const requests = (): readonly string[] => [
  ...commandLines().map((args, index) => JSON.stringify({ id: String(index), args })),
  ...LAYOUTS.map((layout) => JSON.stringify({ id: 'l', layout, dialect: 'qemu-11.1', firmware: 'ovmf' })),
];

/** JSON that cannot be parsed says nothing about what comes after it; this reader gets only what can. */
function readLayoutText(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return readDocument(value);
}

/** What taking a text would change in a layout with devices, and the other way round. */
function outlookOf(words: string): unknown {
  const [current, read] = [readDocument(LAYOUTS[1]), importText(words)];
  if (!current.ok || !read.ok) return read;
  return [outlook(current.value, read.value.document), outlook(read.value.document, current.value)];
}

/** The steps of a layout with devices, which a log may speak of or not. */
function readQmpLog(log: string): unknown {
  const current = readDocument(LAYOUTS[1]);
  return qmpLog.read(log, current.ok ? current.value : undefined);
}

/** A document with a host, which texts of a machine may agree with or not. */
function readHostText(log: string): unknown {
  const first = importText(log);
  // What was read once is the host that the next text is held against.
  return first.ok ? importText(log, first.value.document) : first;
}

export const targets: readonly Target[] = [
  text(
    libvirtDomain.id,
    () => Promise.resolve(DOMAINS),
    (xml) => libvirtDomain.read(xml),
  ),
  text(
    kubevirt.id,
    () => Promise.resolve([kubevirt.example, MACHINE]),
    (yaml) => kubevirt.read(yaml),
  ),
  blob('e820-blob', 'e820_hex', readE820Blob),
  blob('srat-blob', 'srat_hex', readSratBlob),
  blob('etc-e820-file', 'e820_hex', (bytes) => readAndCheck(etcE820, bytes)),
  blob('srat-file', 'srat_hex', (bytes) => readAndCheck(srat, bytes)),
  capture(etcE820, () => recorded('.e820.')),
  capture(srat, () => recorded('.srat.')),
  capture(memoryDevices, () => recorded('memory-devices')),
  capture(flatView, () => recorded('info-mtree')),
  capture(guestBootLog, () => HOST_TEXTS),
  capture(efiMemoryMap, () => [...HOST_TEXTS, efiMemoryMap.example, UEFI_SHELL]),
  text(
    memoryDevicesLayout.id,
    () => Promise.resolve(recorded('memory-devices')),
    (list) => {
      const current = readDocument(LAYOUTS[1]);
      return memoryDevicesLayout.read(list, current.ok ? current.value : undefined);
    },
  ),
  text(
    qemuConfig.id,
    () => Promise.resolve([qemuConfig.example, CONFIGURATION]),
    (written) => qemuConfig.read(written),
  ),
  text('layout-json', () => Promise.resolve(LAYOUTS.map(jsonOf)), readLayoutText),
  text('share-link', links, decodeLink),
  text('import-text', importable, importText),
  text('outlook', importable, outlookOf),
  text(
    'link-in-text',
    async () => (await links()).map((link) => `> see\n> ${link.replace(/.{60}/g, '$&\n> ')}\n`),
    linkInText,
  ),
  blob('any-file', 'e820_hex', (bytes) => atOnce(importInSteps(sourceOf(bytes)))),
  text(
    'svg-picture',
    () => Promise.resolve(LAYOUTS.map((layout) => picture.example.replace(/\{.*\}/, JSON.stringify(layout)))),
    (markup) => picture.read(markup),
  ),
  {
    id: 'png-picture',
    prepare() {
      const sound = LAYOUTS.map((layout) => pngWith(jsonOf(layout)));
      return Promise.resolve((random) => {
        const bytes = mutatedBytes(random, sound);
        return () => readPicture(bytes);
      });
    },
  },
  text('qmp-log', () => Promise.resolve(QMP_LOGS), readQmpLog),
  text('host-text', () => Promise.resolve(HOST_TEXTS), readHostText),
  text(
    'command-line-words',
    () => Promise.resolve(commandLines().map((args) => args.join('\n'))),
    (words) => {
      const args = words.split('\n');
      return predict({ id: null, args }, args);
    },
  ),
  text(
    'predict-line',
    () => Promise.resolve(requests()),
    (line) => answerLine({ number: 1, text: line }),
  ),
];
