import { bisector } from 'd3';
import type { LaneItem } from './boxes';

/** How far above or below a tick the pointer still hits it, in px. */
export const TICK_REACH = 3;

const byTop = bisector<LaneItem, number>((item) => item.top);

/** The item under a pixel of the viewport: a tick close by before the range that it lies in or beside. */
export function itemAt(items: readonly LaneItem[], pixel: number): LaneItem | undefined {
  const next = byTop.right(items, pixel);
  const at = items[next - 1];
  const after = items[next];
  const isNear = (item: LaneItem | undefined): boolean =>
    item?.form === 'tick' && pixel >= item.top - TICK_REACH && pixel <= item.top + item.height + TICK_REACH;
  if (isNear(at)) return at;
  if (isNear(after)) return after;
  const before = items[next - 2];
  if (isNear(before)) return before;
  return at !== undefined && pixel < at.top + at.height ? at : undefined;
}
