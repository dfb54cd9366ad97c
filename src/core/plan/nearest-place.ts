/** The place or size nearest to one that QEMU refuses with which it would start. */
import { bootChoice } from './boot-choice';
import { addr, type Addr, type Bytes } from '../base/addr';
import { range, size as sizeOf, subtract, type Range } from '../base/range';
import { err, ok, type Result } from '../base/result';
import { formatRange, formatSize } from '../base/size-text';
import { commandLine } from '../codecs/command-line-writer';
import { nameOfDevice } from '../document/device-names';
import { applyEdit } from '../document/edit';
import { askedAddress, statedSize } from '../document/extent';
import { extentEdits, type Extent } from '../document/extent-edits';
import type { Device, LayoutDocument } from '../document/schema';
import type { Diagnostic } from '../lint/diagnostic';
import { qemuFindings } from '../lint/qemu-findings';
import type { PluggedDevice, Startup } from '../qemu/machine';
import { dialectOf } from '../dialects/index';
import { startUp } from '../qemu/startup';
import type { DocPath } from '../space/region';
import { narrow } from '../stages/narrow';
import { addressesToTry, down, endsAbove, lastThatWorks, startsBelow, up, type Places } from './candidates';

/** What is looked for: an address for what lies at a path, or a size for it. */
export type PlaceQuestion = {
  readonly document: LayoutDocument;
  /** `devices.2`; for sizes also `nodes.0`, `memory.size`, `memory.maxmem`. */
  readonly path: DocPath;
  readonly wanted: number;
  /** The answer is a multiple of this, or of what the device asks for if nothing else is left. */
  readonly step: Bytes;
} & (
  | { readonly seek: 'address' }
  | {
      readonly seek: 'size';
      /** The exclusive end that stays while the address follows from the size; absent if the address stays as it is. */
      readonly end?: number;
      /** A size that worked. */
      readonly from?: Bytes;
    }
);

/** Computations that one question may take, by the devices that each has to place; a few milliseconds. */
const MOST_PLACED = 1500;
const [FEWEST_TRIES, MOST_TRIES] = [12, 80];

/** Refusals that another address of the device can mend. */
const OF_ADDRESS: ReadonlySet<string> = new Set([
  'device/address-unaligned',
  'device/outside-window',
  'device/address-conflict',
  'device/fragmented',
]);

const started = (document: LayoutDocument): Startup =>
  startUp(
    commandLine(document).map(({ text }) => text),
    { dialect: dialectOf(document.dialect) },
  );

/** The answer to a question: an address or a size with which QEMU starts, or why there is none. */
export const nearest = (question: PlaceQuestion): Result<number, Diagnostic> =>
  question.seek === 'address'
    ? nearestPlace(question.document, question.path, question.wanted, question.step)
    : nearestSize(question);

/**
 * The address nearest to `wanted` at which QEMU starts with that device, the lower of two as near.
 *
 * @param path of a memory device, `devices.2`
 * @param alignment a multiple of this is looked for first, then one of what the device itself asks for; bytes
 */
export function nearestPlace(
  document: LayoutDocument,
  path: DocPath,
  wanted: number,
  alignment: Bytes,
): Result<Addr, Diagnostic> {
  const asked = withExtent(document, path, { address: wanted });
  const room = roomFor(document, path);
  if (room === undefined || isBeyondHelp(asked)) return err(refusalOf(asked) ?? noPlace(document, path, room));
  const works = tries(document, (address) => withExtent(document, path, { address }));
  for (const step of new Set([Math.max(alignment, room.alignment), room.alignment])) {
    const address = addressesToTry({ ...room, wanted, step }).find(works);
    if (address !== undefined) return ok(addr(address));
  }
  return err(noPlace(document, path, room));
}

/**
 * The largest size not above the wanted one with which QEMU starts; where there is none, the one nearest to it on the way to a size
 * that worked. A multiple of the step, or the size that worked.
 */
export function nearestSize(question: PlaceQuestion & { readonly seek: 'size' }): Result<Bytes, Diagnostic> {
  const { document, path, wanted, step, end, from } = question;
  const extentOf = (size: Bytes): Extent => (end === undefined ? { size } : { size, address: end - size });
  const isPossible = (size: Bytes): boolean => size > 0 && (end === undefined || end >= size);
  const after = (size: Bytes): LayoutDocument => withExtent(document, path, extentOf(size));
  const works = tries(document, after);
  const { sizes, most } = sizesToTry(question);
  let failing = Math.min(wanted, most) + step;
  const below = sizes.filter((size) => isPossible(size) && size <= Math.min(wanted, most));
  for (const size of below.toSorted((a, b) => b - a)) {
    if (works(size)) return ok(lastThatWorks(failing, size, step, works));
    failing = size;
  }
  if (from !== undefined && isPossible(from) && works(from)) return ok(lastThatWorks(wanted, from, step, works));
  return err(refusalOf(after(wanted)) ?? noPlace(document, path, undefined));
}

/** The device-memory window without one device, and what that device needs. */
interface Room extends Omit<Places, 'wanted' | 'step'> {
  readonly window: Range;
  readonly alignment: Bytes;
  /** Bytes that `maxmem` leaves for it. */
  readonly budget: Bytes;
}

function roomFor(document: LayoutDocument, path: DocPath): Room | undefined {
  const index = Number(path.split('.')[1]);
  const device = document.devices[index];
  if (!path.startsWith('devices.') || device === undefined) return undefined;
  const alone = plugged(started(onlyDevice(document, index)));
  const isMover = (other: Device, at: number): boolean => at > index && askedAddress(other) === undefined;
  // Apart: one that QEMU places may lie where another is asked for, only because this device is away.
  const start = started(onlyDevices(document, (other, at) => at !== index && !isMover(other, at)));
  const movers = plugged(started(onlyDevices(document, isMover)));
  const own = alone[0];
  if (own === undefined || start.map?.deviceMemory === undefined || start.memory === undefined) return undefined;
  const { base, size } = start.map.deviceMemory;
  const window = range(narrow(base), narrow(base + size));
  const lyingFast = plugged(start);
  const gaps = gapsBetween(window, lyingFast);
  const used = [...lyingFast, ...movers].reduce((sum, other) => sum + other.size, 0n);
  return {
    window,
    size: narrow(own.size),
    alignment: narrow(own.alignment),
    gaps,
    gapsOfMovers: lyingFastBefore(document, index, isMover)
      .flatMap((count) => gapsBetween(window, lyingFast.slice(0, count)))
      .filter((gap) => !gaps.some(({ start, end }) => start === gap.start && end === gap.end)),
    movers: movers.map((other) => ({ size: narrow(other.size), alignment: narrow(other.alignment) })),
    budget: Number(start.memory.maxram - start.memory.ram - used),
  };
}

/** In larger layouts, gaps that close only later are not looked at: there are too many of them. */
const MOST_IN_TURNS = 32;

/** How many of those that lie fast come before any of those that QEMU places. */
function lyingFastBefore(
  { devices }: LayoutDocument,
  index: number,
  isMover: (device: Device, at: number) => boolean,
): readonly number[] {
  if (devices.length > MOST_IN_TURNS) return [];
  const counts = new Set<number>();
  let count = 0;
  for (const [at, device] of devices.entries()) {
    if (device.kind === 'other' || at === index) continue;
    if (isMover(device, at)) counts.add(count);
    else count += 1;
  }
  return [...counts];
}

const gapsBetween = (window: Range, devices: readonly PluggedDevice[]): readonly Range[] =>
  devices
    .map(({ address, size }) => range(narrow(address), narrow(address + size)))
    .reduce<readonly Range[]>((gaps, taken) => gaps.flatMap((gap) => subtract(gap, taken)), [window]);

const plugged = ({ devices }: Startup): readonly PluggedDevice[] => devices.filter(({ placed }) => placed);

/** The layout with some of its memory devices, and all others. */
const onlyDevices = (document: LayoutDocument, has: (device: Device, at: number) => boolean): LayoutDocument => ({
  ...document,
  devices: document.devices.filter((device, at) => device.kind === 'other' || has(device, at)),
});

/** The layout with this one memory device, placed by QEMU: what it occupies and how it is aligned is then known. */
function onlyDevice(document: LayoutDocument, index: number): LayoutDocument {
  const alone = onlyDevices(document, (_, at) => at === index);
  const path = `devices.${alone.devices.indexOf(document.devices[index] as Device)}.addr`;
  return applyEdit(alone, { op: 'set', path, value: undefined });
}

/** Sizes at which the outcome changes: what the budget leaves (`most`), and what gaps leave beside those that QEMU places later. */
function sizesToTry({ document, path, wanted, step, end }: PlaceQuestion & { readonly seek: 'size' }): {
  readonly sizes: readonly Bytes[];
  readonly most: Bytes;
} {
  const room = roomFor(document, path);
  const smallest = Math.min(step, wanted);
  if (room === undefined) {
    return { sizes: path.startsWith('devices.') ? [wanted, smallest] : [wanted], most: Infinity };
  }
  const address = askedAddress(document.devices[Number(path.split('.')[1])]);
  /** A backend has what its device occupies, and labels. */
  const beside = (statedSize(document, path) ?? room.size) - room.size;
  const occupied = room.gaps.flatMap((gap) => {
    if (end !== undefined) return end > gap.end ? [] : endsAbove(gap.start, room.movers).map((at) => end - at);
    const start = address ?? up(gap.start, room.alignment);
    return start < gap.start ? [] : startsBelow(gap.end, room.movers).map((at) => at - start);
  });
  const most = down(Math.max(0, room.budget + beside), step);
  const fitting = occupied.filter((size) => size > 0).map((size) => down(size + beside, step));
  return { sizes: [...new Set([wanted, most, ...fitting, smallest])], most };
}

const withExtent = (document: LayoutDocument, path: DocPath, extent: Extent): LayoutDocument =>
  extentEdits(document, path, extent).reduce(applyEdit, document);

/** Whether QEMU starts with a value; after a number of tries that the layout's size allows, it is taken not to. */
function tries(document: LayoutDocument, after: (value: number) => LayoutDocument): (value: number) => boolean {
  let left = Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, Math.floor(MOST_PLACED / (document.devices.length + 1))));
  return (value) => {
    left -= 1;
    return left >= 0 && started(after(value)).refusals.length === 0;
  };
}

/** Refused for a reason that no address of the device can mend. */
const isBeyondHelp = (document: LayoutDocument): boolean =>
  started(document).refusals.some(({ code }) => !OF_ADDRESS.has(code));

function refusalOf(document: LayoutDocument): Diagnostic | undefined {
  const words = commandLine(document);
  return qemuFindings({
    document,
    words,
    boot: bootChoice(document),
    startup: startUp(
      words.map(({ text }) => text),
      { dialect: dialectOf(document.dialect) },
    ),
  }).find(({ severity }) => severity === 'error');
}

function noPlace(document: LayoutDocument, path: DocPath, room: Room | undefined): Diagnostic {
  const index = Number(path.split('.')[1]);
  const device = document.devices[index];
  const name = device === undefined ? path : nameOfDevice(device, index);
  const largest = Math.max(0, ...(room?.gaps ?? []).map(sizeOf));
  return {
    code: 'device/no-place',
    severity: 'error',
    what: `No address works for ${name}.`,
    where: room === undefined ? path : `The device-memory window, ${formatRange(room.window)}.`,
    why:
      room === undefined
        ? 'It is no memory device that QEMU places.'
        : `It takes ${formatSize(room.size)} from a multiple of ${formatSize(room.alignment)} on, the largest gap between devices that lie fast has ${formatSize(largest)}, and devices placed after it need room too.`,
    works: 'Raise maxmem, make the device smaller, or move or remove what is in its way.',
    path,
  };
}
