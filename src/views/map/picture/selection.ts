/** The selected range's outline with the handles that it can be dragged at, and the ring of the keyboard. */
import type { LaneItem } from '../../../draw/boxes';
import type { Pen, RectStyle } from '../../../draw/pen';
import { boxHeight, boxTop } from './lane';
import type { Scene } from './scene';

const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const HOVERED: RectStyle = { ...SELECTED, alpha: 0.5 };
/** Half of the outline lies outside of the range. */
const OUT = 1.25;
const PILL = { width: 18, height: 7 } as const;
const PILL_STYLE: RectStyle = { fill: 'acc', stroke: 'acci', radius: 3.5 };
const RING: RectStyle = { stroke: 'acc', strokeWidth: 2, radius: 5 };
/** The ring is 2 px away, and 2 px thick. */
const AWAY = 4;
const TICK_REACH = 4;

function drawOutline(pen: Pen, item: LaneItem, { columns }: Scene, style: RectStyle): void {
  const { left, width } = columns.lane;
  pen.rect(left - OUT, boxTop(item) - OUT, width + 2 * OUT, boxHeight(item) + 2 * OUT, style);
}

const isRange = ({ form }: LaneItem): boolean => form !== 'fold' && form !== 'gap';

export function drawSelection(pen: Pen, scene: Scene): void {
  const { items, columns, grips, scale, height, placing, markOf } = scene;
  // What is being placed has an outline of its own, and its old place only a ghost.
  if (placing !== undefined) return;
  const selected: LaneItem[] = [];
  for (const item of items) {
    const mark = isRange(item) ? markOf(item) : undefined;
    if (mark === 'hovered') drawOutline(pen, item, scene, HOVERED);
    if (mark === 'selected') selected.push(item);
  }
  for (const item of selected) drawOutline(pen, item, scene, SELECTED);
  for (const grip of grips) {
    const y = scale.toPixel(grip);
    if (y < -PILL.height || y > height + PILL.height) continue;
    const x = Math.round(columns.lane.left + (columns.lane.width - PILL.width) / 2);
    pen.rect(x, y - PILL.height / 2, PILL.width, PILL.height, PILL_STYLE);
  }
}

export function drawFocus(pen: Pen, { items, focus, columns }: Scene): void {
  if (focus === undefined) return;
  const item = items.find(({ key }) => key === focus);
  if (item === undefined) return;
  const reach = item.form === 'tick' || item.form === 'fold' ? TICK_REACH : 0;
  const away = AWAY + reach;
  pen.rect(columns.lane.left - away, item.top - AWAY, columns.lane.width + 2 * away, item.height + 2 * AWAY, RING);
}
