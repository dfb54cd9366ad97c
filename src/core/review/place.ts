/** Where what a thread is about lies now, and where it lay when the thread was begun. */
import { ADDR_LIMIT } from '../base/addr';
import { range, size, type Range } from '../base/range';
import { formatAddress, formatSize } from '../base/size-text';
import { valueAt } from '../document/edit';
import type { Thread } from '../document/review';
import type { LayoutDocument } from '../document/schema';
import { thingName } from '../document/thing-name';
import type { DocPath, Region } from '../space/region';

/** What became of it. */
export type PlaceState =
  /** It is about the layout as a whole. */
  | 'whole'
  /** It is about bytes that nothing in the layout owns; they are where they were. */
  | 'bytes'
  | 'same'
  | 'moved'
  | 'resized'
  | 'moved-and-resized'
  /** It is in the layout and has no addresses: a setting, a step, a device of a layout that QEMU refuses. */
  | 'unplaced'
  /** It has been taken out of the layout: the thread is orphaned. */
  | 'gone';

export interface Place {
  readonly state: PlaceState;
  /** What it is called now, or was last: `sp1`; empty for the whole layout. */
  readonly name: string;
  readonly path?: DocPath;
  readonly was?: Range;
  readonly is?: Range;
  /** What became of it since the thread was begun, one line; empty where nothing did. */
  readonly words: string;
}

/** @param regions of the plan on screen; without them nothing is said of addresses */
export function placeOf(thread: Thread, document: LayoutDocument, regions: readonly Region[]): Place {
  const { path, at, what, gone } = thread;
  const was = at === undefined ? undefined : range(within(at.start), within(at.start + at.size));
  const about = was === undefined ? {} : { was };
  if (gone === true || (path !== undefined && isMissing(document, path))) {
    const name = what ?? 'What it was about';
    return { ...about, state: 'gone', name, words: `orphaned: ${name} is no longer in the layout` };
  }
  if (path === undefined) {
    const name = what ?? (was === undefined ? '' : formatAddress(was.start));
    return { ...about, state: was === undefined ? 'whole' : 'bytes', name, words: '' };
  }
  const own = thingName(document, path);
  const placed = { ...about, path, name: own === path ? (what ?? path) : own };
  const is = rangeNow(regions, path, thread, was);
  if (is === undefined) return { ...placed, state: 'unplaced', words: '' };
  return { ...placed, is, ...(was === undefined ? { state: 'same', words: '' } : changeOf(was, is)) };
}

/** A document may name bytes that no address reaches. */
const within = (address: number): number => Math.min(address, ADDR_LIMIT);

/** A field without a value is there; an item of a list that has none at its position is not. */
function isMissing(document: LayoutDocument, path: DocPath): boolean {
  const parts = path.split('.');
  const last = parts.findLastIndex((part) => /^\d+$/.test(part));
  return last >= 0 && valueAt(document, parts.slice(0, last + 1).join('.')) === undefined;
}

/** Of the ranges that the thing has, that of the name that it was begun for, the one at the old place, or the nearest. */
function rangeNow(
  regions: readonly Region[],
  path: DocPath,
  { what }: Thread,
  was: Range | undefined,
): Range | undefined {
  const owned = regions.filter(({ owner }) => owner !== undefined && isWithin(path, owner));
  const named = owned.filter(({ name }) => name === what);
  const among = named.length > 0 ? named : owned;
  const distance = ({ range: { start, end } }: Region): number =>
    was === undefined ? 0 : Math.abs(start - was.start) + (start === was.start && end === was.end ? -1 : 0);
  return among.toSorted((a, b) => distance(a) - distance(b))[0]?.range;
}

/** An address of a device is where the device is. */
const isWithin = (path: DocPath, owner: DocPath): boolean =>
  path === owner || path.startsWith(`${owner}.`) || owner.startsWith(`${path}.`);

function changeOf(was: Range, is: Range): Pick<Place, 'state' | 'words'> {
  const [isMoved, isResized] = [was.start !== is.start, size(was) !== size(is)];
  const moved = `moved since this comment: ${formatAddress(was.start)} → ${formatAddress(is.start)}`;
  const resized = `resized since this comment: ${formatSize(size(was))} → ${formatSize(size(is))}`;
  if (isMoved && isResized) return { state: 'moved-and-resized', words: `${moved}; ${resized}` };
  if (isMoved) return { state: 'moved', words: moved };
  return isResized ? { state: 'resized', words: resized } : { state: 'same', words: '' };
}
