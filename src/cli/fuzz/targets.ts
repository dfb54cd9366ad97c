/** Everything that reads what strangers wrote. A new reader is one line here. */
import { fromHex } from '../../core/base/bytes';
import { readE820Blob } from '../../core/codecs/e820-blob';
import { importText } from '../../core/codecs/importers';
import { predict } from '../../core/codecs/prediction';
import { readSratBlob } from '../../core/codecs/srat-blob';
import { readDocument } from '../../core/document/defaults';
import { decodeLink, encodeLink } from '../../share/link';
import { randomConfiguration } from '../conformance/configuration';
import { answerLine } from '../predict';
import { Random } from '../random';
import { mutatedBytes, mutatedText } from './mutate';

export interface Target {
  readonly id: string;
  /** One hostile input, and what reads it: must neither throw, nor hang, nor take much memory. */
  prepare(): Promise<(random: Random) => () => unknown>;
}

const SEEDS = 60;
/** Sound command lines; a fixed seed, so that every run starts from the same ones. */
const commandLines = (): readonly (readonly string[])[] =>
  Array.from({ length: SEEDS }, (_, index) => randomConfiguration(new Random(index)));

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

/** Command lines as pasted, a configuration file, layouts. */
const importable = (): Promise<readonly string[]> =>
  Promise.resolve([
    ...commandLines().map((args) => ['qemu-system-x86_64', ...args.map(quoted)].join(' \\\n  ')),
    '[machine]\n  type = "q35"\n[memory]\n  size = "4G"\n  maxmem = "8G"\n[object "a"]\n  qom-type = "memory-backend-ram"\n  size = "1G"\n',
    ...LAYOUTS.map(jsonOf),
  ]);

const FIXTURES: Readonly<Record<string, string>> = import.meta.glob('../../fixtures/host-texts/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});
/** Logs and lists of machines, alone and one after the other. */
const HOST_TEXTS = [...Object.values(FIXTURES), Object.values(FIXTURES).join('')];

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

/** A document with a host, which texts of a machine may agree with or not. */
function readHostText(log: string): unknown {
  const first = importText(log);
  // What was read once is the host that the next text is held against.
  return first.ok ? importText(log, first.value.document) : first;
}

export const targets: readonly Target[] = [
  blob('e820-blob', 'e820_hex', readE820Blob),
  blob('srat-blob', 'srat_hex', readSratBlob),
  text('layout-json', () => Promise.resolve(LAYOUTS.map(jsonOf)), readLayoutText),
  text('share-link', links, decodeLink),
  text('import-text', importable, importText),
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
