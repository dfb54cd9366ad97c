/** Which ranges of memory a host has, from the best of the texts that tell it. */
import { HYPER_TRANSPORT, PERSISTENT, RAM, RESERVED, SOFT_RESERVED, typeWords } from '../../base/e820';
import type { HostRange } from '../../document/schema';
import { claimed, type Span } from './address';
import { typeOf } from './e820-words';
import type { DaxFacts, Facts, ResourceLine, Table } from './facts';

/** What ranges were made of, best first: the firmware's table, its copy, the kernel's tables, and lists of other things. */
export type RangeSource = 'bios-e820' | 'memmap' | 'plain' | 'kernel-table' | 'efi' | 'iomem' | 'lsmem' | 'cxl';

export interface RangeList {
  readonly source: RangeSource;
  readonly ranges: readonly HostRange[];
  /** The printed table, where the ranges are one. */
  readonly table?: Table;
}

/** Whether the ranges are the table that firmware gave, or one that somebody wrote. */
export const isE820 = (source: RangeSource): boolean =>
  source === 'bios-e820' || source === 'memmap' || source === 'plain';

const rangeOf = ({ start, end }: Span, type: number, title?: string): HostRange => ({
  start,
  size: end - start,
  type,
  ...(title === undefined ? {} : { title }),
});

const titled = (range: HostRange): HostRange =>
  range.type === RESERVED && range.start === HYPER_TRANSPORT.start && range.start + range.size === HYPER_TRANSPORT.end
    ? { ...range, title: 'AMD HyperTransport' }
    : range;

export function rangeList(facts: Facts): RangeList | undefined {
  const table = lastTable(facts, 'bios');
  if (table !== undefined) return fromTable('bios-e820', table);
  const memmap = firmwareMemmap(facts);
  // Entries stand in the order in which they were added, memory that was plugged first.
  if (memmap.length > 0) {
    return { source: 'memmap', ranges: memmap.toSorted((a, b) => a.start - b.start).map(titled) };
  }
  const written = lastTable(facts, 'plain');
  if (written !== undefined) return fromTable('plain', written);
  const changed = lastTable(facts, 'user') ?? lastTable(facts, 'modified') ?? lastTable(facts, 'extended');
  if (changed !== undefined) return fromTable('kernel-table', changed);
  if (facts.efi.length > 0) return { source: 'efi', ranges: joined(facts.efi).map(titled) };
  const resources = fromResources(facts);
  if (resources.length > 0) return { source: 'iomem', ranges: resources.map(titled) };
  const blocks = blockRanges(facts);
  if (blocks.length > 0) return { source: 'lsmem', ranges: blocks };
  const regions = facts.cxl.filter(({ isRegion }) => isRegion);
  if (regions.length === 0) return undefined;
  const typed = regions.map((region) => rangeOf(region, region.isPersistent ? PERSISTENT : RAM, `CXL ${region.name}`));
  return { source: 'cxl', ranges: typed.toSorted((a, b) => a.start - b.start) };
}

const firmwareMemmap = (facts: Facts): readonly HostRange[] =>
  [...facts.memmap.values()].flatMap(({ line, start, last, type }) => {
    if (start === undefined || last === undefined || type === undefined) return [];
    const span = claimed(start, last, 'last');
    if (span.ok) return [rangeOf(span.value, type)];
    facts.leave(`0x${start}-0x${last} ${typeWords(type)}`, span.error, line);
    return [];
  });

const lastTable = (facts: Facts, tag: Table['tag']): Table | undefined =>
  facts.tables.findLast((table) => table.tag === tag && table.entries.length > 0);

const fromTable = (source: RangeSource, table: Table): RangeList => ({
  source,
  table,
  ranges: table.entries.map((entry) => titled(rangeOf(entry, entry.type))),
});

/** Contiguous descriptors of one type are one entry, as the kernel's EFI stub makes it. */
function joined(entries: readonly (Span & { readonly type: number })[]): readonly HostRange[] {
  const out: { start: number; end: number; type: number }[] = [];
  for (const { start, end, type } of entries.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last !== undefined && last.end === start && last.type === type) last.end = end;
    else out.push({ start, end, type });
  }
  return out.map((each) => rangeOf(each, each.type));
}

const DAX = /^dax\d+\.\d+$/;
const DRIVER_RAM = /^System RAM \((.+)\)$/;

const resourceType = (name: string): number | undefined =>
  DRIVER_RAM.test(name) ? RAM : DAX.test(name) ? SOFT_RESERVED : typeOf(name);

/** The outermost lines whose names say what kind of memory they are; what a driver made of them is part of the title. */
function fromResources({ resources }: Facts): readonly HostRange[] {
  const ranges: HostRange[] = [];
  for (let index = 0; index < resources.length; index += 1) {
    const resource = resources[index];
    const type = resource === undefined ? undefined : resourceType(resource.name);
    if (resource?.span === undefined || type === undefined) continue;
    let behind = index + 1;
    while ((resources[behind]?.depth ?? -1) > resource.depth) behind += 1;
    ranges.push(...withInner(resource, resource.span, type, resources.slice(index, behind)));
    index = behind - 1;
  }
  return ranges;
}

function withInner(
  resource: ResourceLine,
  span: Span,
  type: number,
  tree: readonly ResourceLine[],
): readonly HostRange[] {
  const dax = tree.find(({ name }) => DAX.test(name));
  const driver = tree.map(({ name }) => DRIVER_RAM.exec(name)?.[1]).find((name) => name !== undefined);
  const covers = dax?.span?.start === span.start && dax.span.end === span.end;
  if (dax !== undefined && covers) {
    const isGiven = driver !== undefined;
    // A dax device under nothing that says Soft Reserved is known only by what it is used for.
    return [rangeOf(span, DAX.test(resource.name) && isGiven ? RAM : type, daxTitle(dax.name, isGiven))];
  }
  return [rangeOf(span, type, driver === undefined || driver === 'kmem' ? undefined : `added by ${driver}`)];
}

const daxTitle = (name: string, isGiven: boolean): string =>
  isGiven ? `${name}, device memory given to the OS` : `${name}, device memory`;

/** Blocks that touch, on one node and in one state, are one range, however `lsmem` split them. */
function blockRanges({ blocks }: Facts): readonly HostRange[] {
  const out: { start: number; end: number; node: number | undefined; state: string }[] = [];
  for (const { start, end, node, state } of blocks.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last?.end === start && last.node === node && last.state === state) last.end = end;
    else out.push({ start, end, node, state });
  }
  return out.map(({ node, state, ...span }) => ({
    ...rangeOf(span, RAM, state === 'offline' ? 'offline' : undefined),
    ...(node === undefined ? {} : { node }),
  }));
}

/** Names ranges that are a dax device or a CXL region, as far as the texts tell which ones. */
export function withDevices(
  ranges: readonly HostRange[],
  dax: readonly DaxFacts[],
  facts: Facts,
): readonly HostRange[] {
  return ranges.map((range) => {
    if (range.title !== undefined) return range;
    const device = dax.find(({ start, size, node }) =>
      start === undefined
        ? isMemory(range) && size === range.size && node !== undefined && node === range.node
        : start === range.start && size === range.size,
    );
    if (device !== undefined) return { ...range, title: daxTitle(device.name, device.mode === 'system-ram') };
    const window = facts.cxl.find(({ start, end }) => start === range.start && end === range.start + range.size);
    return window === undefined ? range : { ...range, title: `CXL ${window.name}` };
  });
}

const isMemory = ({ type }: HostRange): boolean => type === RAM || type === SOFT_RESERVED;

/** Dax devices that `/proc/iomem` names, joined with what `daxctl` says of them. */
export function daxDevices({ resources, dax }: Facts): readonly DaxFacts[] {
  const devices = new Map(dax.map((device) => [device.name, device]));
  for (const [index, { name, span, depth }] of resources.entries()) {
    if (span === undefined || !DAX.test(name)) continue;
    const known = devices.get(name);
    const inner = resources[index + 1];
    const isGiven = inner !== undefined && inner.depth > depth && inner.name === 'System RAM (kmem)';
    const mode = known?.mode ?? (isGiven ? 'system-ram' : undefined);
    devices.set(name, {
      name,
      // The kernel's line is trimmed to whole memory blocks; what the device itself says is all of it.
      size: known?.size ?? span.end - span.start,
      start: known?.start ?? span.start,
      ...(known?.node === undefined ? {} : { node: known.node }),
      ...(mode === undefined ? {} : { mode }),
    });
  }
  return [...devices.values()];
}
