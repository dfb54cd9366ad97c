/** Which rows of a long list are in sight: the others are not in the page at all. */

/** Rows drawn beyond either edge, so that a short scroll shows no gap before the next frame. */
const SPARE = 6;

export interface Sight {
  /** Pixels scrolled away, and pixels in sight. */
  readonly top: number;
  readonly height: number;
}

/**
 * The rows to draw, in order; `kept` is among them wherever it is, so that focus is not lost when it is scrolled out of sight.
 * @param rowHeight pixels
 */
export function visibleRows(
  count: number,
  rowHeight: number,
  { top, height }: Sight,
  kept?: number,
): readonly number[] {
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const last = Math.min(count - 1, Math.ceil((top + height) / rowHeight) + SPARE);
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (kept === undefined || kept < 0 || kept >= count || (kept >= first && kept <= last)) return rows;
  return kept < first ? [kept, ...rows] : [...rows, kept];
}

/** Where to scroll so that a row is whole in sight; undefined where it is. */
export function scrollFor(row: number, rowHeight: number, { top, height }: Sight): number | undefined {
  const start = row * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + height ? start + rowHeight - height : undefined;
}

/** The place in the list that a dragged step is let go at: 1 to the number of steps, row 0 is boot. */
export const dropRow = (y: number, rowHeight: number, count: number): number =>
  Math.max(1, Math.min(count - 1, Math.floor(y / rowHeight)));
