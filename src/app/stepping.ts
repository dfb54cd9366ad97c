/** Going from one range or problem to the next. */
import type { Plan } from '../core/plan/plan';
import { regionsOf } from './plan-regions';
import { sameThing, type Target } from './selection.svelte';

/** The ranges of the first snapshot, or the gaps between them, from low to high addresses. */
export function regionTargets(plan: Plan | undefined, holes: boolean): readonly Target[] {
  return regionsOf(plan)
    .filter(({ kind }) => (kind === 'hole') === holes)
    .map(({ range, owner }) => ({ range, ...(owner === undefined ? {} : { path: owner }) }));
}

/** The places of the problems, in the order in which they are listed. */
export function problemTargets(plan: Plan | undefined): readonly Target[] {
  return (plan?.diagnostics ?? [])
    .map(({ range, path }) => ({ ...(range === undefined ? {} : { range }), ...(path === undefined ? {} : { path }) }))
    .filter(({ range, path }) => range !== undefined || path !== undefined);
}

/**
 * The target after or before the selected one, around the end; from nothing, the first or last. If what is selected is not among
 * the targets, the nearest one in that direction by address.
 */
export function neighbour(targets: readonly Target[], selected: Target | undefined, by: 1 | -1): Target | undefined {
  if (selected === undefined) return targets.at(by === 1 ? 0 : -1);
  const index = targets.findIndex((target) => sameThing(target, selected));
  if (index >= 0) return targets.at((index + by) % targets.length);
  const from = selected.range?.start;
  if (from === undefined) return targets.at(by === 1 ? 0 : -1);
  const isBeyond = ({ range }: Target): boolean =>
    range !== undefined && (by === 1 ? range.start > from : range.start < from);
  return by === 1 ? (targets.find(isBeyond) ?? targets[0]) : (targets.findLast(isBeyond) ?? targets.at(-1));
}
