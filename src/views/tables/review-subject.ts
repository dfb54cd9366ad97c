/** What comments can be about: what is selected, brushed or pointed at, and the whole layout. */
import type { NewThread } from '../../app/review-deeds';
import { isOfHost, type Target } from '../../app/selection.svelte';
import { stepTitle } from '../../app/step-title';
import { overlaps, size, type Range } from '../../core/base/range';
import { formatRange, formatSize } from '../../core/base/size-text';
import type { LayoutDocument } from '../../core/document/schema';
import type { Place } from '../../core/review/place';
import type { DocPath, Region } from '../../core/space/region';
import { pathLabel } from './path-label';

export interface Subject {
  readonly title: string;
  readonly thread: Omit<NewThread, 'id'>;
}

export const WHOLE: Subject = { title: 'the whole layout', thread: {} };

const LISTED = /^(devices|nodes|backends|objects|events|host\.ranges)\.\d+/;

/** A field of a device is commented on with its device. */
const entityOf = (path: DocPath): DocPath => LISTED.exec(path)?.[0] ?? path;

/** The whole layout where a target is of neither a place nor bytes. */
export function subjectOf(target: Target, document: LayoutDocument, regions: readonly Region[]): Subject {
  const path = target.path === undefined ? undefined : entityOf(target.path);
  if (path === undefined) {
    const { range } = target;
    if (range === undefined) return WHOLE;
    return { title: formatRange(range), thread: { at: placed(range) } };
  }
  const title = placeTitle(document, path);
  // A step has memory at some moments only, and bytes of the host are others.
  if (path.startsWith('events.') || isOfHost({ path })) return { title, thread: { path } };
  const region = regionFor(regions, path, target.range);
  const at = region === undefined ? {} : { at: placed(region.range) };
  if (LISTED.test(path)) return { title, thread: { path, ...at } };
  const what = region?.name ?? title;
  return { title: what, thread: { path, ...at, what } };
}

const placed = (range: Range): { readonly start: number; readonly size: number } => ({
  start: range.start,
  size: size(range),
});

function regionFor(regions: readonly Region[], path: DocPath, range: Range | undefined): Region | undefined {
  const owned = regions.filter(({ owner }) => owner === path);
  return owned.find((region) => range !== undefined && overlaps(region.range, range)) ?? owned[0];
}

/** `sp1`, `step t3: plug dimm1, 8 GiB`, `-m 64 GiB`. */
function placeTitle(document: LayoutDocument, path: DocPath): string {
  const index = /^events\.(\d+)/.exec(path)?.[1];
  const step = index === undefined ? undefined : document.events[Number(index)];
  return step === undefined ? pathLabel(document, path) : `step t${Number(index) + 1}: ${stepTitle(document, step)}`;
}

/** What a thread is called on its head. */
export function titleOfPlace(
  { state, path, name, was }: Place,
  what: string | undefined,
  document: LayoutDocument,
): string {
  if (state === 'whole') return 'The whole layout';
  if (state === 'bytes' && was !== undefined && what === undefined) return `Bytes, ${formatSize(size(was))}`;
  if (path === undefined || state === 'gone') return name;
  return LISTED.test(path) ? placeTitle(document, path) : (what ?? placeTitle(document, path));
}
