/** A plan made by hand, for tests of the map that need no planner. */
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { E820Entry, Plan, Snapshot } from '../../core/plan/plan';
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
  events: [],
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
