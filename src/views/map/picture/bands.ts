import type { Range } from '../../../core/base/range';
import type { Pen, RectStyle } from '../../../draw/pen';
import type { Scene } from './scene';

const SELECTED: RectStyle = { fill: 'acct' };
const BRUSHED: RectStyle = { fill: 'acc', alpha: 0.16 };
const HOVERED: RectStyle = { fill: 'acct', alpha: 0.5 };

function drawBand(pen: Pen, { scale, width, height, columns }: Scene, range: Range, style: RectStyle): void {
  const top = scale.toPixel(range.start);
  const bottom = Math.max(top + 1, scale.toPixel(range.end));
  if (top > height || bottom < 0) return;
  // Beside a host the left half is the host's.
  const left = columns.host === undefined ? 0 : columns.lane.left;
  pen.rect(left, top, width - left, bottom - top, style);
}

/** The selected, the hovered and the brushed bytes as bands to the outer margins. */
export function drawBands(pen: Pen, scene: Scene): void {
  for (const range of scene.hovered) drawBand(pen, scene, range, HOVERED);
  for (const range of scene.selected) drawBand(pen, scene, range, SELECTED);
  if (scene.brush !== undefined) drawBand(pen, scene, scene.brush, BRUSHED);
}
