/** A plan with as many ranges as are asked for, more than any machine has: what the map must still be quick with. */
import { MiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { E820Entry, Plan } from '../../core/plan/plan';
import type { Region, RegionKind } from '../../core/space/region';

const KINDS: readonly RegionKind[] = [
  'ram',
  'soft-reserved',
  'reserved',
  'hole',
  'dimm',
  'virtio-mem',
  'hole',
  'persistent',
];
const TYPES: Readonly<Partial<Record<RegionKind, number>>> = { ram: 1, 'soft-reserved': 0xefff_ffff, persistent: 7 };
const LIMIT = 2 ** 48;
const why = { rule: 'bench/range', steps: [] };

/** Sizes between 2 MiB and 512 MiB that repeat without a period that the eye or a cache would find. */
const sizeOf = (index: number): number => 2 * MiB * 2 ** ((index * 7 + Math.floor(index / 5)) % 9);

export function manyRanges(count: number): Plan {
  const regions: Region[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const kind = KINDS[index % KINDS.length] ?? 'ram';
    const end = at + sizeOf(index);
    regions.push({ range: range(at, end), kind, name: kind === 'hole' ? '' : `r${index}`, why });
    at = end;
  }
  regions.push({ range: range(at, LIMIT), kind: 'hole', name: '', why });
  const e820 = regions
    .filter(({ kind }) => kind !== 'hole')
    .map((region): E820Entry => ({ range: region.range, type: TYPES[region.kind] ?? 2, cause: region.name, why }));
  return {
    revision: 1,
    verdict: { starts: true, warnings: [], sum: [], assumed: [] },
    commandLine: [],
    shell: '',
    snapshots: [
      {
        id: 'fw_cfg',
        stage: 'qemu',
        title: 'fw_cfg',
        spaces: { cpu: { limit: range(0, LIMIT).end, regions } },
        tables: { e820, srat: [], memoryDevices: [], files: [] },
      },
    ],
    boot: { firmware: 'seabios', kernel: '7.2', append: '', assumed: { firmware: true, kernel: true } },
    diagnostics: [],
    limit: range(0, LIMIT).end,
  };
}
