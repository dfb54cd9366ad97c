/** Host memory that a layout hands out, as sorted stretches. */
import { addr } from '../base/addr';
import type { Range } from '../base/range';

/** Sorted, disjoint stretches. */
export type Stretches = readonly Range[];

/** All bytes of the ranges, each once, and those that more than one range has. */
export function coverage(ranges: readonly Range[]): { readonly any: Stretches; readonly several: Stretches } {
  const any: Range[] = [];
  const several: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = any.at(-1);
    if (last === undefined || start > last.end) {
      any.push({ start, end });
      continue;
    }
    const twice = { start, end: addr(Math.min(end, last.end)) };
    if (twice.start < twice.end) add(several, twice);
    if (end > last.end) any[any.length - 1] = { start: last.start, end };
  }
  return { any, several };
}

function add(stretches: Range[], next: Range): void {
  const last = stretches.at(-1);
  if (last === undefined || next.start > last.end) stretches.push(next);
  else if (next.end > last.end) stretches[stretches.length - 1] = { start: last.start, end: next.end };
}

/** The first of sorted, disjoint stretches that ends above an address, as a position. */
export function firstAbove(stretches: Stretches, at: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((stretches[middle]?.end ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether any of the stretches has a byte of the range. */
export const touches = (stretches: Stretches, within: Range): boolean => {
  const first = stretches[firstAbove(stretches, within.start)];
  return first !== undefined && first.start < within.end;
};

/** A range cut by stretches: what of it they have, and what they have not, by address. */
export function cutBy(
  stretches: Stretches,
  within: Range,
): { readonly inside: Stretches; readonly outside: Stretches } {
  const inside: Range[] = [];
  const outside: Range[] = [];
  let at = within.start;
  for (let index = firstAbove(stretches, at); at < within.end; index += 1) {
    const next = stretches[index];
    if (next === undefined || next.start >= within.end) break;
    const start = addr(Math.max(next.start, at));
    const end = addr(Math.min(next.end, within.end));
    if (start > at) outside.push({ start: at, end: start });
    inside.push({ start, end });
    at = end;
  }
  if (at < within.end) outside.push({ start: at, end: within.end });
  return { inside, outside };
}
