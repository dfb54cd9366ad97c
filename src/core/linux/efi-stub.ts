/** What the kernel is handed at its start: an E820 list as it is, or a UEFI map as the EFI stub converts it (Linux setup_e820). */
import { ACPI_DATA, ACPI_NVS, PERSISTENT, RAM, RESERVED, SOFT_RESERVED, UNUSABLE } from '../base/e820';
import { range } from '../base/range';
import type { Kernel } from '../boot/kernel';
import type { EfiType, HandOff, HandOffRange } from '../firmware/hand-off';
import type { Citation, Provenance } from '../space/region';
import { lessSure } from '../space/sureness';
import { withStep, type TableEntry } from './entry';

const STUB: Citation = {
  project: 'linux',
  version: '7.2',
  place: 'drivers/firmware/efi/libstub/x86-stub.c, setup_e820',
};

interface Conversion {
  readonly type: number;
  readonly text: string;
}

const CONVERSIONS: Readonly<Record<EfiType, Conversion>> = {
  conventional: { type: RAM, text: 'The EFI stub makes conventional and boot-time memory RAM.' },
  reserved: { type: RESERVED, text: 'The EFI stub keeps it reserved.' },
  'runtime-code': { type: RESERVED, text: 'Code that UEFI runs later is reserved.' },
  'runtime-data': { type: RESERVED, text: 'Data that UEFI uses later is reserved.' },
  mmio: { type: RESERVED, text: 'The EFI stub makes MMIO descriptors reserved entries.' },
  unusable: { type: UNUSABLE, text: 'UEFI found it faulty.' },
  'acpi-reclaim': { type: ACPI_DATA, text: 'ACPI tables lie there; Linux may reclaim it.' },
  'acpi-nvs': { type: ACPI_NVS, text: 'ACPI keeps it across sleep.' },
  persistent: { type: PERSISTENT, text: 'The EFI stub keeps it persistent.' },
};

const SPECIFIC_PURPOSE: Conversion = {
  type: SOFT_RESERVED,
  text: 'It has the attribute EFI_MEMORY_SP, so that the EFI stub makes it soft reserved: not for the kernel’s own use.',
};

function conversionOf(source: HandOffRange, kernel: Kernel, softReserve: boolean): Conversion {
  const plain = CONVERSIONS[source.efi ?? 'reserved'];
  if (source.efi !== 'conventional' || source.specificPurpose !== true) return plain;
  if (!kernel.knowsSoftReserved) {
    return { type: RAM, text: 'This kernel does not know EFI_MEMORY_SP: the memory is RAM like any other.' };
  }
  return softReserve
    ? SPECIFIC_PURPOSE
    : { type: RAM, text: 'efi=nosoftreserve has the EFI stub ignore EFI_MEMORY_SP: the memory is RAM like any other.' };
}

/**
 * The table before it is sanitised.
 *
 * @param softReserve whether EFI_MEMORY_SP counts, that is, `efi=nosoftreserve` is not given
 */
export function firstTable(handOff: HandOff, kernel: Kernel, softReserve: boolean): readonly TableEntry[] {
  const known = kernel.recorded ? 'exact' : 'modelled';
  if (handOff.kind === 'e820') {
    return handOff.ranges.map(({ range, type = RESERVED, sure, why }) => ({
      range,
      type,
      sure: lessSure(sure, known),
      why: type === SOFT_RESERVED && !kernel.knowsSoftReserved ? withStep(why, UNKNOWN_TYPE) : why,
    }));
  }
  const table: TableEntry[] = [];
  for (const source of handOff.ranges) {
    const { type, text } = conversionOf(source, kernel, softReserve);
    const entry = { range: source.range, type, sure: lessSure(source.sure, known), why: converted(source.why, text) };
    const last = table.at(-1);
    if (last?.type === type && last.range.end === source.range.start) table[table.length - 1] = merged(last, entry);
    else table.push(entry);
  }
  return table;
}

const UNKNOWN_TYPE = 'This kernel does not know the type and leaves the memory alone.';

const converted = (why: Provenance, text: string): Provenance => ({
  rule: 'linux/efi-stub',
  steps: [...why.steps, { text }],
  cite: STUB,
});

/** The stub joins touching descriptors of equal type, soft-reserved ones too, which the kernel itself would keep apart. */
function merged(last: TableEntry, next: TableEntry): TableEntry {
  return {
    ...last,
    range: range(last.range.start, next.range.end),
    sure: lessSure(last.sure, next.sure),
    why: last.why.rule === MERGED ? last.why : { ...withStep(last.why, MERGED_TEXT), rule: MERGED },
  };
}

const MERGED = 'linux/efi-stub-merged';
const MERGED_TEXT = 'The EFI stub joins touching descriptors of the same kind into one entry.';
