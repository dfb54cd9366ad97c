import { addr } from '../../core/base/addr';
import type { Range } from '../../core/base/range';
import type { LaneItem } from '../../draw/boxes';
import { itemAt } from '../../draw/hit-test';
import type { ViewScale } from '../../draw/axis-view';

/** An edge of a range this close is meant, in px. */
const EDGE_REACH = 6;
/** Elsewhere a brush stops at multiples of a power of two that is about so tall, in px. */
const STEP = 2;

/** The address that a pixel of a brush means: an edge close by, or a round one; `fine` the exact one. */
function brushedAddress(scale: ViewScale, items: readonly LaneItem[], pixel: number, fine: boolean): number {
  if (pixel >= scale.bottom) return scale.window.end;
  const exact = scale.toAddress(pixel);
  if (fine) return exact;
  const item = itemAt(items, pixel);
  if (item !== undefined) {
    const edges = [item.range.start, item.range.end];
    const near = edges.find((edge) => Math.abs(scale.toPixel(edge) - pixel) <= EDGE_REACH);
    if (near !== undefined) return near;
  }
  const step = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, scale.toAddress(pixel + STEP) - exact))));
  return Math.min(Math.round(exact / step) * step, scale.window.end);
}

/** The bytes between two pixels, in either order; nothing where both mean the same address. */
export function brushRange(
  scale: ViewScale,
  items: readonly LaneItem[],
  from: number,
  to: number,
  fine: boolean,
): Range | undefined {
  const a = brushedAddress(scale, items, from, fine);
  const b = brushedAddress(scale, items, to, fine);
  return a === b ? undefined : { start: addr(Math.min(a, b)), end: addr(Math.max(a, b)) };
}
