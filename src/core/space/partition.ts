/** The only way to make and change a map: every address of a space belongs to exactly one region, holes included. */
import { addr, type Addr } from '../base/addr';
import { intersection, overlaps, type Range } from '../base/range';
import type { Provenance, Region, RegionKind } from './region';

/** Sorted, gapless, non-overlapping cover of `[0, limit)`, equal neighbours merged. Only this folder builds one. */
export interface Partition {
  readonly limit: Addr;
  readonly regions: readonly Region[];
}

export type Placement =
  | { readonly ok: true; readonly partition: Partition }
  | {
      readonly ok: false;
      /** What lies there already. */
      readonly blockedBy: readonly Region[];
      /** The part that the space does not have. */
      readonly beyond?: Range;
    };

/** What a region is, without where. */
export type RegionFacts = Omit<Region, 'range'>;

/** The reason of every hole that nobody explains better. One object, so that holes merge. */
export const UNUSED: Provenance = { rule: 'space/unused', steps: [{ text: 'Nothing answers here.' }] };
export const HOLE: RegionFacts = { kind: 'hole', name: 'empty', why: UNUSED };

/** A space of `limit` bytes in which nothing answers. */
export function empty(limit: Addr, hole: RegionFacts = HOLE): Partition {
  return { limit, regions: limit === 0 ? [] : [{ ...hole, range: { start: addr(0), end: limit } }] };
}

/** Puts a region where only holes are; says what is in the way otherwise. A region without bytes changes nothing. */
export function place(on: Partition, region: Region): Placement {
  const { range } = region;
  const blockedBy = regionsIn(on, range).filter((other) => other.kind !== 'hole');
  if (range.end > on.limit) {
    const beyond = { start: addr(Math.max(range.start, on.limit)), end: range.end };
    return { ok: false, blockedBy, beyond };
  }
  return blockedBy.length > 0 ? { ok: false, blockedBy } : { ok: true, partition: carve(on, region) };
}

/** Puts a region there whatever was there before, cutting neighbours at its edges. It must lie within the space. */
export function carve(on: Partition, region: Region): Partition {
  return rebuild(on, region.range, () => [region]);
}

/**
 * Changes the kind of what is already there, splitting pieces at the edges. Holes stay holes, and beyond
 * the limit there is nothing to change: no memory appears from nowhere.
 */
export function retype(on: Partition, within: Range, kind: RegionKind, why: Provenance, name?: string): Partition {
  const inSpace = intersection(within, { start: addr(0), end: on.limit });
  if (inSpace === undefined) return on;
  return rebuild(on, inSpace, (inside) =>
    inside.map((piece) =>
      piece.kind === 'hole' ? piece : { ...piece, kind, why, ...(name === undefined ? {} : { name }) },
    ),
  );
}

/** The region that has the byte at `at`; none at or beyond the limit. */
export function regionAt(on: Partition, at: number): Region | undefined {
  return at >= 0 && at < on.limit ? on.regions[indexAt(on, at)] : undefined;
}

/** The regions that have bytes in `within`, in order, whole. */
export function regionsIn(on: Partition, within: Range): readonly Region[] {
  checkOrder(within);
  if (within.start >= on.limit || within.start === within.end) return [];
  const first = indexAt(on, within.start);
  let end = first;
  for (let next = on.regions[end]; next !== undefined && overlaps(next.range, within); next = on.regions[end]) end += 1;
  return on.regions.slice(first, end);
}

/** Equal in all but place, so that two neighbours are one piece. Reasons are compared by identity. */
export const sameFacts = (a: RegionFacts, b: RegionFacts): boolean =>
  a.kind === b.kind && a.owner === b.owner && a.node === b.node && a.name === b.name && a.why === b.why;

/** Adds a region behind the last one of a list, or grows the last one if it is the same thing. */
export function append(list: Region[], region: Region): void {
  const last = list.at(-1);
  if (last === undefined || !sameFacts(last, region)) list.push(region);
  else list[list.length - 1] = { ...last, range: { start: last.range.start, end: region.range.end } };
}

/** Replaces the pieces inside `within`, cut at its edges, and merges what became equal. Untouched regions stay the same objects. */
function rebuild(on: Partition, within: Range, replace: (inside: readonly Region[]) => readonly Region[]): Partition {
  checkOrder(within);
  if (within.end > on.limit) throw new RangeError(`a change up to ${within.end} in a space of ${on.limit} bytes`);
  if (within.start === within.end) return on;
  const first = indexAt(on, within.start);
  const last = indexAt(on, within.end - 1);
  const touched = on.regions.slice(first, last + 1);
  const cut = (part: Range): Region[] =>
    touched.flatMap((region) => {
      const range = intersection(region.range, part);
      return range === undefined ? [] : [{ ...region, range }];
    });
  const changed: Region[] = on.regions.slice(0, first);
  const start = touched[0]?.range.start ?? within.start;
  const end = touched.at(-1)?.range.end ?? within.end;
  for (const piece of cut({ start, end: within.start })) append(changed, piece);
  for (const piece of replace(cut(within))) append(changed, piece);
  for (const piece of cut({ start: within.end, end })) append(changed, piece);
  // Only the first region behind the change can have become equal to its neighbour.
  const behind = on.regions[last + 1];
  if (behind !== undefined) append(changed, behind);
  for (let index = last + 2; index < on.regions.length; index += 1) {
    const region = on.regions[index];
    if (region !== undefined) changed.push(region);
  }
  return { limit: on.limit, regions: changed };
}

/** Index of the region that has the byte at `at`, which lies below the limit. */
function indexAt({ regions }: Partition, at: number): number {
  let low = 0;
  let high = regions.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at < (regions[middle]?.range.end ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function checkOrder({ start, end }: Range): void {
  if (start > end) throw new RangeError(`a range from ${start} back to ${end}`);
}
