/** Lines of `/proc/iomem`: what lies within what (Linux kernel/resource.c). */
import { addr } from '../base/addr';
import { overlaps, type Range } from '../base/range';
import type { IomemLine } from './view';

export interface Resource extends Omit<IomemLine, 'depth'> {
  /** Which of two with the same range is the outer one: the lower. */
  readonly rank: number;
}

const within = (inner: Range, outer: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** What overlaps a resource in part makes it grow until it has all of it (insert_resource_expand_to_fit). */
export function expanded(resource: Resource, others: readonly Resource[]): Resource {
  let { range } = resource;
  for (let grown = true; grown;) {
    grown = false;
    for (const other of others) {
      if (!overlaps(range, other.range) || within(range, other.range) || within(other.range, range)) continue;
      range = {
        start: addr(Math.min(range.start, other.range.start)),
        end: addr(Math.max(range.end, other.range.end)),
      };
      grown = true;
    }
  }
  return range === resource.range ? resource : { ...resource, range };
}

/** In the order of the file, each line indented as deep as there are resources around it. */
export function resourceLines(resources: readonly Resource[]): readonly IomemLine[] {
  const sorted = [...resources].sort(
    (a, b) => a.range.start - b.range.start || b.range.end - a.range.end || a.rank - b.rank,
  );
  const around: Range[] = [];
  return sorted.map(({ range, name, sure, since }) => {
    while (around.length > 0 && !within(range, around.at(-1) ?? range)) around.pop();
    const depth = around.length;
    around.push(range);
    return { range, name, depth, sure, since };
  });
}
