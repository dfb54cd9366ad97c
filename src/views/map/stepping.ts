/** From range to range on an axis, in sight or not. */
import { bisector } from 'd3';
import { contains, type Range } from '../../core/base/range';
import type { LaneItem } from '../../draw/boxes';
import type { Piece } from '../../draw/pieces';

/** How far PageUp and PageDown go. */
const PAGE = 10;

const byStart = bisector<Piece, number>((piece) => piece.range.start);

/** A lane with a keyboard in it. */
export interface SteppedLane {
  readonly axis: { readonly pieces: readonly Piece[]; bring(range: Range): void };
  readonly items: readonly LaneItem[];
  readonly activeStart: number | undefined;
  lead(item?: LaneItem): void;
}

/** A way from one item to another: `page` is ten steps. */
export type Way = 'next' | 'previous' | 'next-page' | 'previous-page' | 'first' | 'last';

/** Brings the piece into sight and gives the item that shows it; open gaps too small for a word have none. */
function reached(state: SteppedLane, piece: Piece): LaneItem | undefined {
  state.axis.bring(piece.range);
  return state.items.find(({ range }) => contains(range, piece.range.start));
}

/** The first piece from `index` on that can be reached, in one direction. */
function reachFrom(state: SteppedLane, index: number, by: 1 | -1): LaneItem | undefined {
  const { pieces } = state.axis;
  for (let at = index; at >= 0 && at < pieces.length; at += by) {
    const piece = pieces[at];
    const item = piece === undefined ? undefined : reached(state, piece);
    if (item !== undefined) return item;
  }
  return undefined;
}

/** The piece beside an item, which can stand for many. */
function beside(pieces: readonly Piece[], { range }: LaneItem, by: 1 | -1): number {
  return by === 1 ? byStart.left(pieces, range.end) : byStart.left(pieces, range.start) - 1;
}

/** Leads the keyboard along a way, as far as it goes. */
export function stepAlong(state: SteppedLane, way: Way): void {
  const { pieces } = state.axis;
  if (way === 'first' || way === 'last') {
    state.lead(way === 'first' ? reachFrom(state, 0, 1) : reachFrom(state, pieces.length - 1, -1));
    return;
  }
  const by = way.startsWith('next') ? 1 : -1;
  const start = state.activeStart;
  let item = start === undefined ? undefined : reachFrom(state, byStart.right(pieces, start) - 1, by);
  for (let steps = way.endsWith('page') ? PAGE : 1; steps > 0 && item !== undefined; steps -= 1) {
    const next = reachFrom(state, beside(pieces, item, by), by);
    if (next === undefined) break;
    item = next;
  }
  if (item !== undefined) state.lead(item);
}
