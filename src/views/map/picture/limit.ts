import type { LineStyle, Pen, RectStyle } from '../../../draw/pen';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { boxHeight, boxTop, drawWords } from './lane';
import type { Scene } from './scene';

const LINE: LineStyle = { stroke: 'bad', width: 2 };
const BEYOND: RectStyle = { pattern: ERROR_PATTERN, radius: 2, plate: true };
const PLATE: RectStyle = { fill: 'badt', radius: 2 };
/** Px that the line reaches out of the lane. */
const REACH = 8;

/** Where the CPU's addresses end; ranges beyond are impossible, and their words stand on plates. */
export function drawLimit(pen: Pen, { limit, scale, items, columns, height }: Scene): void {
  if (limit === undefined || limit >= scale.window.end) return;
  const y = scale.toPixel(limit);
  if (y > height) return;
  const { left, width } = columns.lane;
  for (const item of items) {
    if (item.form !== 'range' && item.form !== 'group') continue;
    const bottom = boxTop(item) + boxHeight(item);
    const from = Math.max(boxTop(item), y);
    if (bottom <= from || from > height) continue;
    pen.rect(left, from, width, bottom - from, BEYOND);
    drawWords(pen, item, left, (_, foot) => foot > from, PLATE);
  }
  if (y >= 0) pen.line([left - REACH, y, columns.right, y], LINE);
}
