/** Looks for room in a partition. */
import type { Bytes } from '../base/addr';
import { intersection, range, size, type Range } from '../base/range';
import { regionsIn, type Partition } from './partition';
import type { Region } from './region';

export interface FitRequest {
  /** More than 0. */
  readonly size: Bytes;
  /** The start is a multiple of this; more than 0. */
  readonly alignment: Bytes;
  /** Where to look. */
  readonly within: Range;
  /** What counts as room: holes, if absent. */
  readonly isFree?: (region: Region) => boolean;
}

export type Fit =
  | { readonly ok: true; readonly range: Range }
  | {
      readonly ok: false;
      /** What occupies the part that was searched, in order. */
      readonly blockedBy: readonly Region[];
      /** The largest aligned piece that is there, the lowest of them; absent if there is none. */
      readonly largest?: Range;
    };

const isHole = (region: Region): boolean => region.kind === 'hole';

/** The lowest aligned place with room for all of it. */
export function lowestFit(on: Partition, request: FitRequest): Fit {
  return firstFit(on, request, freeIn(on, request), (room) => up(room.start, request.alignment));
}

/** The highest aligned place with room for all of it. */
export function highestFit(on: Partition, request: FitRequest): Fit {
  const downwards = freeIn(on, request).toReversed();
  return firstFit(on, request, downwards, (room) => down(room.end - request.size, request.alignment));
}

function firstFit(on: Partition, request: FitRequest, rooms: readonly Range[], startIn: (room: Range) => number): Fit {
  if (!(request.size > 0 && request.alignment > 0)) throw new RangeError('a fit needs a size and an alignment above 0');
  for (const room of rooms) {
    const start = startIn(room);
    if (start >= room.start && start + request.size <= room.end) {
      return { ok: true, range: range(start, start + request.size) };
    }
  }
  const isFree = request.isFree ?? isHole;
  const blockedBy = regionsIn(on, request.within).filter((region) => !isFree(region));
  const largest = largestAligned(rooms, request.alignment);
  return { ok: false, blockedBy, ...(largest === undefined ? {} : { largest }) };
}

/** Free pieces inside the searched part, ascending, neighbours joined. */
function freeIn(on: Partition, { within, isFree = isHole }: FitRequest): readonly Range[] {
  const rooms: Range[] = [];
  for (const region of regionsIn(on, within)) {
    const room = isFree(region) ? intersection(region.range, within) : undefined;
    if (room === undefined) continue;
    const last = rooms.at(-1);
    if (last?.end === room.start) rooms[rooms.length - 1] = { start: last.start, end: room.end };
    else rooms.push(room);
  }
  return rooms;
}

function largestAligned(rooms: readonly Range[], alignment: Bytes): Range | undefined {
  let largest: Range | undefined;
  for (const room of rooms) {
    const start = up(room.start, alignment);
    const gained = room.end - start - (largest === undefined ? 0 : size(largest));
    if (gained > 0) largest = range(start, room.end);
    else if (gained === 0 && largest !== undefined && start < largest.start) largest = range(start, room.end);
  }
  return largest;
}

// Plain numbers: an alignment from outside may lead beyond the widest address, where there is simply no room.
const up = (at: number, to: Bytes): number => (at % to === 0 ? at : at + (to - (at % to)));
const down = (at: number, to: Bytes): number => (at < 0 ? -1 : at - (at % to));
