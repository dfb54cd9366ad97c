import type { LayoutDocument } from '../../core/document/schema';

/** Where a layout has its place in the library; nothing in it: it has none yet. Undo steps of one layout share one place. */
export interface Place {
  layout?: string;
  /** The newest version of the library that has been on screen, or was written from here: later ones came from another tab. */
  seen?: number;
}

const places = new WeakMap<LayoutDocument, Place>();

/** Of a layout that was not seen before: an empty one, its own from then on. */
export function placeOf(document: LayoutDocument): Place {
  const known = places.get(document);
  if (known !== undefined) return known;
  const place: Place = {};
  places.set(document, place);
  return place;
}

export const putAt = (document: LayoutDocument, place: Place): void => void places.set(document, place);

/** An edit stays in the place of what it changed; undo goes back to the place that was left. */
export function follow(before: LayoutDocument, after: LayoutDocument, isOther: boolean): void {
  if (isOther) places.delete(after);
  else if (!places.has(after)) putAt(after, placeOf(before));
}
