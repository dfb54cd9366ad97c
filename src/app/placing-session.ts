/** One drag, or one placement by keyboard: what is held, where it is wanted, and what that means for the document. */
import type { Bytes } from '../core/base/addr';
import { range, size as sizeOf, type Range } from '../core/base/range';
import { formatAddress, formatSize } from '../core/base/size-text';
import type { Edit } from '../core/document/edit';
import { canHaveAddress, canHaveSize, statedSize } from '../core/document/extent';
import { extentEdits } from '../core/document/extent-edits';
import type { LayoutDocument } from '../core/document/schema';
import type { PlaceQuestion } from '../core/plan/nearest-place';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region, RegionKind } from '../core/space/region';
import type { Handle } from './handles';
import { regionsOf } from './plan-regions';
import { movedTo, statedSizeAt, type Grip } from './snapping';

export interface Session {
  /** Joins all its edits into one undo step. */
  readonly key: string;
  readonly path: DocPath;
  readonly grip: Grip;
  readonly by: 'pointer' | 'keys';
  readonly kind: RegionKind;
  readonly name: string;
  /** The layout without any of it. */
  readonly before: LayoutDocument;
  /** The layout as it is now wanted; another one on screen means that somebody else has changed it. */
  readonly after: LayoutDocument;
  /** Where it lay; absent for something new. */
  readonly from?: Range;
  readonly wanted: Range;
  /** QEMU started before. */
  readonly startedBefore: boolean;
  /** Let go, at a place that QEMU refuses or has not judged yet. */
  readonly isDropped: boolean;
  /** New, and its address still left to QEMU. */
  readonly isPlacedByQemu: boolean;
  /** Where edges stick: those of what lay beside it at first. What QEMU moves out of its way must not hold it back. */
  readonly edges: readonly number[];
}

interface Held {
  readonly key: string;
  readonly before: LayoutDocument;
  readonly after: LayoutDocument;
  readonly plan: Plan | undefined;
}

/** Of a region that is taken hold of at an address. */
export function heldSession(
  held: Held & {
    readonly region: Region;
    readonly handle: Handle;
    readonly at: number;
    readonly by: Session['by'];
  },
): Session {
  const { key, before, after, plan, region, handle, at, by } = held;
  const { owner: path = '', range: first, kind, name } = region;
  const grip = { handle, first, grab: at, size: sizeNow(before, plan, region) };
  return {
    ...{ key, before, after, path, grip, by, kind, name },
    from: first,
    wanted: first,
    startedBefore: plan?.verdict.starts === true,
    isDropped: false,
    isPlacedByQemu: false,
    edges: edgesBeside(plan, path),
  };
}

/**
 * Of the device that `after` has last.
 *
 * @param at the address under the pointer; without it, the place is QEMU's to choose until a key moves it
 */
export function newSession(
  held: Held & { readonly path: DocPath; readonly kind: RegionKind; readonly unit: Bytes; readonly at?: number },
): Session {
  const { key, before, after, plan, path, kind, unit, at } = held;
  const size = statedSize(after, path) ?? 0;
  const start = at ?? firstRoom(plan, size);
  const first = movedTo(range(0, size), Math.floor(start / unit) * unit);
  return {
    ...{ key, before, after, path, kind },
    grip: { handle: 'body', first, grab: first.start, size },
    by: at === undefined ? 'keys' : 'pointer',
    name: after.devices.at(-1)?.id ?? path,
    wanted: first,
    startedBefore: plan?.verdict.starts === true,
    isDropped: false,
    isPlacedByQemu: at === undefined,
    edges: edgesBeside(plan, path),
  };
}

/** The size that the layout states, or QEMU's default as the plan shows it. */
function sizeNow(document: LayoutDocument, plan: Plan | undefined, region: Region): number {
  const { owner = '', kind, range } = region;
  const stated = statedSize(document, owner);
  if (stated !== undefined) return stated;
  const alike = regionsOf(plan).filter((other) => other.owner === owner && other.kind === kind);
  return alike.length === 0 ? sizeOf(range) : alike.reduce((sum, other) => sum + sizeOf(other.range), 0);
}

/** Edges of everything that lies fast, which others may be pushed against. */
const edgesBeside = (plan: Plan | undefined, path: DocPath): readonly number[] => [
  ...(plan?.window === undefined ? [] : [plan.window.range.start, plan.window.range.end]),
  ...regionsOf(plan)
    .filter(({ kind, owner }) => kind !== 'hole' && kind !== 'device-memory-window' && owner !== path)
    .flatMap(({ range }) => [range.start, range.end]),
];

/** The lowest free stretch of the window with room for so much; else the window's start, else the end of RAM. */
function firstRoom(plan: Plan | undefined, bytes: number): number {
  const regions = regionsOf(plan);
  const free = regions.find(({ kind, range }) => kind === 'device-memory-window' && sizeOf(range) >= bytes);
  return (
    free?.range.start ?? plan?.window?.range.start ?? regions.findLast(({ kind }) => kind === 'ram')?.range.end ?? 0
  );
}

/** What can be held of a thing that is held already, also where QEMU refuses it and no region shows it. */
export const partsOf = ({ path, grip, after }: Session): readonly Handle[] =>
  canHaveAddress(after, path) && canHaveSize(after, path) ? ['body', 'start', 'end'] : [grip.handle];

/** The same placement, held by another part from where it lies now. */
export function regripped(session: Session, handle: Handle, now: Range): Session {
  const size = statedSize(session.after, session.path) ?? session.grip.size;
  return { ...session, grip: { handle, first: now, grab: now.start, size }, wanted: now };
}

/** The edits that bring the thing to a range: its address, its size, or both, by what is held. */
export function editsFor(document: LayoutDocument, { path, grip }: Session, range: Range): readonly Edit[] {
  const size = statedSizeAt(grip, range);
  switch (grip.handle) {
    case 'body':
      return extentEdits(document, path, { address: range.start });
    case 'end':
      return extentEdits(document, path, { size });
    case 'start':
      return extentEdits(document, path, { address: range.start, size });
  }
}

/** What to ask when QEMU refuses the wanted place. */
export function questionOf({ path, grip, wanted, after, startedBefore }: Session, step: number): PlaceQuestion {
  const asked = { document: after, path, step };
  if (grip.handle === 'body') return { ...asked, seek: 'address', wanted: wanted.start };
  return {
    ...asked,
    seek: 'size',
    wanted: statedSizeAt(grip, wanted),
    ...(grip.handle === 'start' ? { end: grip.first.end } : {}),
    ...(startedBefore ? { from: grip.size } : {}),
  };
}

/** Address and size in words; a size as the layout states it while that is what changes. */
export function placeText({ grip }: Session, range: Range): string {
  const size = grip.handle === 'body' ? sizeOf(range) : statedSizeAt(grip, range);
  return `${formatAddress(range.start)}, ${formatSize(size)}`;
}
