/** From what is drawn to what is selected. */
import { intersection, range, type Range } from '../../core/base/range';
import type { Partition } from '../../core/space/partition';
import type { Region } from '../../core/space/region';
import { isOfHost, type Selection, type Target } from '../../app/selection.svelte';
import type { LaneItem } from '../../draw/boxes';

export const regionTarget = ({ range: bytes, owner }: Pick<Region, 'range' | 'owner'>): Target => ({
  range: bytes,
  ...(owner === undefined ? {} : { path: owner }),
});

/** What selecting an item means: its range, and the document's entity where it is one alone. */
export function itemTarget(item: LaneItem): Target {
  const first = item.count === 1 ? item.regions[0] : undefined;
  return first === undefined ? { range: item.range } : regionTarget(first);
}

const MANY = 50;

/** How an item is marked: as the strongest mark of its regions. */
export function itemMark(selection: Selection, item: LaneItem): 'selected' | 'hovered' | undefined {
  // Of very many the bytes alone must do: their owners are too many to ask in every frame.
  if (item.count > MANY) return selection.mark(undefined, item.range);
  let mark: 'selected' | 'hovered' | undefined;
  for (const region of item.regions) {
    const each = selection.mark(region.owner, region.range);
    if (each === 'selected') return each;
    mark ??= each;
  }
  return mark;
}

const isSame = (a: Range) => (b: Range) => a.start === b.start && a.end === b.end;

/** How an entry of a table is marked: only if it is what is selected, and not a part of it or the other way round. */
export function rangeMark(
  entry: Range,
  { selected, hovered }: { readonly selected: readonly Range[]; readonly hovered: readonly Range[] },
): 'selected' | 'hovered' | undefined {
  if (selected.some(isSame(entry))) return 'selected';
  return hovered.some(isSame(entry)) ? 'hovered' : undefined;
}

/** The guest's bytes that a target stands for: its own, or those of every region that its place in the document owns. */
export function targetRanges(target: Target | undefined, partition: Partition): readonly Range[] {
  if (target === undefined || isOfHost(target)) return [];
  return rangesIn(target, partition);
}

/** The same in whichever space the target is of. */
export function rangesIn(target: Target, partition: Partition): readonly Range[] {
  const space = range(0, partition.limit);
  if (target.range !== undefined) {
    const inside = intersection(target.range, space);
    return inside === undefined ? [] : [inside];
  }
  const { path } = target;
  if (path === undefined) return [];
  return partition.regions
    .filter(
      ({ owner }) =>
        owner !== undefined && (owner === path || path.startsWith(`${owner}.`) || owner.startsWith(`${path}.`)),
    )
    .map((region) => region.range);
}
