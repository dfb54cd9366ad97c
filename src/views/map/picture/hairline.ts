import type { LineStyle, Pen } from '../../../draw/pen';
import type { Scene } from './scene';

const LINE: LineStyle = { stroke: 'ink', dash: [1.5, 2.5] };

/** Where the pointer is, across lane and strips; its address stands in the status line and never under the finger. */
export function drawHairline(pen: Pen, { pointer, columns }: Scene): void {
  if (pointer !== undefined) pen.line([columns.lane.left, pointer, columns.right, pointer], LINE);
}
