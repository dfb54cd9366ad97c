import { size } from '../../../core/base/range';
import { shortSize } from '../../../draw/boxes';
import type { LineStyle, Pen, RectStyle } from '../../../draw/pen';
import { drawPlate } from './plate';
import type { Scene } from './scene';

const BAND: RectStyle = { fill: 'acc', alpha: 0.14 };
const EDGE: LineStyle = { stroke: 'acc' };

/** The stretch that is being brushed, with its size. */
export function drawBrush(pen: Pen, scene: Scene): void {
  const { brush, scale, width, columns } = scene;
  if (brush === undefined) return;
  const top = scale.toPixel(brush.start);
  const bottom = scale.toPixel(brush.end);
  pen.rect(0, top, width, bottom - top, BAND);
  pen.line([0, top, width, top], EDGE);
  pen.line([0, bottom, width, bottom], EDGE);
  const middle = columns.lane.left + columns.lane.width / 2;
  drawPlate(pen, scene, [shortSize(size(brush))], middle, (top + bottom) / 2 - 10);
}
