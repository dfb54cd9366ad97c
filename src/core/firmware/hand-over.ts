/** What becomes of each record of `etc/e820`: handed on as it is, left out, or made ordinary memory. */
import { RAM, RESERVED, SOFT_RESERVED } from '../base/e820';
import { overlaps } from '../base/range';
import type { Firmware } from '../boot/firmware';
import type { Citation, Provenance } from '../space/region';
import { spanText, type TableEntry } from './etc-e820';
import type { HandOffLoss } from './hand-off';

export interface HandedEntry extends TableEntry {
  /** The type that the operating system is given. */
  readonly given: number;
  readonly why: Provenance;
}

export interface HandOver {
  readonly entries: readonly HandedEntry[];
  readonly losses: readonly HandOffLoss[];
}

const CITES: Readonly<Record<Firmware['handOff'], Citation>> = {
  e820: { project: 'seabios', version: '1.17.0', place: 'src/fw/paravirt.c, qemu_early_e820' },
  efi: { project: 'edk2', version: 'stable202608', place: 'OvmfPkg/Library/PlatformInitLib/MemDetect.c' },
};

const handed = (entry: TableEntry, firmware: Firmware, given: number, text: string): HandedEntry => ({
  ...entry,
  given,
  why: { rule: `${firmware.id}/etc-e820`, steps: [entry.source, { text }], cite: CITES[firmware.handOff] },
});

const lost = (entry: TableEntry, firmware: Firmware, became: HandOffLoss['became'], text: string): HandOffLoss => ({
  range: entry.range,
  type: entry.type,
  became,
  why: { rule: `${firmware.id}/soft-reserved`, steps: [entry.source, { text }], cite: CITES[firmware.handOff] },
});

/** The entry for RAM that covers the same addresses is handed on all the same. */
function contestedLoss(entry: TableEntry, entries: readonly TableEntry[], firmware: Firmware): HandOffLoss {
  const span = spanText(entry.range);
  const over = entries.some(({ type, range }) => type === RAM && overlaps(range, entry.range));
  if (!over)
    return lost(entry, firmware, 'nothing', `${span} lies where the guest has no memory; nothing comes of it.`);
  const text =
    firmware.softReserved === 'dropped'
      ? `${firmware.title} keeps entries of types 1 and 2 only, and the RAM entry that covers ${span} is one of them: it is ordinary memory.`
      : `${firmware.title} is told of ${span} twice, as RAM and as soft reserved, and makes memory of the first.`;
  return lost(entry, firmware, 'usable', text);
}

/** Each record by the firmware's own rule for its type. */
export function handOver(entries: readonly TableEntry[], firmware: Firmware): HandOver {
  const kept: HandedEntry[] = [];
  const losses: HandOffLoss[] = [];
  for (const entry of entries) {
    const span = spanText(entry.range);
    if (entry.isContested === true) {
      losses.push(contestedLoss(entry, entries, firmware));
    } else if (entry.type === RAM || entry.type === RESERVED) {
      kept.push(handed(entry, firmware, entry.type, `${firmware.short} hands ${span} on as it is.`));
    } else if (entry.type === SOFT_RESERVED && firmware.softReserved === 'kept') {
      const text = `${firmware.short} hands ${span} on as conventional memory with the specific-purpose attribute.`;
      kept.push(handed(entry, firmware, SOFT_RESERVED, text));
    } else if (entry.type === SOFT_RESERVED && firmware.softReserved === 'usable') {
      const text = `${firmware.title} hands ${span} on as ordinary memory: the soft-reserved mark is lost.`;
      kept.push(handed(entry, firmware, RAM, text));
      losses.push(lost(entry, firmware, 'usable', text));
    } else {
      const text = `${firmware.title} keeps entries of types 1 and 2 only: ${span} is in no table that the guest sees.`;
      losses.push(lost(entry, firmware, 'nothing', text));
    }
  }
  return { entries: kept, losses };
}
