/** `/proc/iomem` without cards, ROMs and the kernel image (Linux e820__reserve_resources; spec of ranges: ACPI, PC chipsets). */
import { LEGACY_PERSISTENT, PERSISTENT, RESERVED, SOFT_RESERVED } from '../base/e820';
import { KiB, MiB } from '../base/addr';
import { overlaps, range, subtract, type Range } from '../base/range';
import type { Kernel } from '../boot/kernel';
import type { TableEntry } from './entry';
import { resourceName } from './e820-types';
import type { PciWindows } from './pci-windows';
import { expanded, resourceLines, type Resource } from './resource-tree';
import type { DaxDevice, IomemLine, LinuxDimm } from './view';

/** Ranks of resources with one and the same range, from the outside in. */
const [OUTER, TABLE, INNER, INNERMOST] = [0, 1, 2, 3];

const LEGACY_VIDEO = range(640 * KiB, 768 * KiB);
const SYSTEM_ROM = range(960 * KiB, MiB);
const IO_APIC = range(0xfec0_0000, 0xfec0_0400);
const HPET = range(0xfed0_0000, 0xfed0_0400);

export interface IomemInput {
  readonly table: readonly TableEntry[];
  readonly kernel: Kernel;
  /** The machine has ACPI and PCI, and with them the fixed resources of a PC. */
  readonly hasChipset: boolean;
  readonly pci: PciWindows;
  readonly ramBuffers: readonly Range[];
  readonly dimms: readonly LinuxDimm[];
  readonly dax: readonly DaxDevice[];
}

export function iomemLines(input: IomemInput): readonly IomemLine[] {
  const { table, kernel, dimms, ramBuffers } = input;
  const listed = table.filter(
    ({ type }) => type !== SOFT_RESERVED || kernel.listsSoftReserved || !kernel.knowsSoftReserved,
  );
  const resources = [
    ...listed.filter((entry) => !isLate(entry)).map((entry) => entryResource(entry, kernel)),
    ...(input.hasChipset ? chipset(input.pci, kernel) : []),
  ];
  for (const entry of listed) {
    if (isLate(entry)) resources.push(expanded(entryResource(entry, kernel), resources));
  }
  const sure = kernel.recorded ? 'exact' : 'modelled';
  for (const free of ramBuffers.flatMap((buffer) => freeOf(buffer, resources))) {
    resources.push({ range: free, name: 'RAM buffer', sure, since: 'boot', rank: TABLE });
  }
  for (const { range: span, refused } of dimms) {
    if (refused === undefined) resources.push({ range: span, name: 'System RAM', sure, since: 'boot', rank: TABLE });
  }
  return resourceLines([...resources, ...input.dax.flatMap(daxResources)]);
}

/** What of a range nothing is registered in. */
function freeOf(range: Range, taken: readonly Resource[]): readonly Range[] {
  let free: readonly Range[] = [range];
  for (const each of taken) {
    if (free.length === 0) break;
    if (overlaps(each.range, range)) free = free.flatMap((piece) => subtract(piece, each.range));
  }
  return free;
}

const LATE: readonly number[] = [RESERVED, SOFT_RESERVED, PERSISTENT, LEGACY_PERSISTENT];

/** RAM, ACPI and all below 1 MiB come first; the rest once devices are known, and may then lie within a device's range. */
const isLate = ({ type, range: { start } }: TableEntry): boolean => start >= MiB && LATE.includes(type);

const entryResource = ({ range: span, type, sure }: TableEntry, kernel: Kernel): Resource => ({
  range: span,
  name: resourceName(kernel, type),
  sure,
  since: 'boot',
  rank: TABLE,
});

function chipset({ windows, ecam }: PciWindows, kernel: Kernel): Resource[] {
  const sure = kernel.recorded ? 'exact' : 'modelled';
  const fixed = (span: Range, name: string, rank: number): Resource => ({
    range: span,
    name,
    sure,
    since: 'boot',
    rank,
  });
  return [
    fixed(LEGACY_VIDEO, 'PCI Bus 0000:00', OUTER),
    fixed(SYSTEM_ROM, 'System ROM', INNER),
    ...windows.map((window): Resource => ({
      ...fixed(window.range, 'PCI Bus 0000:00', OUTER),
      sure: kernel.recorded ? window.sure : 'modelled',
    })),
    ...(ecam === undefined
      ? []
      : [fixed(ecam, 'PCI ECAM 0000 [bus 00-ff]', OUTER), fixed(ecam, 'PNP0C01:00', INNERMOST)]),
    fixed(IO_APIC, 'IOAPIC 0', OUTER),
    fixed(HPET, 'HPET 0', OUTER),
    fixed(HPET, 'PNP0103:00', INNER),
  ];
}

/** kmem takes whole memory blocks, and both lines show what it took. */
function daxResources({ name, blocks, sure }: DaxDevice): Resource[] {
  if (blocks === undefined) return [];
  return [
    { range: blocks, name, sure, since: 'kmem', rank: INNER },
    { range: blocks, name: 'System RAM (kmem)', sure, since: 'kmem', rank: INNERMOST },
  ];
}
