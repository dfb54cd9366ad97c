/** From soft-reserved entries to dax devices (Linux drivers/dax/hmem, drivers/acpi/numa/hmat.c, drivers/dax/kmem.c). */
import { SOFT_RESERVED } from '../base/e820';
import { MiB } from '../base/addr';
import { intersection, overlaps, size, type Range } from '../base/range';
import type { Citation, DocPath, Provenance, Sureness } from '../space/region';
import { wholeBlocks } from './blocks';
import { lessSure } from '../space/sureness';
import { withStep, type TableEntry } from './entry';

import { memText } from './log-text';
import { nodeAt, type GuestSrat } from './srat';
import type { DaxDevice } from './view';

const HMEM: Citation = { project: 'linux', version: '7.2', place: 'drivers/dax/hmem/device.c, hmem_register_resource' };
const HMAT: Citation = {
  project: 'linux',
  version: '7.2',
  place: 'drivers/acpi/numa/hmat.c, hmat_register_target_devices',
};

/** What a dax region's start and size must be multiples of (alloc_dax_region with PMD_SIZE). */
const ALIGNMENT = 2 * MiB;

export interface DaxRules {
  readonly srat: GuestSrat | undefined;
  readonly hasHmat: boolean;
  readonly endOfRam: number;
  readonly blockSize: number;
  readonly recorded: boolean;
  /** The online node that is nearest to a node. */
  nearestOnline(node: number): number;
  partsOf(range: Range): readonly { readonly owner?: DocPath; readonly node?: number; readonly range: Range }[];
}

interface DaxRegion {
  readonly range: Range;
  /** All of it is soft reserved. */
  readonly isWhole: boolean;
  readonly sure: Sureness;
  readonly why: Provenance;
}

export interface DaxOutcome {
  readonly devices: readonly DaxDevice[];
  /** Soft-reserved ranges that no device can be made of, one sentence each. */
  readonly caveats: readonly string[];
}

export function daxDevices(table: readonly TableEntry[], rules: DaxRules): DaxOutcome {
  const soft = table.filter(({ type }) => type === SOFT_RESERVED);
  if (soft.length === 0) return { devices: [], caveats: [] };
  const regions = rules.hasHmat && rules.srat !== undefined ? byTarget(soft, rules.srat) : soft.map(byEntry);
  const devices: DaxDevice[] = [];
  const caveats: string[] = [];
  for (const [index, region] of regions.entries()) {
    if (region.range.start % ALIGNMENT === 0 && region.range.end % ALIGNMENT === 0) {
      devices.push(deviceOf(region, index, rules));
      if (!region.isWhole) caveats.push(partly(region.range));
    } else {
      caveats.push(
        `No dax device comes of the soft-reserved range ${memText(region.range)}: its start and size are not multiples of 2 MiB.`,
      );
    }
  }
  return { devices, caveats };
}

const partly = (range: Range): string =>
  `With an HMAT, Linux makes a dax device of the whole SRAT entry ${memText(range)}, though only a part of it is soft reserved; kmem cannot take it.`;

const byEntry = ({ range, sure, why }: TableEntry): DaxRegion => ({
  range,
  isWhole: true,
  sure,
  why: {
    ...withStep(
      why,
      'Without an HMAT, Linux makes one dax device of each soft-reserved entry, on the node that the SRAT gives its first byte.',
    ),
    rule: 'linux/dax-by-entry',
    cite: HMEM,
  },
});

/**
 * With an HMAT: a region for each SRAT entry that has a soft-reserved byte, and as long as the entry, even if only a part of it is
 * soft reserved; then one for each soft-reserved entry that has no byte in common with these.
 */
function byTarget(soft: readonly TableEntry[], { memory }: GuestSrat): readonly DaxRegion[] {
  const regions: DaxRegion[] = [];
  for (const { range } of memory) {
    const inside = soft.filter((entry) => overlaps(entry.range, range));
    const [first] = inside;
    if (first === undefined || regions.some((region) => overlaps(region.range, range))) continue;
    const bytes = inside.reduce((sum, entry) => sum + size(intersection(entry.range, range) ?? range), 0);
    const isWhole = bytes === size(range);
    regions.push({
      range,
      isWhole,
      sure: isWhole ? first.sure : lessSure(first.sure, 'modelled'),
      why: targetReason(first.why),
    });
  }
  const rest = soft.filter((entry) => !memory.some(({ range }) => overlaps(range, entry.range)));
  return [...regions, ...rest.map(byEntry)].sort((a, b) => a.range.start - b.range.start);
}

const targetReason = (why: Provenance): Provenance => ({
  ...withStep(
    why,
    'With an HMAT, Linux makes one dax device of each SRAT entry that has soft-reserved memory, on that entry’s node.',
  ),
  rule: 'linux/dax-by-target',
  cite: HMAT,
});

function deviceOf({ range, isWhole, sure, why }: DaxRegion, index: number, rules: DaxRules): DaxDevice {
  const target = targetOf(range, rules);
  // kmem refuses a device without a node, and cannot reserve memory that is something else already.
  const blocks = target === undefined || !isWhole ? undefined : wholeBlocks(range, rules.blockSize);
  return {
    name: `dax${index}.0`,
    range,
    numaNode: target === undefined ? -1 : rules.nearestOnline(target),
    parts: rules.partsOf(range),
    sure: rules.recorded ? sure : lessSure(sure, 'modelled'),
    why,
    ...(target === undefined ? {} : { targetNode: target }),
    ...(blocks === undefined ? {} : { blocks }),
  };
}

/** phys_to_target_node of the first byte. Without SRAT only memory below the end of RAM has a node. */
function targetOf({ start }: Range, { srat, endOfRam }: DaxRules): number | undefined {
  if (srat !== undefined) return nodeAt(srat.memory, start);
  return start < endOfRam ? 0 : undefined;
}
