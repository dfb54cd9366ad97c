/** Both layouts on one column: what is the same is drawn as it is, what differs is hatched, and each side is named at its own edge. */
import { size } from '../../core/base/range';
import { itemName, shortSize, type LaneItem } from '../../draw/boxes';
import type { Band } from '../../draw/ribbons';
import { hatchOf } from '../../draw/ribbons';
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../draw/pen';
import { boxHeight, boxTop, drawItems } from '../map/picture/lane';
import type { CompareScene, Mark } from './compare-scene';
import { drawBracket, drawOutline } from './draw-parts';

const HATCH: LineStyle = { stroke: 'acc', width: 1, alpha: 0.55, slanted: true };
const HATCH_STEP = 7;
const EDGE: LineStyle = { stroke: 'acc', width: 1.4, dash: [5, 3] };
const GHOST: RectStyle = { stroke: 'ink2', dash: [4, 3], radius: 2 };
const NAME = { font: 'noteStrong', ink: 'ink' } as const satisfies TextStyle;
const SIZE = { font: 'note', ink: 'ink2' } as const satisfies TextStyle;
/** From the column to a bracket, and from there to its words. */
const AWAY = 9;
const ARM = 4;
const WORDS = 6;
const LINE = 14;

const isRange = ({ form }: LaneItem): boolean => form !== 'gap' && form !== 'fold';

/** The ranges of one side beside the column, as brackets with names. */
function drawSide(pen: Pen, scene: CompareScene, side: 'before' | 'after'): void {
  const { left, width } = scene.columns.both;
  const out = side === 'before' ? -1 : 1;
  const x = side === 'before' ? left - AWAY : left + width + AWAY;
  const anchor = side === 'before' ? 'end' : 'start';
  let floor = -Infinity;
  for (const item of scene[side].items.filter(isRange)) {
    const mark: Mark | undefined = scene.markOf(item, side);
    const line: LineStyle = { stroke: mark === 'selected' ? 'acc' : 'ctl', width: mark === undefined ? 1 : 1.8 };
    const top = boxTop(item);
    const bottom = top + boxHeight(item);
    pen.line([x - out * ARM, top, x, top, x, bottom, x - out * ARM, bottom], line);
    const middle = (Math.max(0, top) + Math.min(scene.height, bottom)) / 2;
    const isTall = bottom - top >= 2 * LINE + 4;
    if (middle - LINE / 2 < floor) continue;
    const ink = mark === 'selected' ? 'acc' : NAME.ink;
    const name = item.count === 1 ? (item.regions[0]?.name ?? '') : itemName(item.regions);
    const length = shortSize(size(item.range));
    if (isTall) {
      pen.text(name, x + out * WORDS, middle - 2, { ...NAME, ink, anchor });
      pen.text(length, x + out * WORDS, middle + LINE - 2, { ...SIZE, anchor });
    } else pen.text(`${name}, ${length}`, x + out * WORDS, middle + 4, { ...NAME, ink, anchor });
    floor = isTall ? middle + LINE : middle + LINE / 2;
  }
}

export function drawOverlay(pen: Pen, scene: CompareScene): void {
  const { columns, height, before, after, differences } = scene;
  const span = columns.both;
  const { left, width } = span;
  const isFree = (): boolean => false;
  // Names stand beside the column, where both sides have theirs.
  drawItems(pen, before.items, { span, height, isMirrored: false, isFree });
  drawItems(pen, after.items, { span, height, isMirrored: false, isFree });
  for (const item of before.items) {
    if (isRange(item)) pen.rect(left, boxTop(item), width, boxHeight(item), GHOST);
  }
  for (const { top, bottom } of differences) {
    const band: Band = {
      top: [left, top, left + width, top],
      bottom: [left, bottom, left + width, bottom],
      middle: { x: left + width / 2, y: (top + bottom) / 2 },
      height: bottom - top,
    };
    if (bottom - top >= 3) for (const stroke of hatchOf(band, HATCH_STEP, height)) pen.line(stroke, HATCH);
    pen.line([left - 3, top, left + width + 3, top], EDGE);
    pen.line([left - 3, bottom, left + width + 3, bottom], EDGE);
  }
  drawBracket(pen, scene, after.toJump === undefined ? before : after, left + width / 2);
  drawSide(pen, scene, 'before');
  drawSide(pen, scene, 'after');
  for (const side of ['before', 'after'] as const) {
    for (const item of scene[side].items) {
      const mark = scene.markOf(item, side);
      if (mark !== undefined) drawOutline(pen, item, span, mark);
    }
  }
}
