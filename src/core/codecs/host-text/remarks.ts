/** What is worth telling about a text that was read: what contradicts itself, what is missing, and what was not kept. */
import { ACPI_DATA, RAM, SOFT_RESERVED, typeWords } from '../../base/e820';
import { formatSize } from '../../base/size-text';
import type { Span } from './address';
import type { Facts, Table } from './facts';

import { finalTable } from './final-table';
import { isE820, type RangeList } from './host-ranges';

/** The shell line that shows what is missing, quoted in remarks. */
export const E820_COMMAND = "sudo dmesg | grep -E 'e820|last_pfn|SRAT'";
const MOST_EACH = 20;
const PAGE = 4096;

/** Also of addresses that there cannot be. */
const shown = ({ start, end }: Span): string => `0x${start.toString(16)}-0x${(end - 1).toString(16)}`;

export function remark(facts: Facts, list: RangeList | undefined): void {
  if (list !== undefined && !isE820(list.source)) facts.note(NO_E820[list.source] ?? '');
  remarkTables(facts, list);
  remarkOverlaps(facts, list?.table);
  remarkEdits(facts);
  remarkMarks(facts);
  remarkResources(facts, list);
  remarkNodes(facts);
  if (facts.leftOut > 0)
    facts.note(
      `${facts.leftOut.toLocaleString('en-US')} lines were understood and left out: there are too many of their kind.`,
    );
}

const absent = (what: string): string =>
  `No e820 data from the firmware in this text: the ranges are ${what}, and the host's own table stays unknown. It shows with: ${E820_COMMAND}`;

const NO_E820: Readonly<Record<string, string>> = {
  'kernel-table': absent("the kernel's changed table"),
  efi: absent('the UEFI memory map in the types that Linux gives it'),
  iomem: absent('those of /proc/iomem'),
  lsmem: absent('those of lsmem, which counts whole memory blocks'),
  cxl: absent('the regions of cxl list'),
};

function remarkTables(facts: Facts, list: RangeList | undefined): void {
  const { table } = list ?? {};
  if (table === undefined) return;
  const same = facts.tables.filter(({ tag, entries }) => tag === table.tag && entries.length > 0);
  if (same.length > 1) {
    const line = table.entries[0]?.line;
    facts.note(`The text has ${same.length} such tables, as of several boots: the last one counts.`, line);
  }
  const written = facts.tables.find(({ tag }) => tag === 'plain');
  if (table.tag === 'bios' && written !== undefined) {
    const count = written.entries.length.toLocaleString('en-US');
    facts.note(
      `The firmware’s own table counts; ${count} lines of another one are not used.`,
      written.entries[0]?.line,
    );
  }
  const user = facts.tables.findLast(({ tag, entries }) => tag === 'user' && entries.length > 0);
  if (table.tag === 'bios' && user !== undefined) {
    const what = 'Kernel parameters (memmap=, mem=) made another table of it';
    facts.note(`${what}, with ${user.entries.length} entries: the firmware's own is kept.`, user.entries[0]?.line);
  }
}

function remarkOverlaps(facts: Facts, table: Table | undefined): void {
  if (table === undefined) return;
  const sorted = table.entries.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start);
  let count = 0;
  for (const [index, entry] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined || before.end <= entry.start || count === MOST_EACH) continue;
    count += 1;
    const both = shown({ start: entry.start, end: Math.min(before.end, entry.end) });
    const types = `${typeWords(before.type)} (line ${before.line}) and ${typeWords(entry.type)}`;
    facts.note(`Two entries claim ${both}: ${types}. Both are kept as they are.`, entry.line);
  }
  for (const gap of table.gaps) {
    const filled = sorted.find(({ start, end }) => start < gap.end && gap.start < end);
    if (filled !== undefined)
      facts.note(`The text calls ${shown(gap)} a gap, and line ${filled.line} has an entry in it.`, gap.line);
  }
}

function remarkEdits(facts: Facts): void {
  for (const { line, from, to, ...span } of facts.edits.slice(0, MOST_EACH)) {
    if (from !== undefined && from === to) {
      facts.note(`The kernel only split ${shown(span)} here.`, line);
      continue;
    }
    const what = from === undefined ? 'all' : typeWords(from);
    const deed =
      to === undefined ? `removed ${what} in ${shown(span)}` : `made ${what} ${typeWords(to)} in ${shown(span)}`;
    facts.note(`The kernel ${deed} in its own table; the firmware's is kept as it was.`, line);
  }
  const more = facts.edits.length - MOST_EACH;
  if (more > 0) facts.note(`${more} more edits of the kernel's own table were read.`, facts.edits[MOST_EACH]?.line);
}

/** The kernel says what it makes of its table: if that does not follow from the lines here, some are missing. */
function remarkMarks(facts: Facts): void {
  const table = facts.tables.findLast(({ entries }) => entries.length > 0);
  if (table === undefined) return;
  const pieces = finalTable(table, facts.edits);
  const ends = pieces.filter(({ type }) => type === RAM || type === ACPI_DATA).map(({ end }) => end);
  for (const { pfn, line } of facts.lastPfns.slice(0, MOST_EACH)) {
    if (line < table.lastLine || ends.some((end) => Math.floor(end / PAGE) === pfn)) continue;
    facts.note(
      `last_pfn 0x${pfn.toString(16)} does not follow from the lines here: some of the table may be missing.`,
      line,
    );
  }
  for (const gap of facts.pciGaps.slice(0, MOST_EACH)) {
    const filled = pieces.find(({ start, end }) => start < gap.end && gap.start < end);
    if (gap.line >= table.lastLine && filled !== undefined)
      facts.note(`${shown(gap)} is called free for PCI devices, and the table has ${shown(filled)} in it.`, gap.line);
  }
}

function remarkResources({ resources, ...facts }: Facts, list: RangeList | undefined): void {
  for (const { line, span, name } of resources.slice(0, 65_536)) {
    if (span === undefined) facts.notes.push({ line, message: `${name}: kept, and not drawn.` });
  }
  if (resources.length === 0 || (list !== undefined && isE820(list.source))) return;
  if (resources.some(({ name }) => name === 'Soft Reserved')) return;
  facts.notes.push({
    message:
      'No line of /proc/iomem says Soft Reserved: absence here does not prove absence. From Linux 7.0 on it may not be printed, ' +
      `depending on the driver that owns the range. The E820 lines tell: ${E820_COMMAND}`,
  });
}

function remarkNodes(facts: Facts): void {
  const renamed = facts.affinity.find(({ node, pxm }) => node !== pxm);
  if (renamed !== undefined)
    facts.note(`Linux numbers nodes in its own way: proximity domain ${renamed.pxm} is its node ${renamed.node}.`);
  if (facts.inDistances) facts.note('Distances between nodes were read; a host keeps none.');
  const sizes = new Set(
    facts.blocks.flatMap(({ start, end, blocks }) => (blocks === undefined ? [] : [(end - start) / blocks])),
  );
  const [size] = sizes;
  if (
    facts.blockSize !== undefined &&
    sizes.size === 1 &&
    size !== facts.blockSize &&
    size !== undefined &&
    Number.isInteger(size)
  )
    facts.note(
      `The text says memory blocks of ${formatSize(facts.blockSize)}, and its ranges have blocks of ${formatSize(size)}.`,
    );
}

/** Bytes by type, and what lies between the entries. */
export function sums(ranges: readonly { readonly start: number; readonly size: number; readonly type: number }[]): {
  readonly types: readonly { readonly type: number; readonly count: number; readonly bytes: number }[];
  readonly gaps: { readonly count: number; readonly bytes: number };
} {
  const types = new Map<number, { count: number; bytes: number }>();
  let [gapCount, gapBytes, at] = [0, 0, 0];
  for (const { start, size, type } of ranges.toSorted((a, b) => a.start - b.start)) {
    const sum = types.get(type) ?? { count: 0, bytes: 0 };
    types.set(type, { count: sum.count + 1, bytes: sum.bytes + size });
    if (start > at && at > 0) {
      gapCount += 1;
      gapBytes += start - at;
    }
    at = Math.max(at, start + size);
  }
  const rank = (type: number): number => (type === SOFT_RESERVED ? 1.5 : type);
  return {
    types: [...types].map(([type, sum]) => ({ type, ...sum })).toSorted((a, b) => rank(a.type) - rank(b.type)),
    gaps: { count: gapCount, bytes: gapBytes },
  };
}
