/** What both forms of a comparison draw. */
import { overlaps } from '../../core/base/range';
import { formatSize } from '../../core/base/size-text';
import type { LaneItem } from '../../draw/boxes';
import type { Span } from '../../draw/columns';
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../draw/pen';
import { boxHeight, boxTop } from '../map/picture/lane';
import type { ComparedLane, Mark, StillScene } from './compare-scene';

const OUTLINE: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const HOVERED: RectStyle = { ...OUTLINE, alpha: 0.5 };
const OUT = 1.25;
const BRACKET: LineStyle = { stroke: 'ink2', width: 1.2 };
const BRACKET_STRONG: TextStyle = { font: 'name', ink: 'ink', anchor: 'middle' };
const BRACKET_TEXT: TextStyle = { font: 'note', ink: 'ink2', anchor: 'middle' };
const PLATE: RectStyle = { fill: 'canvas', plate: true };
/** A bracket shorter than the first is not drawn, and one shorter than the second has no words; in px. */
const BRACKET_FROM = 34;
const BRACKET_WORDS = 64;

/** A range that is selected or pointed at. */
export function drawOutline(pen: Pen, item: LaneItem, { left, width }: Span, mark: Mark): void {
  const style = mark === 'selected' ? OUTLINE : HOVERED;
  pen.rect(left - OUT, boxTop(item) - OUT, width + 2 * OUT, boxHeight(item) + 2 * OUT, style);
}

/** How much there is between the last reserved byte and the place where RAM would jump. What is folded away on the way has its own words. */
export function drawBracket(pen: Pen, { scale, height }: StillScene, { toJump, items }: ComparedLane, x: number): void {
  if (toJump === undefined) return;
  const top = Math.max(2, scale.toPixel(toJump.start) + 3);
  const bottom = Math.min(height - 2, scale.toPixel(toJump.end) - 3);
  if (bottom - top < BRACKET_FROM) return;
  const torn = items.find(({ form, range }) => form === 'fold' && overlaps(range, toJump));
  const whole = torn === undefined ? bottom : Math.max(top, torn.top - 2);
  pen.line([x - 6, top, x + 6, top], BRACKET);
  pen.line([x, top, x, whole], BRACKET);
  if (torn === undefined) pen.line([x - 6, bottom, x + 6, bottom], BRACKET);
  if (whole - top < BRACKET_WORDS) return;
  const words = 'to the 1 TiB jump';
  const half = Math.ceil(pen.measure(words, BRACKET_TEXT.font) / 2) + 4;
  const middle = (top + whole) / 2;
  pen.rect(x - half, middle - 18, 2 * half, 36, PLATE);
  pen.text(formatSize(toJump.end - toJump.start), x, middle - 2, BRACKET_STRONG);
  pen.text(words, x, middle + 13, BRACKET_TEXT);
}
