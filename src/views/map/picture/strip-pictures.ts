/** The tables of a snapshot as strips. A later boot stage's E820 is one more call. */
import { intersection, overlaps, range, type Range } from '../../../core/base/range';
import type { E820Entry, SratEntry } from '../../../core/plan/plan';
import type { DocPath } from '../../../core/space/region';
import { stripBoxes } from '../../../draw/strip';
import type { ViewScale } from '../../../draw/view-scale';
import type { KindLook } from '../../../ui/kinds';
import type { Mark } from './scene';
import type { StripPicture } from './strips';

export type MarkOf = (owner: DocPath | undefined, range: Range) => Mark | undefined;

/** SRAT memory affinity flags (ACPI 6.5, table 5.62). */
const ENABLED = 1;
const HOT_PLUGGABLE = 2;

/** The bytes that more than one range claims, each once, rising. */
export function overlapsOf(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const found: Range[] = [];
  let reach: Range | undefined;
  for (const each of sorted) {
    const both = reach === undefined || !overlaps(reach, each) ? undefined : intersection(reach, each);
    const before = found.at(-1);
    if (both !== undefined && before !== undefined && both.start <= before.end) {
      found[found.length - 1] = range(before.start, Math.max(before.end, both.end));
    } else if (both !== undefined) found.push(both);
    if (reach === undefined || each.end > reach.end) reach = each;
  }
  return found;
}

export function e820Strip(
  id: string,
  entries: readonly E820Entry[],
  scale: ViewScale,
  lookOf: (entry: E820Entry) => KindLook,
  markOf: MarkOf,
): StripPicture {
  return {
    id,
    shapes: stripBoxes(entries, scale).map(({ entry, top, height }) => ({
      top,
      height,
      look: lookOf(entry),
      mark: markOf(entry.owner, entry.range),
    })),
    overlaps: overlapsOf(entries.map((entry) => entry.range)),
  };
}

interface Domain {
  readonly range: Range;
  readonly node: number;
  readonly isLater: boolean;
  readonly owner?: DocPath;
}

/** The memory of a SRAT that counts: enabled and not empty. */
export function domainsOf(entries: readonly SratEntry[]): Domain[] {
  return entries.flatMap((entry): Domain[] => {
    if (entry.type !== 'memory' || entry.size === 0 || entry.flags % (2 * ENABLED) === 0) return [];
    const isLater = Math.floor(entry.flags / HOT_PLUGGABLE) % 2 === 1;
    const domain = { range: range(entry.start, entry.start + entry.size), node: entry.node, isLater };
    return [entry.owner === undefined ? domain : { ...domain, owner: entry.owner }];
  });
}

export function sratStrip(entries: readonly SratEntry[], scale: ViewScale, markOf: MarkOf): StripPicture {
  const domains = domainsOf(entries);
  return {
    id: 'srat',
    shapes: stripBoxes(domains, scale).map(({ entry, top, height }) => ({
      top,
      height,
      text: String(entry.node),
      dashed: entry.isLater,
      mark: markOf(entry.owner, entry.range),
    })),
    overlaps: overlapsOf(domains.map((domain) => domain.range)),
  };
}
