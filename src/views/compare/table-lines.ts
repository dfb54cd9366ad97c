/** Entries of tables as lines of text, as the kernel's log has them. */
import { typeWords } from '../../core/base/e820';
import { formatAddress, formatSize } from '../../core/base/size-text';
import { flagWords } from '../../core/rows/srat-rows';
import type { E820Entry, SratEntry } from '../../core/plan/plan';

const digits = (value: number): string => `0x${value.toString(16).padStart(16, '0')}`;

/** As Linux prints its memory table: `BIOS-e820: [mem 0x0000000000000000-0x000000007fffffff] usable`. */
export const e820Line = ({ range, claims: { start, end } = range, type }: E820Entry): string =>
  `BIOS-e820: [mem ${digits(start)}-${digits(Math.max(start, end - 1))}] ${typeWords(type)}`;

/** The same, as short as a narrow panel needs it. */
export const shortE820Line = ({ range, claims: { start, end } = range, type }: E820Entry): string =>
  `${formatAddress(start)}-${formatAddress(Math.max(start, end - 1))} ${typeWords(type)}`;

/** An entry without its place in the table, which changes with every entry before it. */
export function sratLine(entry: SratEntry): string {
  switch (entry.type) {
    case 'cpu':
      return `PXM ${entry.node}: CPU, APIC ${entry.apicId}`;
    case 'memory':
      return entry.size === 0
        ? `PXM ${entry.node}: no memory, ${flagWords(entry.flags)}`
        : `PXM ${entry.node}: ${formatAddress(entry.start)}-${formatAddress(entry.start + entry.size - 1)} ${formatSize(entry.size)}, ${flagWords(entry.flags)}`;
    case 'generic':
      return `PXM ${entry.node}: initiator ${entry.handle}`;
  }
}

/** As the kernel has them: whatever the order of the file. */
export const byAddress = (entries: readonly E820Entry[]): readonly E820Entry[] =>
  entries.toSorted((a, b) => a.range.start - b.range.start);
