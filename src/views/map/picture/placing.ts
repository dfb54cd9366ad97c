/** A range on its way: where it would lie, where it came from, what QEMU says of the place, and the nearest that works. */
import type { Range } from '../../../core/base/range';
import { SELVAGE } from '../../../draw/boxes';
import type { Pen, RectStyle, TextStyle } from '../../../draw/pen';
import type { RegionKind } from '../../../core/space/region';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { kindStyles } from './looks';
import { drawPlate, PLATE_LINE, wrapped } from './plate';
import type { Scene } from './scene';
import { drawChip } from './shapes';

export interface PlacingPicture {
  /** Where it would lie now. */
  readonly range: Range;
  /** Where it lay before. */
  readonly from?: Range | undefined;
  readonly kind: RegionKind;
  readonly name: string;
  readonly state: 'works' | 'refused' | 'checking';
  /** QEMU's sentence. */
  readonly message?: string | undefined;
  /** The nearest place that works. */
  readonly nearest?: Range | undefined;
  /** The step in force: `1 GiB`. */
  readonly snap: string;
  /** `0x3080000000, 128 GiB, QEMU starts` */
  readonly readout: string;
}

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
const NEAREST_TEXT: TextStyle = { font: 'bodyStrong', ink: 'ink' };
const BODY: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const CHECKING: RectStyle = { ...BODY, dash: [6, 3] };
const REFUSED: RectStyle = { pattern: ERROR_PATTERN, stroke: 'bad', strokeWidth: 2.5, radius: 3, plate: true };
const NAME_PLATE: RectStyle = { fill: 'badt', radius: 2, plate: true };
const NAME: TextStyle = { font: 'name', ink: 'ink' };
/** A range that is being placed is never thinner, in px. */
const LEAST = 14;
const NEAREST_LEAST = 22;
const WIDEST_MESSAGE = 420;
const MOST_LINES = 5;
const STEP_FROM_RIGHT = 34;
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

/** What of the lane is covered by what is being placed. */
export const placingBoxes = (scale: Scene['scale'], { range, nearest }: PlacingPicture): readonly Box[] => [
  boxOf(scale, range),
  ...(nearest === undefined ? [] : [boxOf(scale, nearest, NEAREST_LEAST)]),
];

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

function drawNearest(pen: Pen, scene: Scene, nearest: Range): void {
  const box = boxOf(scene.scale, nearest, NEAREST_LEAST);
  if (!isSeen(scene, box)) return;
  const { left, width } = scene.columns.lane;
  pen.rect(left, box.top, width, box.height, NEAREST);
  pen.text('nearest that works', left + SELVAGE + 6, seenMiddle(scene, box) + 4, NEAREST_TEXT);
}

export function drawPlacing(pen: Pen, scene: Scene): void {
  const { placing, columns, width } = scene;
  if (placing === undefined) return;
  const { left, width: laneWidth } = columns.lane;
  if (placing.from !== undefined) {
    const { top, height } = boxOf(scene.scale, placing.from, 2);
    pen.rect(left, top, laneWidth, height, GHOST);
  }
  if (placing.nearest !== undefined) drawNearest(pen, scene, placing.nearest);
  const box = boxOf(scene.scale, placing.range);
  drawBody(pen, scene, placing, box);
  drawReadout(pen, scene, placing, box);
  if (placing.state === 'refused' && placing.message !== undefined) {
    const room = Math.min(WIDEST_MESSAGE, width - 24);
    const lines = wrapped(pen, placing.message, 'hex', room, MOST_LINES);
    drawPlate(pen, scene, lines, left + laneWidth / 2, box.top + box.height + 6, 'bad');
  }
}

/** The step on the handle; address, size and verdict beside the range, or above it where there is no room beside. */
function drawReadout(pen: Pen, scene: Scene, { readout, snap }: PlacingPicture, box: Box): void {
  const { columns, height } = scene;
  const { left, width } = columns.lane;
  const top = Math.min(Math.max(box.top, 0), height - PLATE_LINE);
  drawPlate(pen, scene, [`step ${snap}`], left + width - STEP_FROM_RIGHT, top - 5, 'strong');
  if (columns.notes === undefined) drawPlate(pen, scene, [readout], left + width / 2, top - 30);
  else {
    const lines = readout.split(', ');
    const widest = lines.reduce((most, line) => Math.max(most, pen.measure(line, 'noteStrong')), 0);
    drawPlate(pen, scene, lines, left + width + BESIDE + widest / 2, top);
  }
}
