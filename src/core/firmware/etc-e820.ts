/** `etc/e820` as firmware reads it: QEMU's records by address, as ranges that can be drawn, each with where it comes from. */
import { addr, ADDR_LIMIT } from '../base/addr';
import { RAM } from '../base/e820';
import type { Range } from '../base/range';
import type { AcceptedStartup } from '../qemu/tables/accepted';
import { e820Records, type E820Record } from '../qemu/tables/e820';
import type { ReasonStep } from '../space/region';

export const FOUR_GIB = 2 ** 32;

export interface TableEntry {
  readonly range: Range;
  readonly type: number;
  /** What the record is, and the setting that it comes from. */
  readonly source: ReasonStep;
  /** Appended by a patch on top of other entries, or where no memory is: what firmware makes of it is not the entry's to say. */
  readonly isContested?: true;
}

const hex = (value: number): string => `0x${value.toString(16)}`;
/** Both ends inclusive, as tables print them. */
export const spanText = ({ start, end }: Range): string => `${hex(start)}-${hex(end - 1)}`;

/** QEMU's number as an address; beyond 2^52 nothing is drawn. */
const cut = (value: bigint): number => (value > BigInt(ADDR_LIMIT) ? ADDR_LIMIT : Number(value));

const rangeOf = ({ base, length }: E820Record): Range => ({ start: addr(cut(base)), end: addr(cut(base + length)) });

function sourceOf({ part, device, mark }: E820Record): ReasonStep {
  if (mark !== undefined)
    return { text: `${mark.memdev}, which a patch marked, is a record of etc/e820.`, path: 'nodes' };
  if (device !== undefined) {
    return { text: `${device.id ?? device.memdev} is a record of etc/e820.`, path: `devices.${device.ordinal}` };
  }
  if (part === 'hyper-transport') {
    return { text: 'QEMU reserves the range below 1 TiB that AMD CPUs keep for themselves.', path: 'cpu.model' };
  }
  if (part === 'kvm') return { text: 'With KVM, QEMU reserves four pages below 4 GiB for itself.', path: 'options' };
  const where = part === 'ram-below' ? 'RAM below 4 GiB' : 'RAM above 4 GiB';
  return { text: `${where} is a record of etc/e820.`, path: 'memory.size' };
}

const entryOf = (record: E820Record): TableEntry => ({
  range: rangeOf(record),
  type: record.type,
  source: sourceOf(record),
});

/** By address, but for what was never recorded. No release of QEMU writes records that overlap: it refuses the layouts where they would. Two patches do, and those records are contested. */
export function tableEntries(startup: AcceptedStartup): readonly TableEntry[] {
  const entries: TableEntry[] = [];
  const isAppended = startup.marking?.marks.some(({ outcome }) => outcome === 'appended') === true;
  for (const record of e820Records(startup)) {
    const entry = entryOf(record);
    if (record.isRead === true || entry.range.start >= entry.range.end) continue;
    entries.push(isAppended && record.mark !== undefined ? { ...entry, isContested: true } : entry);
  }
  return entries.sort((a, b) => a.range.start - b.range.start);
}

export const KVM_CAVEAT = 'The range that KVM reserves below 4 GiB is known from logs of others, not from a recording.';

/** The record that KVM adds, which recordings without KVM do not have. */
export const kvmEntries = (startup: AcceptedStartup): readonly TableEntry[] =>
  e820Records(startup)
    .filter(({ isRead }) => isRead === true)
    .map(entryOf);

/** RAM below 4 GiB, by address: one range, unless a patch cut something out of it. */
export function lowRamRanges(startup: AcceptedStartup): readonly Range[] {
  const { map, marking } = startup;
  if (marking === undefined) return [{ start: addr(0), end: addr(cut(map.below)) }];
  return tableEntries(startup)
    .filter(({ type, range }) => type === RAM && range.start < FOUR_GIB)
    .map(({ range }) => range);
}

/** End of RAM below 4 GiB, exclusive: that of the last RAM record there. */
export const lowRamEnd = (startup: AcceptedStartup): number => lowRamRanges(startup).at(-1)?.end ?? 0;
