/** Where the columns of a comparison stand, from its width. In px from its left edge. */
import type { Span } from '../../draw/columns';

export interface CompareColumns {
  /** Right edge of what stands at the left of the first lane. */
  readonly before: Span;
  readonly ribbons: Span;
  readonly after: Span;
  /** Both on one another, in the middle. */
  readonly both: Span;
  /** Hairlines reach from here to here. */
  readonly grid: { readonly from: number; readonly to: number };
  /** There is room for addresses and notes at both sides. */
  readonly isWide: boolean;
}

/** Narrower pictures are drawn for a phone. */
const PHONE_BELOW = 520;
const WIDE = { side: 108, lane: { least: 120, share: 0.21, most: 220 }, numbers: 56 } as const;
const PHONE = { left: 40, right: 10, share: 0.3 } as const;

export function compareColumns(width: number): CompareColumns {
  const isWide = width >= PHONE_BELOW;
  const left = isWide ? WIDE.side : PHONE.left;
  const right = isWide ? WIDE.side : PHONE.right;
  const room = Math.max(0, width - left - right);
  const lane = Math.round(
    isWide ? Math.min(Math.max(WIDE.lane.least, width * WIDE.lane.share), WIDE.lane.most) : room * PHONE.share,
  );
  const both = Math.round(Math.min(room, isWide ? Math.max(160, room * 0.42) : room * 0.5));
  return {
    before: { left, width: lane },
    ribbons: { left: left + lane, width: Math.max(0, room - 2 * lane) },
    after: { left: left + room - lane, width: lane },
    both: { left: Math.round(left + (room - both) / 2), width: both },
    grid: { from: isWide ? WIDE.numbers : PHONE.left - 4, to: width - (isWide ? 16 : PHONE.right) },
    isWide,
  };
}
