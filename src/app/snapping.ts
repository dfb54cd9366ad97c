/** The steps in which something on the map moves and grows. */
import { ADDR_LIMIT, type Bytes } from '../core/base/addr';
import { range as rangeOf, size as sizeOf, type Range } from '../core/base/range';
import type { Handle } from './handles';
import { UNITS, type Snap } from './snaps';

export { isSnap, SNAPS } from './snaps';

/**
 * The step in force.
 *
 * @param size of the thing, in bytes: `auto` takes the largest step that it is a multiple of
 * @param least what its backend asks for; no step is finer
 * @param fine the next finer one, for as long as Alt is held
 */
export function unitFor(snap: Snap, size: Bytes, least: Bytes, fine: boolean): Bytes {
  const chosen = snap === 'auto' ? (UNITS.find((unit) => size >= unit && size % unit === 0) ?? least) : snap;
  const unit = fine ? (UNITS.find((each) => each < chosen) ?? least) : chosen;
  return Math.max(unit, least);
}

/** How something is held by the pointer. */
export interface Grip {
  readonly handle: Handle;
  /** Where it lay when it was taken. */
  readonly first: Range;
  /** The address at which it was taken. */
  readonly grab: number;
  /** The size that the layout stated then, which may be more than the range has: labels of an NVDIMM, RAM below 4 GiB. */
  readonly size: Bytes;
}

/** Edges that draw others to themselves within a reach, in bytes. */
export interface Magnet {
  readonly edges: readonly number[];
  readonly reach: Bytes;
}

/** Where something lies when the pointer that holds it is at `at`: on a multiple of the unit, or where it stops at an edge. */
export function heldAt(grip: Grip, at: number, unit: Bytes, magnet: Magnet): Range {
  const { handle, first, grab, size } = grip;
  const by = at - grab;
  const length = sizeOf(first);
  if (handle === 'body') {
    const near = [first.start + by, first.end + by].flatMap((edge, index) =>
      nearestEdge(edge, magnet).map((stop) => (index === 0 ? stop : stop - length)),
    );
    if (near[0] !== undefined) return movedTo(first, near[0]);
    return rounded(by, unit) === 0 ? first : movedTo(first, rounded(first.start + by, unit));
  }
  const sign = handle === 'end' ? 1 : -1;
  const edge = handle === 'end' ? first.end : first.start;
  const [stop] = nearestEdge(edge + by, magnet);
  if (stop !== undefined && size + sign * (stop - edge) > 0) return resizedTo(grip, size + sign * (stop - edge));
  return rounded(by, unit) === 0 ? first : resizedTo(grip, Math.max(unit, rounded(size + sign * by, unit)));
}

/** One step on or back; the first brings an odd place to a multiple of the unit. */
export function nudgedBy(grip: Grip, range: Range, by: 1 | -1, unit: Bytes): Range {
  if (grip.handle === 'body') return movedTo(range, step(range.start, by, unit));
  const grows = (grip.handle === 'end') === (by === 1);
  return resizedTo(grip, Math.max(unit, step(statedSizeAt(grip, range), grows ? 1 : -1, unit)));
}

/** The size that the layout states when the thing lies at `range`. */
export const statedSizeAt = ({ size, first }: Grip, range: Range): Bytes => size + sizeOf(range) - sizeOf(first);

/** Where the thing lies once it has another stated size. */
export function resizedTo({ handle, first, size }: Grip, stated: Bytes): Range {
  const by = stated - size;
  return handle === 'start'
    ? inSpace(Math.max(0, first.start - by), first.end)
    : inSpace(first.start, Math.max(first.start, first.end + by));
}

/** The same length from another start on, inside the address space. */
export const movedTo = (range: Range, start: number): Range => {
  const length = sizeOf(range);
  const inside = Math.min(Math.max(0, start), ADDR_LIMIT - length);
  return inSpace(inside, inside + length);
};

const inSpace = (start: number, end: number): Range => rangeOf(start, Math.min(end, ADDR_LIMIT));

const rounded = (value: number, unit: Bytes): number => Math.round(value / unit) * unit + 0;

const step = (at: number, by: 1 | -1, unit: Bytes): number =>
  by === 1 ? (Math.floor(at / unit) + 1) * unit : (Math.ceil(at / unit) - 1) * unit;

function nearestEdge(at: number, { edges, reach }: Magnet): readonly number[] {
  const near = edges.filter((edge) => Math.abs(edge - at) <= reach);
  return near.toSorted((a, b) => Math.abs(a - at) - Math.abs(b - at)).slice(0, 1);
}
