/** A partition from regions that may overlap. */
import { addr, type Addr } from '../base/addr';
import { append, HOLE, type Partition, type RegionFacts } from './partition';
import type { Region } from './region';

/** A region and how strong its claim is. */
export interface Layer {
  readonly region: Region;
  /** The higher rank has the byte; at equal ranks the layer listed first. Absent is 0. */
  readonly rank?: number;
}

/**
 * Gives each byte of `[0, limit)` to its strongest layer, and to a hole where there is none. What lies beyond the limit is cut off,
 * empty regions vanish, equal neighbours merge. n log n in the number of layers, whatever their depth.
 */
export function fromLayers(limit: Addr, layers: readonly Layer[], hole: RegionFacts = HOLE): Partition {
  const cuts = cutsOf(limit, layers);
  const indexOf = new Map(cuts.map((at, index) => [at, index]));
  const claimed: (Region | undefined)[] = new Array<Region | undefined>(cuts.length).fill(undefined);
  // `free[i]` leads to the first unclaimed piece at or behind i, so that no piece is visited again once it is claimed.
  const free = cuts.map((_, index) => index);
  const firstFree = (from: number): number => {
    let at = from;
    for (let next = free[at] ?? at; next !== at; next = free[at] ?? at) {
      const after = free[next] ?? next;
      free[at] = after;
      at = after;
    }
    return at;
  };
  for (const { region } of strongestFirst(layers)) {
    const end = indexOf.get(Math.min(region.range.end, limit)) ?? 0;
    const start = indexOf.get(Math.min(region.range.start, limit)) ?? end;
    for (let at = firstFree(start); at < end; at = firstFree(at)) {
      claimed[at] = region;
      free[at] = at + 1;
    }
  }
  const regions: Region[] = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const range = { start: addr(cuts[index] ?? 0), end: addr(cuts[index + 1] ?? 0) };
    append(regions, { ...(claimed[index] ?? hole), range });
  }
  return { limit, regions };
}

/** Every address at which the map can change, in order, from 0 to the limit. */
function cutsOf(limit: Addr, layers: readonly Layer[]): readonly number[] {
  const all = new Set<number>([0, limit]);
  for (const { region } of layers) {
    if (region.range.start < limit) all.add(region.range.start);
    if (region.range.end < limit) all.add(region.range.end);
  }
  return [...all].sort((a, b) => a - b);
}

const strongestFirst = (layers: readonly Layer[]): readonly Layer[] =>
  layers.toSorted((a, b) => (b.rank ?? 0) - (a.rank ?? 0));
