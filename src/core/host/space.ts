/** The host's address space as a partition, and what each piece of it is. */
import { HYPER_TRANSPORT, RESERVED, SOFT_RESERVED } from '../base/e820';
import { addr, ADDR_LIMIT, GiB, type Addr } from '../base/addr';
import { intersection, range, type Range } from '../base/range';
import type { Host, HostRange } from '../document/schema';
import { fromLayers, type Layer } from '../space/layers';
import { regionsIn, type Partition, type RegionFacts } from '../space/partition';
import type { DocPath, Provenance, Region } from '../space/region';
import { factsOfType, isCxlWindow, typeOfResource } from './memory-type';

/** The host's map, with the E820 type of every entity in it. */
export interface HostSpace {
  readonly partition: Partition;
  /** By `host.ranges.N` or `host.resources.N`. */
  readonly types: ReadonlyMap<DocPath, number>;
}

/** What AMD keeps for HyperTransport below 1 TiB (AMD IOMMU specification, section 2.1.2). */
const FOUR_GIB = 4 * GiB;

const UNLISTED: RegionFacts = {
  kind: 'hole',
  name: 'empty',
  why: { rule: 'host/unlisted', steps: [{ text: 'What is known of the host lists nothing here.' }] },
};

/** Where something of the host lies, cut to addresses that a processor can have; undefined where nothing is left. */
function spanOf({ start, size }: { readonly start: number; readonly size: number }): Range | undefined {
  const end = Math.min(start + size, ADDR_LIMIT);
  return start < end ? range(start, end) : undefined;
}

/** The end of what the host's CPUs address; without that, the next power of two above all that is listed. */
function limitOf({ physBits, ranges, resources }: Host): Addr {
  let highest = 0;
  for (const each of ranges) highest = Math.max(highest, Math.min(each.start + each.size, ADDR_LIMIT));
  for (const each of resources) highest = Math.max(highest, Math.min(each.start + each.size, ADDR_LIMIT));
  let limit = physBits === undefined ? FOUR_GIB : Math.min(2 ** Math.min(physBits, 52), ADDR_LIMIT);
  while (limit < highest) limit *= 2;
  return addr(limit);
}

const isHyperTransport = (span: Range, type: number): boolean =>
  type === RESERVED && span.start === HYPER_TRANSPORT.start && span.end === HYPER_TRANSPORT.end;

function whyListed(host: Host, path: DocPath, words: string): Provenance {
  const listed = `The host’s memory table lists it as ${words}.`;
  return {
    rule: 'host/e820',
    steps: [{ text: listed, path }, ...(host.source === undefined ? [] : [{ text: host.source, path: 'host.source' }])],
  };
}

/** What a range is called that has no title: by type, low RAM apart, several of one special kind counted. */
function nameOf(entry: HostRange, span: Range, counts: Map<number, number>, several: boolean): string {
  if (entry.title !== undefined && entry.title !== '') return entry.title;
  const { name } = factsOfType(entry.type);
  if (entry.type === 1 && span.end <= FOUR_GIB) return 'RAM low';
  if (entry.type !== SOFT_RESERVED || !several) return name;
  const count = counts.get(entry.type) ?? 0;
  counts.set(entry.type, count + 1);
  return `${name} ${count}`;
}

/** Entries of the host's E820. Where they overlap the larger type number wins, as in Linux (arch/x86/kernel/e820.c). */
function rangeLayers(host: Host, types: Map<DocPath, number>): Layer[] {
  const several = host.ranges.filter(({ type }) => type === SOFT_RESERVED).length > 1;
  const counts = new Map<number, number>();
  return host.ranges.flatMap((entry, index): Layer[] => {
    const span = spanOf(entry);
    if (span === undefined) return [];
    const path = `host.ranges.${index}`;
    types.set(path, entry.type);
    const { kind, words } = factsOfType(entry.type);
    const node = entry.node ?? host.dax.find(({ start }) => start !== undefined && contains(span, start))?.node;
    const reservedByAmd = isHyperTransport(span, entry.type);
    const region: Region = {
      range: span,
      kind: reservedByAmd ? 'hyper-transport' : kind,
      name: reservedByAmd ? 'HyperTransport' : nameOf(entry, span, counts, several),
      owner: path,
      why: whyListed(host, path, words),
      ...(node === undefined ? {} : { node }),
    };
    return [{ region, rank: entry.type }];
  });
}

const contains = (span: Range, at: number): boolean => span.start <= at && at < span.end;

/** What only `/proc/iomem` tells of: memory that drivers added, CXL windows. The deeper line says more. */
function resourceLayers(host: Host, types: Map<DocPath, number>): Layer[] {
  return host.resources.flatMap(({ name, depth, ...extent }, index): Layer[] => {
    const span = spanOf(extent);
    const type = typeOfResource(name);
    if (span === undefined || (type === undefined && !isCxlWindow(name))) return [];
    const path = `host.resources.${index}`;
    if (type !== undefined) types.set(path, type);
    const node = host.dax.find(({ start }) => start === span.start)?.node ?? nodeOfSize(host, extent.size);
    const region: Region = {
      range: span,
      kind: type === undefined ? 'cxl-window' : factsOfType(type).kind,
      name,
      owner: path,
      why: { rule: 'host/iomem', steps: [{ text: `The host’s /proc/iomem has it as “${name}”.`, path }] },
      ...(node === undefined ? {} : { node }),
    };
    return [{ region, rank: Math.min(depth, BELOW_RANGES) - BELOW_RANGES - 1 }];
  });
}

/** The one node that has as much memory: `/proc/iomem` names no nodes. */
function nodeOfSize({ nodes }: Host, size: number): number | undefined {
  const alike = nodes.filter((node) => node.size === size);
  return alike.length === 1 ? alike[0]?.id : undefined;
}

/** Ranks of resources are negative, so that every entry of E820 comes before them. */
const BELOW_RANGES = 1000;

/** Untitled soft-reserved ranges are called by the CXL windows in which they lie; one range can have several. */
function windowNames(host: Host, partition: Partition): Layer[] {
  return host.resources.flatMap(({ name, ...extent }): Layer[] => {
    const span = isCxlWindow(name) ? spanOf(extent) : undefined;
    if (span === undefined) return [];
    return regionsIn(partition, span).flatMap((region): Layer[] => {
      const both = intersection(region.range, span);
      const entry = host.ranges[Number(region.owner?.split('.')[2])];
      const isNamed = entry?.title !== undefined || region.owner?.startsWith('host.ranges.') !== true;
      if (both === undefined || region.kind !== 'soft-reserved' || isNamed) return [];
      return [{ region: { ...region, range: both, name }, rank: 1 }];
    });
  });
}

/** What is known of the host's address space; undefined where nothing of it has a place. */
export function hostSpace(host: Host): HostSpace {
  const types = new Map<DocPath, number>();
  const limit = limitOf(host);
  const partition = fromLayers(limit, [...rangeLayers(host, types), ...resourceLayers(host, types)], UNLISTED);
  const named = host.resources.length === 0 ? [] : windowNames(host, partition);
  if (named.length === 0) return { partition, types };
  const layers = [...named, ...partition.regions.map((region) => ({ region }))];
  return { partition: fromLayers(limit, layers, UNLISTED), types };
}

/** The E820 type of a piece of the host; undefined for holes and windows without memory. */
export const typeOfRegion = ({ types }: HostSpace, { owner }: Region): number | undefined =>
  owner === undefined ? undefined : types.get(owner);
