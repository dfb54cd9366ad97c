/** From what was gathered to the host of a document, and to what is told about it. */
import { RAM, SOFT_RESERVED, typeWords } from '../../base/e820';
import type { Host, HostRange, LayoutDocument } from '../../document/schema';
import type { ImportFact } from '../format';
import { addressSizes } from './forms/address-sizes';
import { MOST_RANGES, type BlockRange, type DaxFacts, type Facts } from './facts';
import { daxDevices, isE820, rangeList, withDevices, type RangeList } from './host-ranges';
import { nodePieces, onNodes, type NodePiece } from './node-ranges';
import { remark, sums } from './remarks';
import type { Scan, Understood } from './scan';

export interface Conclusion {
  readonly host: Host;
  readonly facts: readonly ImportFact[];
  /** Nothing of a host was in the text. */
  readonly isEmpty: boolean;
}

const MOST_NODES = 1024;
const MOST_DAX = 1024;

/** Every address is 0, which the kernel prints to those who may not see them. */
export const isWithoutPrivilege = ({ resources }: Facts): boolean =>
  resources.length > 0 && resources.every(({ start, span }) => start === 0 && span?.end === 1);

/** What a text says takes the place of what was there; what it does not speak of stays. */
export function conclude({ facts, understood }: Scan, before: Host): Conclusion {
  dropHidden(facts);
  const list = rangeList(facts);
  // A list of what the OS has adds nodes and names to a table that is known already; it is no better table.
  const isShare = list !== undefined && ['lsmem', 'iomem', 'cxl'].includes(list.source);
  const isSame = list !== undefined && areOfOneMachine(list.ranges, before.ranges, isShare);
  const adds = isSame && isShare;
  const isOther = list !== undefined && !isSame;
  const known = isOther ? NO_HOST : before;
  const dax = devices(facts, known);
  const pieces = nodePieces(facts);
  const placed = onNodes(
    list === undefined || adds ? before.ranges : list.ranges,
    pieces.length > 0 ? pieces : nodesOf(known),
  );
  const ranges = capped(withDevices(placed, dax, facts), MOST_RANGES, 'ranges', facts);
  remark(facts, adds ? undefined : list);
  const nodes = hostNodes(facts, known.nodes);
  const resources = hostResources(facts);
  const blockSize = facts.blockSize ?? sizeOfBlocks(facts.blocks);
  const source = sourceOf(ofHost(understood, facts), known.source);
  return {
    host: {
      ...present('title', known.title),
      ...(source === '' ? {} : { source }),
      ...present('physBits', ownWidth(facts) ?? before.physBits),
      ...present('blockSize', blockSize ?? before.blockSize),
      ranges,
      nodes: facts.nodes.size === 0 ? before.nodes : capped(nodes, MOST_NODES, 'nodes', facts),
      resources:
        resources.length === 0 ? before.resources : capped(resources, MOST_RANGES, 'lines of /proc/iomem', facts),
      dax: dax.length === 0 ? before.dax : capped(dax, MOST_DAX, 'dax devices', facts),
    },
    facts: told(understood, adds ? undefined : list, ranges),
    isEmpty:
      list === undefined &&
      facts.dax.length === 0 &&
      facts.nodes.size === 0 &&
      resources.length === 0 &&
      blockSize === undefined &&
      facts.addressSizes.length === 0,
  };
}

/** The width of the host itself, where the text speaks of one only. */
const ownWidth = ({ addressSizes: widths }: Facts): number | undefined =>
  widths.length === 1 ? widths[0]?.physBits : undefined;

/** What the host itself was read from: widths of several hosts are none of its own. */
const ofHost = (understood: readonly Understood[], { addressSizes: widths }: Facts): readonly Understood[] =>
  widths.length < 2 ? understood : understood.filter(({ source }) => source !== addressSizes.source);

/** Hosts with different widths, in the order of the text; undefined where it speaks of one only. */
export function fleetOf({ addressSizes: widths, notes }: Facts): LayoutDocument['fleet'] | undefined {
  if (widths.length < 2) return undefined;
  notes.push({
    message: `${widths.length} hosts with their address sizes: the guest is checked against all of them, and none is taken for the host below.`,
    ...(widths[1] === undefined ? {} : { line: widths[1].line }),
  });
  return widths.map(({ physBits, title }) => ({ physBits, ...(title === undefined ? {} : { title }) }));
}

const present = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V });

const NO_HOST: Host = { ranges: [], nodes: [], resources: [], dax: [] };

function dropHidden(facts: Facts): void {
  if (!isWithoutPrivilege(facts)) return;
  facts.note(
    `${facts.resources.length} lines of /proc/iomem have address 0 throughout: captured without root; run it as root: sudo cat /proc/iomem`,
    facts.resources[0]?.line,
  );
  facts.resources.length = 0;
}

const isMemory = ({ type, size }: HostRange): boolean => size > 0 && (type === RAM || type === SOFT_RESERVED);
/** Below, tables and lists differ in too many ways. */
const FIRST_MIB = 2 ** 20;

/** Memory blocks are large, and firmware keeps a little: sums of one machine differ by less than this part. */
const SLACK = 1 / 16;

const total = (ranges: readonly HostRange[]): number => ranges.reduce((sum, { size }) => sum + size, 0);

/**
 * Whether a list that was read can be of the machine that is known: memory of each lies on memory of the other, and there is about as
 * much of it. Of a list that has only a share of the memory, soft reserved ranges may be missing.
 */
function areOfOneMachine(list: readonly HostRange[], known: readonly HostRange[], isShare: boolean): boolean {
  const [read, before] = [list, known].map((ranges) => ranges.filter(isMemory).toSorted((x, y) => x.start - y.start));
  if (read === undefined || before === undefined || read.length === 0 || before.length === 0) return false;
  const needed = isShare ? before.filter(({ type }) => type === RAM) : before;
  const isAsLarge = total(read) >= total(needed) * (1 - SLACK) && total(read) <= total(before) * (1 + SLACK);
  return isAsLarge && isMet(read, before) && isMet(needed, read);
}

/** Whether each range overlaps one of a sorted list. */
function isMet(ranges: readonly HostRange[], sorted: readonly HostRange[]): boolean {
  let at = 0;
  return ranges.every(({ start, size }) => {
    if (start < FIRST_MIB) return true;
    while (at < sorted.length && endOf(sorted[at]) <= start) at += 1;
    return (sorted[at]?.start ?? Infinity) < start + size;
  });
}

const endOf = (range: HostRange | undefined): number => (range === undefined ? 0 : range.start + range.size);

const nodesOf = ({ ranges }: Host): readonly NodePiece[] =>
  ranges
    .flatMap(({ start, size, node }) => (node === undefined ? [] : [{ start, end: start + size, node }]))
    .toSorted((a, b) => a.start - b.start);

/** What was read, with places that were known before; else what was known before. */
function devices(facts: Facts, { dax: before }: Host): readonly DaxFacts[] {
  const read = daxDevices(facts);
  if (read.length === 0) return before;
  return read.map((device) => {
    const start = device.start ?? before.find(({ name, size }) => name === device.name && size === device.size)?.start;
    return start === undefined ? device : { ...device, start };
  });
}

function hostResources({ resources }: Facts): Host['resources'] {
  // Pasted with a margin, or from the midst of a tree.
  const margin = resources.reduce((least, { depth }) => Math.min(least, depth), Infinity);
  return resources.map(({ start, span, name, depth }) => ({
    start,
    size: span === undefined ? 0 : span.end - span.start,
    name,
    depth: depth - margin,
  }));
}

function capped<T>(list: readonly T[], most: number, what: string, facts: Facts): T[] {
  if (list.length > most) {
    const more = (list.length - most).toLocaleString('en-US');
    facts.note(`A host has at most ${most.toLocaleString('en-US')} ${what} here: ${more} more were read and left out.`);
  }
  return list.slice(0, most);
}

function sizeOfBlocks(blocks: readonly BlockRange[]): number | undefined {
  const counted = blocks.find((each) => each.blocks !== undefined);
  const size = counted === undefined ? 0 : (counted.end - counted.start) / (counted.blocks ?? 1);
  return size > 0 && Number.isInteger(size) ? size : undefined;
}

/** What numactl says of a node, else the sum of its memory blocks; nodes that are only mentioned add to those that were known. */
function hostNodes(facts: Facts, before: Host['nodes']): Host['nodes'] {
  const sizes = new Map<number, number>();
  for (const { node, start, end } of facts.blocks) {
    if (node !== undefined) sizes.set(node, (sizes.get(node) ?? 0) + end - start);
  }
  for (const id of sizes.keys()) facts.node(id);
  const known = new Map(before.map((node) => [node.id, node]));
  const read = [...facts.nodes].map(([id, { size, cpus }]) => {
    const { size: oldSize, cpus: oldCpus } = known.get(id) ?? {};
    const bytes = size ?? (facts.hasAllNodes ? sizes.get(id) : (oldSize ?? sizes.get(id)));
    const list = cpus ?? oldCpus;
    return { id, ...(bytes === undefined ? {} : { size: bytes }), ...(list === undefined ? {} : { cpus: list }) };
  });
  const others = facts.hasAllNodes ? [] : before.filter(({ id }) => !facts.nodes.has(id));
  return [...others, ...read].toSorted((a, b) => a.id - b.id);
}

function sourceOf(understood: readonly Understood[], before: string | undefined): string {
  const names = [...(before === undefined ? [] : [before]), ...understood.flatMap(({ source }) => source ?? [])];
  return [...new Set(names)].join(', ').slice(0, 1024);
}

const TOLD_AS: Readonly<Record<string, string>> = {
  'bios-e820': 'ranges of the E820 table (BIOS-e820)',
  plain: 'entries of the table',
  memmap: 'ranges of the E820 table (/sys/firmware/memmap)',
  'kernel-table': "ranges of the kernel's changed table",
  efi: 'ranges of the UEFI memory map',
  iomem: 'ranges of /proc/iomem',
  lsmem: 'ranges of lsmem',
  cxl: 'ranges of cxl list',
};

/** First the ranges with their sums, then every kind of line that was understood. */
function told(
  understood: readonly Understood[],
  list: RangeList | undefined,
  ranges: readonly HostRange[],
): readonly ImportFact[] {
  const lines = understood.map(({ title, count }) => ({ what: title, count }));
  if (list === undefined) return lines;
  // Cut at nodes, a table has more ranges than entries; people count entries.
  const counted = isE820(list.source) ? list.ranges : ranges;
  const { types, gaps } = sums(counted);
  return [
    { what: TOLD_AS[list.source] ?? '', count: counted.length },
    ...types.map(({ type, count, bytes }) => ({ what: typeWords(type), count, bytes, part: true as const })),
    ...(gaps.count === 0 ? [] : [{ what: gaps.count === 1 ? 'gap' : 'gaps', ...gaps, part: true as const }]),
    ...lines,
  ];
}
