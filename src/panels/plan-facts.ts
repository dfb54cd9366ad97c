/** Small questions to a plan. */
import type { Range } from '../core/base/range';
import type { Plan } from '../core/plan/plan';
import { regionAt as regionIn } from '../core/space/partition';
import type { Region } from '../core/space/region';

/** The region of the guest that an address lies in, holes included; the first boot stage counts. */
export function regionAt(plan: Plan, address: number | undefined): Region | undefined {
  if (address === undefined) return undefined;
  const partition = plan.snapshots[0]?.spaces.cpu;
  return partition === undefined ? undefined : regionIn(partition, address);
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
