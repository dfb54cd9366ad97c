import type { LaneItem } from './boxes';

/** How far above or below a tick the pointer still hits it, in px. */
const TICK_REACH = 3;

/** The item under a pixel of the axis: a tick close by before the range that it lies in or beside. */
export function itemAt(items: readonly LaneItem[], pixel: number): LaneItem | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((items[middle]?.top ?? Infinity) <= pixel) low = middle + 1;
    else high = middle;
  }
  const at = items[low - 1];
  const next = items[low];
  const isNear = (item: LaneItem | undefined): boolean =>
    item?.form === 'tick' && pixel >= item.top - TICK_REACH && pixel <= item.top + item.height + TICK_REACH;
  if (isNear(at)) return at;
  if (isNear(next)) return next;
  const before = items[low - 2];
  if (isNear(before)) return before;
  return at !== undefined && pixel < at.top + at.height ? at : undefined;
}

/** The items that a stretch of the axis shows, from the first to the last one that touches it. */
export function itemsBetween(items: readonly LaneItem[], top: number, bottom: number): readonly LaneItem[] {
  return items.filter((item) => item.top <= bottom && item.top + item.height >= top);
}
