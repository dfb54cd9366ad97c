/** A range on its way: where it would lie, where it came from, what QEMU says of the place, and the nearest that works. */
import type { PlacingPicture } from '../../../app/placing-picture';
import type { Range } from '../../../core/base/range';
import { SELVAGE } from '../../../draw/boxes';
import type { Pen, RectStyle, TextStyle } from '../../../draw/pen';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { kindStyles } from './looks';
import { drawPlate, PLATE_LINE, plateHeight, wrapped } from './plate';
import type { Scene } from './scene';
import { drawChip } from './shapes';

const GHOST: RectStyle = { stroke: 'ink3', dash: [4, 3], radius: 2 };
const NEAREST: RectStyle = {
  fill: 'canvas',
  stroke: 'ok',
  strokeWidth: 2,
  dash: [6, 3],
  radius: 2,
  alpha: 0.9,
  plate: true,
};
const NEAREST_OVER: RectStyle = { ...NEAREST, fill: undefined, plate: false };
const FADED: RectStyle = { fill: 'canvas', alpha: 0.6 };
const NEAREST_TEXT: TextStyle = { font: 'bodyStrong', ink: 'ink' };
const BODY: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const CHECKING: RectStyle = { ...BODY, dash: [6, 3] };
const REFUSED: RectStyle = { pattern: ERROR_PATTERN, stroke: 'bad', strokeWidth: 2.5, radius: 3, plate: true };
const NAME_PLATE: RectStyle = { fill: 'badt', radius: 2, plate: true };
const NAME: TextStyle = { font: 'name', ink: 'ink' };
/** A range that is being placed is never thinner, in px. */
const LEAST = 14;
const NEAREST_LEAST = 22;
/** Of the nearest place's ghost, in px. */
const INSET = 3;
const WIDEST_MESSAGE = 420;
const MOST_LINES = 5;
/** Of plates to the picture's edge, and of the readout to the lane. */
const MARGIN = 4;
const BESIDE = 18;

interface Box {
  readonly top: number;
  readonly height: number;
}

function boxOf(scale: Scene['scale'], { start, end }: Range, least = LEAST): Box {
  const top = scale.toPixel(start);
  const height = scale.toPixel(end) - top;
  return height >= least ? { top, height } : { top: top + height / 2 - least / 2, height: least };
}

interface Layout {
  readonly body: Box;
  readonly nearest?: Box | undefined;
  /** QEMU's sentence below the range. */
  readonly message?: (Box & { readonly lines: readonly string[] }) | undefined;
}

function layoutOf(pen: Pen, { scale, width, height, columns }: Scene, placing: PlacingPicture): Layout {
  const body = boxOf(scale, placing.range);
  const nearest = placing.nearest === undefined ? undefined : boxOf(scale, placing.nearest, NEAREST_LEAST);
  if (placing.state !== 'refused' || placing.message === undefined) return { body, nearest };
  const room = Math.min(WIDEST_MESSAGE, width - columns.lane.left - 2 * MARGIN);
  const lines = wrapped(pen, placing.message, 'hex', room, MOST_LINES);
  const tall = plateHeight(lines.length);
  const foot = body.top + body.height;
  // Below the nearest place too, where that is close by.
  const isClose = nearest !== undefined && nearest.top < foot + tall && nearest.top + nearest.height > foot;
  const below = isClose ? nearest.top + nearest.height : foot;
  const top = Math.max(MARGIN, Math.min(below + 6, height - MARGIN - tall));
  return { body, nearest, message: { lines, top, height: tall } };
}

/** Whether a stretch of the lane is free of what is being placed: words below it would show in part. */
export function freeOfPlacing(pen: Pen, scene: Scene): (top: number, bottom: number) => boolean {
  if (scene.placing === undefined) return () => true;
  const { body, nearest, message } = layoutOf(pen, scene, scene.placing);
  const boxes = [body, nearest, message].filter((box) => box !== undefined);
  return (top, bottom) => !boxes.some((box) => top < box.top + box.height && bottom > box.top);
}

const isSeen = ({ height }: Scene, box: Box): boolean => box.top <= height && box.top + box.height >= 0;
/** The middle of the part in sight. */
const seenMiddle = ({ height }: Scene, box: Box): number =>
  (Math.max(box.top, 0) + Math.min(box.top + box.height, height)) / 2;

function drawBody(pen: Pen, scene: Scene, placing: PlacingPicture, box: Box): void {
  const { left, width } = scene.columns.lane;
  const styles = kindStyles(placing.kind);
  const middle = seenMiddle(scene, box);
  if (placing.state === 'refused') {
    pen.rect(left, box.top, width, box.height, REFUSED);
    const text = pen.measure(placing.name, 'name');
    pen.rect(left + SELVAGE + 2, middle - 9, text + 8, 18, NAME_PLATE);
  } else {
    pen.rect(left, box.top, width, box.height, { ...styles.fill, plate: true });
    if (styles.pattern !== undefined) pen.rect(left, box.top, SELVAGE, box.height, styles.pattern);
    pen.rect(left, box.top, width, box.height, placing.state === 'works' ? BODY : CHECKING);
  }
  drawChip(pen, styles, left + SELVAGE / 2 + 1, middle);
  pen.text(placing.name, left + SELVAGE + 6, middle + 4, NAME);
}

/** Drawn over the range itself, a little narrower, so that both are seen where they overlap. */
function drawNearest(pen: Pen, scene: Scene, box: Box, body: Box): void {
  if (!isSeen(scene, box)) return;
  const { left, width } = scene.columns.lane;
  const isApart = box.top >= body.top + body.height || box.top + box.height <= body.top;
  const style = isApart ? NEAREST : NEAREST_OVER;
  pen.rect(left + INSET, box.top, width - 2 * INSET, box.height, style);
  if (isApart) pen.text('nearest that works', left + SELVAGE + 6, seenMiddle(scene, box) + 4, NEAREST_TEXT);
}

export function drawPlacing(pen: Pen, scene: Scene): void {
  const { placing, columns, scale } = scene;
  if (placing === undefined) return;
  const { left, width } = columns.lane;
  const { body, nearest, message } = layoutOf(pen, scene, placing);
  if (placing.from !== undefined) {
    const { top, height } = boxOf(scale, placing.from, 2);
    // As long as the move does not work, the picture still has it at the old place.
    if (placing.state !== 'works') pen.rect(left, top, width, height, FADED);
    pen.rect(left, top, width, height, GHOST);
  }
  drawBody(pen, scene, placing, body);
  if (nearest !== undefined) drawNearest(pen, scene, nearest, body);
  drawReadout(pen, scene, placing, body);
  if (message !== undefined) drawPlate(pen, scene, message.lines, { left, top: message.top }, 'bad');
}

/** The step on the handle; address, size and verdict beside the range, or above it where there is no room beside. */
function drawReadout(pen: Pen, scene: Scene, { readout, snap, handle }: PlacingPicture, box: Box): void {
  const { columns, height } = scene;
  const { left, width } = columns.lane;
  const top = Math.min(Math.max(box.top, 0), height - PLATE_LINE);
  const held = handle === 'end' ? box.top + box.height - PLATE_LINE : top - 5;
  drawPlate(pen, scene, [`step ${snap}`], { right: left + width, top: held }, 'strong');
  if (columns.notes === undefined && columns.host === undefined)
    drawPlate(pen, scene, [readout], { middle: left + width / 2, top: top - 30 });
  else drawPlate(pen, scene, readout.split(', '), { left: left + width + BESIDE, top });
}
