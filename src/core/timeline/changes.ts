/** Where memory is listed, before a step and behind it: what changed, and why the rest cannot. */
import { range } from '../base/range';
import { formatRange, formatSize } from '../base/size-text';
import type { BlockState, GuestFacts } from '../guest/guest';
import { accepted } from '../qemu/tables/accepted';
import { e820Records } from '../qemu/tables/e820';
import { sratRecords } from '../qemu/tables/srat';
import type { Sureness } from '../space/region';
import { narrow } from '../stages/narrow';
import type { StageContext } from '../stages/stage';
import type { PlaceChange } from './instant';
import { figure, signed } from './words';
import type { World } from './world';

/** One moment as its tables and files have it. */
export interface Listed {
  readonly world: World;
  /** Absent where there is no guest. */
  readonly facts: GuestFacts | undefined;
}

/** Lines of one place, and what stands for all of them. */
interface Place {
  readonly short: string;
  readonly lines: readonly string[];
}

/** What one list has more often than the other. */
function more(list: readonly string[], than: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of than) left.set(line, (left.get(line) ?? 0) + 1);
  return list.filter((line) => {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    return count === 0;
  });
}

function changeOf(
  place: string,
  before: Place,
  after: Place,
  [same, changed]: readonly [string, string],
  sure: Sureness,
): PlaceChange {
  const removed = more(before.lines, after.lines);
  const added = more(after.lines, before.lines);
  const isSame = removed.length === 0 && added.length === 0 && before.short === after.short;
  return {
    place,
    before: before.short,
    ...(isSame ? {} : { after: after.short }),
    removed,
    added,
    why: isSame ? same : changed,
    sure,
  };
}

export function changesBetween(context: StageContext, before: Listed, after: Listed): readonly PlaceChange[] {
  const [sratBefore, sratAfter] = [before, after].map(({ world }) => sratPlace(context, world));
  const tables = [
    e820Change(context),
    ...(sratBefore === undefined || sratAfter === undefined
      ? []
      : [changeOf('SRAT, hot-pluggable', sratBefore, sratAfter, SRAT_WHY, 'exact')]),
  ];
  if (before.facts === undefined || after.facts === undefined) return tables;
  const [was, is] = [before.facts, after.facts];
  const blockSize = context.linux?.blockSize ?? 1;
  const inGuest = (place: string, listed: (facts: GuestFacts) => Place, why: readonly [string, string]): PlaceChange =>
    changeOf(place, listed(was), listed(is), why, is.sure);
  return [
    ...tables,
    inGuest('/proc/iomem', (facts) => iomemPlace(context, facts), IOMEM_WHY),
    inGuest('/sys/firmware/memmap', memmapPlace, MEMMAP_WHY),
    inGuest('memory blocks', (facts) => blockPlace(facts, blockSize), BLOCKS_WHY),
    inGuest('MemTotal', totalPlace, TOTAL_WHY),
  ];
}

/** The table is made once, whatever comes later. */
function e820Change({ startup }: StageContext): PlaceChange {
  const started = accepted(startup);
  const count = started === undefined ? 0 : e820Records(started).length;
  return {
    place: 'E820',
    before: figure(count, 'entry', 'entries'),
    removed: [],
    added: [],
    why: 'QEMU makes etc/e820 once, from what the machine starts with; DIMMs and virtio-mem are announced by SRAT, ACPI and their driver, never by E820. A reset hands over the same table.',
    sure: 'exact',
  };
}

const SRAT_WHY = [
  'The SRAT announces the whole window as hot-pluggable before anything is plugged, and QEMU makes it anew at a reset alone.',
  'QEMU makes the SRAT anew at a reset: an NVDIMM that was plugged since has an entry of its own then.',
] as const;
const IOMEM_WHY = [
  'No memory of the guest came or went.',
  'The kernel lists memory from when it adds it until it removes it, under the name that boot RAM has.',
] as const;
const MEMMAP_WHY = [
  'The kernel adds a line for a DIMM that it takes; memory that a driver manages, as virtio-mem has it, gets none.',
  'The kernel adds a line for each DIMM that it takes, and removes it with the DIMM, though no firmware ever told of it.',
] as const;
const BLOCKS_WHY = [
  'No memory block came, went, or changed its state.',
  'Memory is added and removed by whole blocks; whether they go online at once is the guest’s policy.',
] as const;
const TOTAL_WHY = [
  'MemTotal counts what is online, and that is as before.',
  'MemTotal changes by exactly the bytes of the blocks that go online or offline.',
] as const;

function sratPlace({ startup }: StageContext, { announced }: World): Place {
  const started = accepted(startup);
  const records = started === undefined ? [] : (sratRecords({ ...started, devices: announced }) ?? []);
  const lines = records.flatMap((record) =>
    record.type === 'memory' && record.part === 'window'
      ? [formatRange(range(narrow(record.base), narrow(record.base + record.length)))]
      : [],
  );
  const short = lines.length === 0 ? 'none' : lines.length <= 2 ? lines.join(', ') : figure(lines.length, 'range');
  return { short, lines };
}

function iomemPlace({ startup }: StageContext, { iomem }: GuestFacts): Place {
  const window = startup.map?.deviceMemory;
  const inWindow = iomem.filter(
    ({ range: { start }, name }) =>
      window !== undefined &&
      name.startsWith('System RAM') &&
      start >= narrow(window.base) &&
      start < narrow(window.base + window.size),
  );
  return {
    short: `${inWindow.length} × System RAM in window`,
    lines: iomem.map(({ range: at, name, depth }) => `${'  '.repeat(depth)}${linuxRange(at)} : ${name}`),
  };
}

/** As Linux prints: without `0x`, at least eight digits, the last address included. */
const linuxRange = ({ start, end }: { readonly start: number; readonly end: number }): string =>
  `${start.toString(16).padStart(8, '0')}-${(end - 1).toString(16).padStart(8, '0')}`;

const memmapPlace = ({ firmwareMemmap }: GuestFacts): Place => ({
  short: figure(firmwareMemmap.length, 'entry', 'entries'),
  lines: firmwareMemmap.map(({ range: at, name }) => `${formatRange(at)} ${name}`),
});

/** Blocks of boot RAM are not told. */
function blockPlace({ blocks }: GuestFacts, blockSize: number): Place {
  const sum = (runs: readonly BlockState[]): number => runs.reduce((total, { count }) => total + count, 0);
  const offline = sum(blocks.filter(({ isOnline }) => !isOnline));
  const note = offline === 0 ? '' : `, ${offline} offline`;
  return { short: `${sum(blocks)} of ${formatSize(blockSize)}${note}`, lines: blocks.map(blockLine) };
}

/** `memory48-memory111 online Normal, node 0`. */
const blockLine = ({ number, count, node, isOnline, zones }: BlockState): string =>
  `memory${number}${count === 1 ? '' : `-memory${number + count - 1}`} ${isOnline ? 'online' : 'offline'} ${zones}, node ${node}`;

const totalPlace = ({ memTotalChange }: GuestFacts): Place => {
  const short = memTotalChange === 0 ? 'as at boot' : `boot ${signed(memTotalChange)}`;
  return { short, lines: [] };
};
