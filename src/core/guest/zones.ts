/** Into which zone blocks go (Linux mm/memory_hotplug.c, zone_for_pfn_range; drivers/base/memory.c, valid_zones_show). */
import type { OnlinePolicy } from '../document/schema';
import type { BlockPlace, PlacedRun, Run, Zone } from './blocks';

/** From the first to the last block of each zone of a node, holes included; absent where the zone is empty. */
export type ZoneSpans = { readonly [zone in Zone]?: Run };

const meets = (span: Run | undefined, { first, end }: Run): boolean =>
  span !== undefined && first < span.end && span.first < end;

/**
 * The contiguous-zones rule: blocks within the span of Movable alone are movable; else they are Normal, unless the kernel was told to
 * prefer Movable and Normal does not reach there either.
 */
export function defaultZone(blocks: Run, spans: ZoneSpans, prefersMovable: boolean): Zone {
  const [inNormal, inMovable] = [meets(spans.Normal, blocks), meets(spans.Movable, blocks)];
  if (inNormal !== inMovable) return inNormal ? 'Normal' : 'Movable';
  return prefersMovable ? 'Movable' : 'Normal';
}

/** Where blocks go under a policy. All of a run go to one place: spans end where blocks that are online end. */
export function placeBy(policy: OnlinePolicy, blocks: Run, spans: ZoneSpans, prefersMovable: boolean): BlockPlace {
  if (policy === 'offline') return 'offline';
  if (policy === 'online') return defaultZone(blocks, spans, prefersMovable);
  return policy === 'online_kernel' ? 'Normal' : 'Movable';
}

/** As `valid_zones` prints: the zone of online blocks; of others those that they may go to, the default first. */
export function validZones(run: PlacedRun, spans: ZoneSpans, prefersMovable: boolean): string {
  if (run.place !== 'offline') return run.place;
  return defaultZone(run, spans, prefersMovable) === 'Normal' ? 'Normal Movable' : 'Movable Normal';
}

export const spanOver = (span: Run | undefined, run: Run): Run =>
  span === undefined
    ? { first: run.first, end: run.end }
    : { first: Math.min(span.first, run.first), end: Math.max(span.end, run.end) };
