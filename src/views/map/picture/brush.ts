import { size } from '../../../core/base/range';
import { shortSize } from '../../../draw/boxes';
import type { LineStyle, Pen } from '../../../draw/pen';
import { drawPlate } from './plate';
import type { Scene } from './scene';

const EDGE: LineStyle = { stroke: 'acc', width: 1.5 };
/** Left of the lane, where the brush began, in px. */
const TICK = 5;

/** The ends of the stretch that is being brushed, and its size; its band lies below the lane. */
export function drawBrush(pen: Pen, scene: Scene): void {
  const { brush, scale, width, height, columns } = scene;
  if (brush === undefined) return;
  const top = scale.toPixel(brush.start);
  const bottom = scale.toPixel(brush.end);
  const left = columns.lane.left - TICK;
  pen.line([left, top, width, top], EDGE);
  pen.line([left, bottom, width, bottom], EDGE);
  const middle = (Math.max(top, 0) + Math.min(bottom, height)) / 2;
  drawPlate(pen, scene, [shortSize(size(brush))], {
    middle: columns.lane.left + columns.lane.width / 2,
    top: middle - 10,
  });
}
