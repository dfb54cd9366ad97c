/** What a layout comes to in its dialect: whether it starts, its tables, and where its specific-purpose memory really lies. */
import { HYPER_TRANSPORT, RESERVED, SOFT_RESERVED } from '../base/e820';
import { overlaps, range, size, type Range } from '../base/range';
import { commandLine, shellText } from '../codecs/command-line-writer';
import { dialectOf } from '../dialects/index';
import { memdevOf, nameOfDevice } from '../document/device-names';
import type { LayoutDocument } from '../document/schema';
import { clashesOf } from '../lint/rules/table-sweep';
import { bootChoice } from '../plan/boot-choice';
import type { E820Entry, SratEntry } from '../plan/plan';
import type { Startup } from '../qemu/machine';
import { startUp } from '../qemu/startup';
import type { DocPath } from '../space/region';
import { narrow } from '../stages/narrow';
import { qemuFile } from '../stages/qemu/index';
import { stacksOf, type Stack } from './stacks';

/** An entry of `etc/e820` without its reasons. */
export interface TableEntry {
  readonly range: Range;
  readonly type: number;
  readonly owner?: DocPath;
}

/** Bytes that two entries of the table claim with different types. */
export interface TableOverlap {
  readonly range: Range;
  /** Positions in the table, counted from 0, the lower address first. */
  readonly entries: readonly [number, number];
}

/** A stack with the addresses at which its memory answers: none where it is no memory of the guest. */
export interface PlacedStack extends Stack {
  readonly lies: readonly Range[];
}

/** Other memory of the guest that has a backend of its own, by what it is called. */
export interface PlacedMemory {
  readonly name: string;
  readonly memdev: string;
  readonly path: DocPath;
  readonly lies: readonly Range[];
}

/** An enabled memory entry of the SRAT. */
export interface SratMemory {
  readonly node: number;
  readonly range: Range;
  readonly flags: number;
}

export interface Outcome {
  readonly starts: boolean;
  /** QEMU's own words: the refusal, then or else the warnings. */
  readonly messages: readonly { readonly severity: 'error' | 'warning'; readonly text: string }[];
  /** In file order; empty where QEMU does not start. */
  readonly e820: readonly TableEntry[];
  readonly overlaps: readonly TableOverlap[];
  readonly stacks: readonly PlacedStack[];
  /** Nodes and memory devices that are none of them. */
  readonly others: readonly PlacedMemory[];
  /** Ids of all devices. */
  readonly devices: readonly string[];
  /** HyperTransport's range has moved RAM above 4 GiB to 1 TiB. */
  readonly isMoved: boolean;
  /** What the table announces as soft reserved, and as reserved but for HyperTransport's range. */
  readonly marked: readonly TableEntry[];
  /** The marked ranges are just those of the stacks, and no entry claims bytes of another. */
  readonly asMeant: boolean;
  readonly srat: readonly SratMemory[];
  /** For a shell, one option a line. */
  readonly shell: string;
}

const started = (document: LayoutDocument): Startup =>
  startUp(
    commandLine(document).map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );

/** What QEMU makes of a layout, without its tables. */
export const tryToStart = started;

export function outcomeOf(document: LayoutDocument): Outcome {
  const words = commandLine(document);
  const startup = startUp(
    words.map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );
  const { tables } = qemuFile.run(undefined, { document, words, startup, boot: bootChoice(document) });
  const e820 = (tables?.e820 ?? []).map(tableEntry);
  const stacks = stacksOf(document).map((stack) => ({ ...stack, lies: placesOf(document, startup, stack) }));
  const marked = e820.filter(isMark);
  const clashes = overlapsOf(e820);
  const [refusal] = startup.refusals;
  return {
    starts: refusal === undefined,
    messages: [
      ...(refusal === undefined ? [] : [{ severity: 'error' as const, text: refusal.text }]),
      ...startup.warnings.map(({ text }) => ({ severity: 'warning' as const, text })),
    ],
    e820,
    overlaps: clashes,
    stacks,
    others: othersOf(document, startup, stacks),
    devices: document.devices.flatMap(({ id }) => id ?? []),
    isMoved: startup.map?.moved === true,
    marked,
    asMeant: refusal === undefined && clashes.length === 0 && isAsMeant(stacks, marked),
    srat: (tables?.srat ?? []).flatMap(sratMemory),
    shell: shellText(words, { onePerLine: true }),
  };
}

const tableEntry = ({ range: at, type, owner }: E820Entry): TableEntry => ({
  range: at,
  type,
  ...(owner === undefined ? {} : { owner }),
});

/** Reserved entries are somebody's wish unless they are HyperTransport's. */
const isMark = ({ range: at, type }: TableEntry): boolean =>
  type === SOFT_RESERVED || (type === RESERVED && !overlaps(at, HYPER_TRANSPORT));

function overlapsOf(e820: readonly TableEntry[]): readonly TableOverlap[] {
  const listed = e820.map(({ range: at, type }, index) => ({ start: at.start, size: size(at), type, place: index }));
  return clashesOf(listed).ofTypes.map(({ first, second, start, end }) => ({
    range: range(start, end),
    entries: [first.place, second.place],
  }));
}

const ENABLED = 1;

function sratMemory(entry: SratEntry): readonly SratMemory[] {
  if (entry.type !== 'memory' || entry.flags % 2 !== ENABLED) return [];
  return [{ node: entry.node, range: range(entry.start, entry.start + entry.size), flags: entry.flags }];
}

/** Where the memory of a stack answers; the mark of a dialect can say something else. */
function placesOf(document: LayoutDocument, startup: Startup, stack: Stack): readonly Range[] {
  if (stack.carrier === 'device') return devicePlaces(startup, stack.index);
  if (stack.memdev === undefined) return [];
  if (stack.node !== undefined) return nodePlaces(startup, stack.node);
  const { memoryBackend } = document.machine;
  return memoryBackend === stack.memdev ? pieces(startup, 0n, startup.memory?.ram ?? 0n) : [];
}

function devicePlaces({ devices }: Startup, index: number): readonly Range[] {
  const device = devices.find(({ ordinal }) => ordinal === index);
  if (device === undefined || !device.placed) return [];
  return [range(narrow(device.address), narrow(device.address + device.size))];
}

function othersOf(document: LayoutDocument, startup: Startup, stacks: readonly Stack[]): readonly PlacedMemory[] {
  const taken = new Set(stacks.map(({ memdev }) => memdev));
  const nodes = document.nodes.flatMap(({ id, memdev }, index): PlacedMemory[] =>
    memdev === undefined || taken.has(memdev)
      ? []
      : [{ name: `node ${id}`, memdev, path: `nodes.${index}`, lies: nodePlaces(startup, id) }],
  );
  const devices = document.devices.flatMap((device, index): PlacedMemory[] => {
    const memdev = memdevOf(device);
    if (memdev === undefined || taken.has(memdev)) return [];
    return [
      { name: nameOfDevice(device, index), memdev, path: `devices.${index}`, lies: devicePlaces(startup, index) },
    ];
  });
  return [...nodes, ...devices];
}

/** Nodes lie end to end in the order of their ids (hw/core/numa.c, numa_complete_configuration). */
function nodePlaces(startup: Startup, node: number): readonly Range[] {
  let offset = 0n;
  for (const each of startup.numa?.nodes ?? []) {
    if (each.id === node) return pieces(startup, offset, each.size);
    offset += each.size;
  }
  return [];
}

/** Boot memory by its place in the row of nodes: cut where RAM below 4 GiB ends. */
function pieces({ map }: Startup, offset: bigint, length: bigint): readonly Range[] {
  if (map === undefined || length === 0n) return [];
  const { below, start } = map;
  const end = offset + length;
  const low = end < below ? end : below;
  const high = offset > below ? offset : below;
  return [
    ...(offset < low ? [range(narrow(offset), narrow(low))] : []),
    ...(high < end ? [range(narrow(start + high - below), narrow(start + end - below))] : []),
  ];
}

/** Touching ranges joined, by address. */
export function joined(ranges: readonly Range[]): readonly Range[] {
  const out: Range[] = [];
  for (const each of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && each.start <= last.end) {
      out[out.length - 1] = { start: last.start, end: each.end > last.end ? each.end : last.end };
    } else out.push(each);
  }
  return out;
}

export const sameRanges = (a: readonly Range[], b: readonly Range[]): boolean =>
  a.length === b.length && a.every(({ start, end }, index) => start === b[index]?.start && end === b[index].end);

const E820_TYPES = { spm: SOFT_RESERVED, reserved: RESERVED } as const;

function isAsMeant(stacks: readonly PlacedStack[], marked: readonly TableEntry[]): boolean {
  return (['spm', 'reserved'] as const).every((type) =>
    sameRanges(
      joined(stacks.filter((stack) => stack.type === type).flatMap(({ lies }) => lies)),
      joined(marked.filter((entry) => entry.type === E820_TYPES[type]).map((entry) => entry.range)),
    ),
  );
}
