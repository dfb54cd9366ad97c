/** Small questions to a plan. */
import { contains, type Range } from '../core/base/range';
import type { Plan } from '../core/plan/plan';
import type { Region } from '../core/space/region';

/** The region of the guest that an address lies in, holes included; the first boot stage counts. */
export function regionAt(plan: Plan, address: number | undefined): Region | undefined {
  if (address === undefined) return undefined;
  const regions = plan.snapshots[0]?.spaces.cpu.regions ?? [];
  let [low, high] = [0, regions.length - 1];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const region = regions[middle];
    if (region === undefined) return undefined;
    if (contains(region.range, address)) return region;
    if (address < region.range.start) high = middle - 1;
    else low = middle + 1;
  }
  return undefined;
}

/** The region that a selection means: the one with its bytes, else the first that its place in the document owns. */
export function regionFor(
  plan: Plan,
  target: { readonly path?: string; readonly range?: Range } | undefined,
): Region | undefined {
  if (target?.range !== undefined) return regionAt(plan, target.range.start);
  const regions = plan.snapshots[0]?.spaces.cpu.regions ?? [];
  return target?.path === undefined ? undefined : regions.find(({ owner }) => owner === target.path);
}
