/** The whole axis at a glance: as many bars as there are pixels at most, however many ranges. */
import type { RegionKind } from '../core/space/region';
import type { LaneItem } from './boxes';

export interface MinimapBar {
  /** Px from the top of the small axis. */
  readonly top: number;
  readonly height: number;
  /** Of several ranges in one pixel, the kind of the tallest that is something. */
  readonly kind: RegionKind;
  readonly isFold: boolean;
}

/** @param ratio px of the small axis for one of the large one */
export function minimapBars(items: readonly LaneItem[], ratio: number): MinimapBar[] {
  const bars: MinimapBar[] = [];
  let open: { top: number; bottom: number; kind: RegionKind; tallest: number } | undefined;
  const close = () => {
    if (open !== undefined) {
      bars.push({ top: open.top, height: open.bottom - open.top, kind: open.kind, isFold: false });
    }
    open = undefined;
  };
  for (const item of items) {
    const top = item.top * ratio;
    const height = item.height * ratio;
    if (height >= 1) {
      close();
      bars.push({ top, height, kind: item.kind, isFold: item.form === 'fold' });
      continue;
    }
    const weight = item.kind === 'hole' ? 0 : height;
    if (open === undefined) open = { top, bottom: top + height, kind: item.kind, tallest: weight };
    else {
      const isTaller = weight > open.tallest;
      open = {
        top: open.top,
        bottom: top + height,
        kind: isTaller ? item.kind : open.kind,
        tallest: isTaller ? weight : open.tallest,
      };
    }
    if (open.bottom - open.top >= 1) close();
  }
  close();
  return bars;
}
