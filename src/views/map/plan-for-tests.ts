/** A plan made by hand, for tests of the map that need no planner. */
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { E820Entry, Plan, Snapshot } from '../../core/plan/plan';
import type { HostView, Ribbon } from '../../core/host/view';
import type { Region, RegionKind } from '../../core/space/region';
import type { Partition } from '../../core/space/partition';
import { fourApuPartition, partitionOf } from '../../draw/partition-for-tests';

const why = { rule: 'test/rule', steps: [] };
const entry = (start: number, end: number, type: number, cause: string, owner?: string): E820Entry => ({
  range: range(start, end),
  type,
  cause,
  why,
  ...(owner === undefined ? {} : { owner }),
});

const e820: readonly E820Entry[] = [
  entry(0xfd_0000_0000, 0x100_0000_0000, 2, 'AMD'),
  entry(0, 2 * GiB, 1, 'r0', 'nodes.0'),
  entry(4 * GiB, 66 * GiB, 1, 'r0', 'nodes.0'),
  ...[0, 1, 2, 3].map((index) =>
    entry((66 + 128 * index) * GiB, (194 + 128 * index) * GiB, 0xefff_ffff, `sp${index + 1}`, `devices.${index}`),
  ),
];

const planOf = (partition: Partition, tables: readonly E820Entry[]): Plan => ({
  revision: 1,
  verdict: { starts: true, warnings: [], bitsNeeded: 40, bitsAvailable: 48, sum: [], assumed: [] },
  commandLine: [],
  shell: '',
  snapshots: [
    {
      id: 'fw_cfg',
      stage: 'qemu',
      title: 'fw_cfg',
      spaces: { cpu: partition },
      tables: { e820: tables, srat: [], memoryDevices: [], files: [] },
    },
  ],
  boot: { firmware: 'seabios', kernel: '7.2', append: '', assumed: { firmware: true, kernel: true } },
  diagnostics: [],
  limit: partition.limit,
});

/** 64 GiB of RAM and four 128 GiB sp-mem devices on 48 bits. */
export const fourApuPlan: Plan = planOf(fourApuPartition, e820);

const ovmf: readonly E820Entry[] = [
  entry(0, 0x9_fc00, 1, 'r0', 'nodes.0'),
  entry(0x9_fc00, 0xa_0000, 2, 'EBDA'),
  entry(0x10_0000, 0x80_0000, 1, 'r0', 'nodes.0'),
  entry(0x80_0000, 0x80_8000, 4, 'firmware'),
  entry(0x80_8000, 0x7e00_0000, 1, 'r0', 'nodes.0'),
  entry(0x7e00_0000, 0x7f00_0000, 3, 'firmware'),
  entry(0x7f00_0000, 0x8000_0000, 1, 'r0', 'nodes.0'),
  entry(0xe000_0000, 0xf000_0000, 2, 'firmware'),
  entry(4 * GiB, 66 * GiB, 1, 'r0', 'nodes.0'),
  entry(66 * GiB, 578 * GiB, 0xefff_ffff, 'sp1'),
  entry(0xfd_0000_0000, 0x100_0000_0000, 2, 'AMD'),
];

const later = (id: string, title: string, more: Partial<Snapshot>): Snapshot => ({
  ...{ id, stage: id, title, spaces: { cpu: fourApuPartition }, e820: ovmf, ...more },
});

/** The same guest after OVMF and Linux: firmware's own pieces, and one range where there were four. */
export const stagedPlan: Plan = {
  ...fourApuPlan,
  snapshots: [
    ...fourApuPlan.snapshots,
    later('firmware', 'OVMF', {
      sure: 'modelled',
      caveats: ['The pieces of firmware are those of one build.'],
      differences: [
        { kind: 'split', range: range(0, 2 * GiB), before: 1, after: 7, why: 'OVMF takes pieces of it.' },
        { kind: 'came', range: range(0xe000_0000, 0xf000_0000), before: 0, after: 1, why: 'OVMF reserves ECAM.' },
        {
          ...{ kind: 'joined', range: range(66 * GiB, 578 * GiB), before: 4, after: 1, hasConsequences: true },
          why: 'OVMF joins neighbours of one type.',
        },
      ],
    }),
    later('linux-bios', 'BIOS-e820', { differences: [] }),
    later('linux', 'Linux', {
      differences: [
        { kind: 'went', range: range(0xe000_0000, 0xf000_0000), before: 1, after: 0, why: 'Linux removes it.' },
      ],
      e820: ovmf.filter(({ range: { start } }) => start !== 0xe000_0000),
    }),
  ],
};

/** Nothing at all on 48 bits. */
export const emptyPlan: Plan = planOf(partitionOf(2 ** 48, []), []);

/** QEMU refused before it laid out memory. */
export const unreadablePlan: Plan = {
  ...emptyPlan,
  snapshots: [],
  verdict: { ...emptyPlan.verdict, starts: false, error: 'unsupported machine type', code: 'machine/unknown-type' },
  diagnostics: [
    {
      code: 'machine/unknown-type',
      severity: 'error',
      what: 'QEMU 11.1 does not offer this machine type.',
      where: '-machine nosuch',
      why: 'It offers q35 and pc.',
      works: 'q35 or pc.',
      qemu: 'unsupported machine type',
    },
  ],
};

/** `-m 4G,slots=8,maxmem=32G` on 36 bits: 74 GiB needed. */
export const addressBitsPlan: Plan = {
  ...emptyPlan,
  limit: range(0, 64 * GiB).end,
  verdict: {
    starts: false,
    error: 'Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)',
    code: 'machine/phys-bits-too-low',
    warnings: [],
    bitsNeeded: 37,
    bitsAvailable: 36,
    sum: [
      { id: 'low-area', label: 'low area', size: 4 * GiB, end: 4 * GiB, setBy: 'q35' },
      { id: 'ram-above', label: 'RAM above 4 GiB', size: 2 * GiB, end: 6 * GiB, setBy: '-m', path: 'memory.size' },
      { id: 'window', label: 'window', size: 28 * GiB, end: 34 * GiB, setBy: 'maxmem', path: 'memory.maxmem' },
      { id: 'slots', label: 'slot alignment', size: 8 * GiB, end: 42 * GiB, setBy: 'slots=8', path: 'memory.slots' },
      { id: 'hole', label: '64-bit PCI hole', size: 32 * GiB, end: 74 * GiB, setBy: 'default' },
    ],
    assumed: [],
  },
};

/** Ten thousand ranges, by turns RAM and nothing. */
export const crowdedPlan: Plan = planOf(
  partitionOf(
    2 ** 48,
    Array.from({ length: 10_000 }, (_, index) => (index + 1) * GiB),
  ),
  [],
);

const hostPiece = (
  start: number,
  end: number,
  kind: RegionKind,
  name: string,
  index: number,
  node?: number,
): Region => ({
  ...{ range: range(start, end), kind, name, why },
  ...(kind === 'hole' ? {} : { owner: `host.ranges.${index}` }),
  ...(node === undefined ? {} : { node }),
});

const hostPartition: Partition = {
  limit: range(0, 2 ** 48).end,
  regions: [
    hostPiece(0, 2 * GiB, 'ram', 'RAM low', 0, 0),
    hostPiece(2 * GiB, 4 * GiB, 'hole', 'empty', 0),
    hostPiece(4 * GiB, 258 * GiB, 'ram', 'RAM', 1, 0),
    ...[0, 1, 2, 3].map((index) =>
      hostPiece(
        (258 + 128 * index) * GiB,
        (386 + 128 * index) * GiB,
        'soft-reserved',
        `HBM ${index}`,
        2 + index,
        index + 1,
      ),
    ),
    hostPiece(770 * GiB, 1012 * GiB, 'hole', 'empty', 0),
    hostPiece(1012 * GiB, 1024 * GiB, 'hyper-transport', 'HyperTransport', 6),
    hostPiece(1024 * GiB, 2 ** 48, 'hole', 'empty', 0),
  ],
};

const ribbon = (index: number, more: Partial<Ribbon> = {}): Ribbon => ({
  host: range((258 + 128 * index) * GiB, (386 + 128 * index) * GiB),
  guest: range((66 + 128 * index) * GiB, (194 + 128 * index) * GiB),
  ...{ backend: `backends.${index + 1}`, owner: `devices.${index}`, source: `host.ranges.${2 + index}`, problems: [] },
  ...more,
});

const hostView: HostView = {
  limit: hostPartition.limit,
  space: hostPartition,
  e820: [],
  ribbons: [0, 1, 2, 3].map((index) => ribbon(index)),
  unpinned: [
    { guest: range(0, 2 * GiB), owner: 'nodes.0' },
    { guest: range(4 * GiB, 66 * GiB), owner: 'nodes.0' },
  ],
  rows: [],
  free: [],
  sums: [
    { type: 1, size: 256 * GiB, given: 0, free: 256 * GiB },
    { type: 0xefff_ffff, size: 512 * GiB, given: 512 * GiB, free: 0 },
  ],
  left: [
    { type: 1, size: 192 * GiB },
    { type: 0xefff_ffff, size: 0 },
  ],
  guestSums: [],
};

/** The staged guest with its HBM on a host of four APUs. */
export const hostedPlan: Plan = { ...stagedPlan, host: hostView };

/** The same, with one range of the host given twice, and another one too short. */
export const misgivenPlan: Plan = {
  ...stagedPlan,
  host: {
    ...hostView,
    ribbons: [
      ribbon(0, { problems: ['shared'] }),
      ribbon(1, { host: ribbon(0).host, source: 'host.ranges.2', problems: ['shared'] }),
      ribbon(2, { host: range(514 * GiB, 578 * GiB), guest: range(322 * GiB, 386 * GiB), problems: ['short'] }),
      ribbon(3, { problems: ['wrong-node'] }),
    ],
  },
};
