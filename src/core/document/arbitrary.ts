/** Random layouts for property tests. */
import fc from 'fast-check';
import { readDocument } from './defaults';
import type { Review } from './review';
import { FORMAT, type LayoutDocument } from './schema';

const LARGEST = Number.MAX_SAFE_INTEGER;
const WIDEST = 0xffff_ffff;

/** Any text that a command line can carry. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
  fc.constantFrom(
    'a,b',
    "it's",
    'say "hi"',
    'a b',
    '$HOME',
    '`x`',
    '\\',
    '#1',
    'naïve ☃',
    '-x',
    '{}',
    'k=v',
    'line\nbreak',
    '\t',
  ),
);
const identifier = fc.stringMatching(/^[A-Za-z][A-Za-z0-9\-._]{0,8}$/);
const size = fc.oneof(
  fc.nat(4096).map((count) => count * 2 ** 20),
  fc.nat(4096).map((count) => count * 2 ** 30),
  fc.constantFrom(0, 1, 1023, 1024, 2 ** 40, 2 ** 52, LARGEST),
  fc.maxSafeNat(),
);
const positive = size.map((bytes) => bytes + (bytes === 0 ? 1 : 0));
const node = fc.nat(127);
const count = fc.oneof(fc.nat(64), fc.constantFrom(0, 1, 255, 256, WIDEST));
const extra = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,6}$/), text, {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});

/** An object with all of `required` and any of `optional`. */
const fields = (
  required: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  optional: Readonly<Record<string, fc.Arbitrary<unknown>>> = {},
): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true });

const list = (item: fc.Arbitrary<unknown>, most = 4): fc.Arbitrary<readonly unknown[]> =>
  fc.array(item, { maxLength: most });

const machineFields = {
  acpi: fc.boolean(),
  nvdimm: fc.boolean(),
  hmat: fc.boolean(),
  cxl: fc.boolean(),
  cxlWindows: list(fields({ targets: fc.array(text, { minLength: 1, maxLength: 3 }), size }, { granularity: size }), 3),
  maxRamBelow4g: size,
  pciHole64Size: size,
  memoryBackend: text,
  oemId: text,
  oemTableId: text,
  extra,
};
const machine = fc.oneof(
  fields({ type: fc.constantFrom('q35', 'pc') }, { version: fc.constantFrom('11.1', '8.2', '5.2'), ...machineFields }),
  fields({ type: fc.constantFrom('microvm', 'isapc', 'nosuch') }, machineFields),
);

const cpu = fc.oneof(
  fc.constant({}),
  fields(
    { model: fc.constantFrom('EPYC', 'qemu64', 'Skylake-Server-v4', 'max') },
    {
      physBits: count,
      vendor: fc.constantFrom('AuthenticAMD', 'GenuineIntel'),
      longMode: fc.boolean(),
      x2apic: fc.boolean(),
      // `lm` has a field of its own.
      features: list(
        fc
          .stringMatching(/^([+-][a-z]{2,5}|x-[a-z]{1,5}=[a-z0-9]{1,5})$/)
          .filter((feature) => feature.slice(1) !== 'lm'),
      ),
    },
  ),
);

const topology = {
  cpus: count,
  maxcpus: count,
  sockets: count,
  dies: count,
  modules: count,
  cores: count,
  threads: count,
};

const backend = fc.oneof(
  fields(
    { id: identifier, type: fc.constantFrom('ram', 'shm'), size: positive },
    { share: fc.boolean(), reserve: fc.boolean(), extra },
  ),
  fields(
    { id: identifier, type: fc.constant('file'), size: positive },
    { share: fc.boolean(), reserve: fc.boolean(), path: text, align: size, extra },
  ),
  fields(
    { id: identifier, type: fc.constant('memfd'), size: positive },
    { share: fc.boolean(), reserve: fc.boolean(), hugetlb: fc.boolean(), hugetlbSize: size, extra },
  ),
);

const cpuRange = fc.tuple(fc.nat(255), fc.nat(15)).map(([first, more]) => ({ first, last: first + more }));

const common = { id: identifier, memdev: text, addr: size, extra };
const slot = fc.integer({ min: -1, max: 255 });
const memoryDevice = fc.oneof(
  fields({ kind: fc.constant('sp-mem') }, { ...common, node }),
  fields({ kind: fc.constant('pc-dimm') }, { ...common, node, slot }),
  fields(
    { kind: fc.constant('nvdimm') },
    { ...common, node, slot, labelSize: size, unarmed: fc.boolean(), uuid: fc.uuid() },
  ),
  fields(
    { kind: fc.constant('virtio-mem') },
    {
      ...common,
      node,
      blockSize: size,
      requestedSize: size,
      unpluggedInaccessible: fc.constantFrom('on', 'off', 'auto'),
      prealloc: fc.boolean(),
      dynamicMemslots: fc.boolean(),
    },
  ),
  fields({ kind: fc.constant('virtio-pmem') }, common),
);
const otherDevice = fields(
  { kind: fc.constant('other'), driver: fc.constantFrom('e1000', 'pxb-cxl', 'pcie-root-port', 'nosuch') },
  { id: identifier, extra },
);

const hmatEntry = fields({
  initiator: node,
  target: node,
  hierarchy: fc.constantFrom('memory', 'first-level', 'second-level', 'third-level'),
  dataType: fc.constantFrom(
    'access-latency',
    'read-latency',
    'write-latency',
    'access-bandwidth',
    'read-bandwidth',
    'write-bandwidth',
  ),
  value: size,
});

/** What a command line says. */
const onCommandLine = {
  machine,
  cpu,
  smp: fields({}, { ...topology, extra }),
  memory: fields({}, { size, slots: count, maxmem: size }),
  backends: list(backend),
  objects: list(
    fields({ type: fc.constantFrom('rng-builtin', 'acpi-generic-initiator', 'secret'), id: identifier }, { extra }),
  ),
  nodes: list(
    fields({ id: node }, { memdev: text, cpus: fc.array(cpuRange, { minLength: 1, maxLength: 3 }), initiator: node }),
  ),
  cpuAssignments: list(fields({ node }, { socket: count, die: count, module: count, core: count, thread: count })),
  distances: list(fields({ from: node, to: node, value: fc.nat(255) })),
  hmat: list(hmatEntry),
  hmatCaches: list(
    fields(
      { node, size, level: fc.nat(3) },
      {
        associativity: fc.constantFrom('none', 'direct', 'complex'),
        policy: fc.constantFrom('none', 'write-back', 'write-through'),
        line: fc.nat(65_535),
      },
    ),
  ),
  devices: list(fc.oneof(memoryDevice, otherDevice), 6),
  globals: list(
    fields({
      driver: fc.constantFrom('pc-dimm', 'virtio-mem-pci'),
      property: fc.constantFrom('addr', 'x-a'),
      value: text,
    }),
  ),
  options: list(
    fc.oneof(
      fields({ name: fc.constantFrom('accel', 'display', 'drive', 'kernel', 'append'), value: text }),
      fields({ name: fc.constantFrom('nographic', 'S', 'no-reboot') }),
    ),
  ),
};

/** What it does not say. */
const stepFields = { title: text, atMs: count };
const policy = fc.constantFrom('online', 'online_kernel', 'online_movable', 'offline');
const step = fc.oneof(
  fields({ do: fc.constant('plug'), device: memoryDevice }, { ...stepFields, backend }),
  fields(
    { do: fc.constant('unplug'), device: text },
    { ...stepFields, answer: fc.constantFrom('agrees', 'refuses'), dropsBackend: fc.boolean() },
  ),
  fields({ do: fc.constant('resize'), device: text, requestedSize: size }, { ...stepFields, reaches: size }),
  fields({ do: fc.constant('reboot') }, stepFields),
  fields(
    { do: fc.constant('guest') },
    {
      ...stepFields,
      online: policy,
      pinsMemory: fc.boolean(),
      loads: fc.constantFrom('virtio_mem', 'kmem', 'nd_pmem'),
    },
  ),
  fields({ do: fc.constant('blocks'), device: text, to: policy }, { ...stepFields, count }),
  fields({ do: fc.constant('qmp'), command: text }, stepFields),
);

/** Short, so that copies have some in common. */
const reviewId = fc.stringMatching(/^[a-c0-2]{1,3}$/);
const signed = { by: text, time: fc.oneof(fc.nat(40), fc.maxSafeNat()) };
const comment = fields(
  { id: reviewId, text: fc.oneof(text, fc.string({ maxLength: 40, unit: 'grapheme' })) },
  { ...signed, does: fc.constantFrom('resolves', 'reopens') },
);
const place = fc.oneof(
  fc.constantFrom('memory.size', 'machine.extra.a.b', 'devices.1.addr', 'host.ranges.0'),
  fc.tuple(fc.constantFrom('devices', 'nodes', 'backends', 'events'), fc.nat(5)).map((parts) => parts.join('.')),
);
const thread = fields(
  { id: reviewId, comments: fc.array(comment, { minLength: 1, maxLength: 4 }) },
  { path: place, at: fields({ start: size, size }), what: text, gone: fc.boolean() },
);
const waiver = fields(
  { code: fc.constantFrom('qemu/no-maxmem', 'numa/interleaved-spm', 'nosuch'), reason: text },
  { ...signed, path: place, what: text, gone: fc.boolean() },
);
const review = fields({ threads: list(thread, 5), waivers: list(waiver) });

const beyondCommandLine = {
  title: fc.oneof(text, fc.string({ maxLength: 40, unit: 'grapheme' })),
  host: fields({
    ranges: list(
      fields({ start: size, size, type: fc.constantFrom(1, 2, 0xefff_ffff, WIDEST) }, { node, title: text }),
    ),
  }),
  boot: fields({}, { firmware: fc.constantFrom('seabios', 'ovmf'), kernel: text, append: text }),
  events: list(step),
  review,
};

const readable = (value: Readonly<Record<string, unknown>>): LayoutDocument => {
  const read = readDocument({ format: FORMAT, ...value });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

/** Layouts that the schema takes, most of which no QEMU would start with. */
export const arbitraryDocument: fc.Arbitrary<LayoutDocument> = fields(
  { machine },
  { ...onCommandLine, ...beyondCommandLine, dialect: fc.constantFrom('qemu-11.1', 'spm-v2', 'spm-v5', 'spm-v8') },
).map(readable);

/** What reviewers may have said, of things that a layout has or has not. */
export const arbitraryReview: fc.Arbitrary<Review> = review.map(
  (said) => readable({ machine: { type: 'q35' }, review: said }).review,
);

type Parts = Readonly<Record<string, unknown>>;
const partsOf = (value: unknown): readonly Parts[] => (value ?? []) as readonly Parts[];

/** Puts marks of a patch that was never merged into a layout that has something to mark; a command line shows which patch by them. */
const MARKED: Readonly<Record<string, (layout: Parts) => Parts | undefined>> = {
  'spm-v0': ({ backends }) =>
    partsOf(backends).some(({ type }) => type === 'file')
      ? { backends: partsOf(backends).map((each) => (each['type'] === 'file' ? { ...each, hmem: true } : each)) }
      : undefined,
  'spm-v4': ({ nodes }) =>
    partsOf(nodes).length > 0 ? { nodes: partsOf(nodes).map((each) => ({ ...each, mark: 'spm' })) } : undefined,
  'spm-v7': ({ nodes }) =>
    partsOf(nodes).length > 0
      ? { nodes: partsOf(nodes).map((each, index) => ({ ...each, mark: index % 2 === 0 ? 'reserved' : 'spm' })) }
      : undefined,
  'spm-v9': ({ devices }) => (partsOf(devices).some(({ kind }) => kind === 'sp-mem') ? {} : undefined),
};

function marked(layout: Parts, dialect: string): Parts {
  const change = MARKED[dialect]?.(layout);
  return change === undefined ? layout : { ...layout, ...change, dialect };
}

/** Those of which a command line says everything. */
export const arbitraryCommandLineDocument: fc.Arbitrary<LayoutDocument> = fc
  .tuple(fields({ machine }, onCommandLine), fc.constantFrom('qemu-11.1', ...Object.keys(MARKED)))
  .map(([layout, dialect]) => readable(marked(layout, dialect)));
