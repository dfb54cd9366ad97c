/** The words of the map: second lines, gaps, and what a screen reader says of a range. */
import { size, type Range } from '../../core/base/range';
import { formatAddress, formatSize } from '../../core/base/size-text';
import type { Plan, Snapshot, Verdict } from '../../core/plan/plan';
import type { Region } from '../../core/space/region';
import { itemName, shortSize, type LaneItem } from '../../draw/boxes';
import { asPowerOfTwo } from '../../draw/breaks';
import { lookOf } from '../../ui/kinds';

/**
 * `hbm2, node 2`: the memory behind a range and its proximity domain, whichever of them there is.
 * @param nodes the document's NUMA nodes, which own their part of the RAM
 */
export function causesOf(
  snapshot: Snapshot | undefined,
  nodes: readonly { readonly memdev?: string | undefined }[] = [],
): (region: Region) => string | undefined {
  const rows = new Map(snapshot?.tables?.memoryDevices.map((row) => [row.owner, row.memdev]));
  const entries = new Map(snapshot?.tables?.e820.map((entry) => [entry.range.start, entry.cause]));
  return (region) => {
    const isRam = region.kind === 'ram';
    const { owner } = region;
    const ofNode =
      owner?.startsWith('nodes.') === true ? nodes[Number(owner.slice('nodes.'.length))]?.memdev : undefined;
    const memory =
      (owner === undefined ? undefined : rows.get(owner)) ??
      ofNode ??
      (isRam ? entries.get(region.range.start) : undefined);
    const node = region.node === undefined ? undefined : `node ${region.node}`;
    const parts = [memory === region.name ? undefined : memory, node].filter(
      (part) => part !== undefined && part !== '',
    );
    return parts.length === 0 ? undefined : parts.join(', ');
  };
}

/** `398 GiB empty`, or `255 TiB to 2⁴⁸` for the gap that ends the space. */
export const gapText =
  (limit: number) =>
  (gap: Range): string => {
    const length = shortSize(size(gap));
    return gap.end === limit && gap.start > 0
      ? `${length} to ${asPowerOfTwo(limit) ?? 'the limit'}`
      : `${length} empty`;
  };

/** What the map's heading says of the machine: `q35, needs 40 of 48 bits`. */
export function machineText(type: string, verdict: Verdict): string {
  const { bitsNeeded, bitsAvailable } = verdict;
  return bitsNeeded === undefined || bitsAvailable === undefined
    ? type
    : `${type}, needs ${bitsNeeded} of ${bitsAvailable} bits`;
}

const span = (range: Range): string => `${formatAddress(range.start)} to ${formatAddress(range.end - 1)}`;

/** Kind, range, size and owner of an item, for those who hear it. */
export function spoken(item: LaneItem, causeOf: (region: Region) => string | undefined): string {
  const length = shortSize(size(item.range));
  switch (item.form) {
    case 'gap':
      return `Empty, ${span(item.range)}, ${length}`;
    case 'fold':
      return `Empty, folded, ${span(item.range)}, ${length}. Enter unfolds it`;
    case 'group':
      return `${itemName(item.regions)} ${lookOf(item.kind).title}, folded, ${span(item.range)}. Enter unfolds it`;
    case 'tick':
      if (item.count > 1) return `${item.count} small ranges, ${span(item.range)}`;
      break;
    case 'range':
      break;
  }
  const [first] = item.regions;
  return first === undefined ? `${span(item.range)}, ${length}` : spokenRegion(first, causeOf);
}

/** Kind, range, size and owner of a range. */
export function spokenRegion(region: Region, causeOf: (region: Region) => string | undefined): string {
  const { kind, name, range } = region;
  if (kind === 'hole') return `Empty, ${span(range)}, ${formatSize(size(range))}`;
  const { title } = lookOf(kind);
  return [name, title === name ? undefined : title, span(range), formatSize(size(range)), causeOf(region)]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** The device-memory window with what there is to say of it, most important first; undefined without one. */
export function windowNote({
  window: area,
}: Plan): { readonly range: Range; readonly lines: readonly string[] } | undefined {
  if (area === undefined) return undefined;
  const left = Math.max(0, area.budget - area.used);
  const slack = size(area.range) - area.budget;
  return {
    range: area.range,
    lines: [
      `${shortSize(size(area.range))} window`,
      area.used === 0 ? 'nothing used' : `${shortSize(area.used)} used`,
      left === 0 ? 'nothing left' : `${shortSize(left)} left`,
      ...(slack > 0 ? [`${shortSize(slack)} to align slots`] : []),
    ],
  };
}

/** Kinds of the ranges that a space has, in the order of their first. */
export const kindsOf = ({ spaces }: Snapshot): readonly string[] =>
  [...new Set(spaces.cpu.regions.map(({ kind }) => kind))].filter((kind) => kind !== 'hole');

/** QEMU's refusal is about the CPU's address bits, so the sum of the terms explains it better than the map. */
export const isAboutAddressBits = ({ verdict }: Plan): boolean =>
  !verdict.starts && verdict.sum.length > 0 && verdict.code === 'machine/phys-bits-too-low';

/** There are ranges to draw, and they are what explains the verdict. */
export const hasMap = (plan: Plan): boolean =>
  !isAboutAddressBits(plan) && plan.snapshots[0]?.spaces.cpu.regions.some(({ kind }) => kind !== 'hole') === true;

/** Whether the map stands there: what QEMU refuses is shown by what is at stake, or as a map if that is wanted. */
export const showsMap = (plan: Plan, asMap: boolean): boolean => (plan.verdict.starts || asMap) && hasMap(plan);
