import type { LineStyle, Pen, TextStyle } from '../../../draw/pen';
import type { Scene } from './scene';
import { windowWords } from './window-bracket';

const LINE: LineStyle = { stroke: 'line' };
const TEXT: TextStyle = { font: 'note', ink: 'ink3', anchor: 'end' };
const NARROW: TextStyle = { font: 'note', ink: 'ink3', anchor: 'start' };
/** Under its line, and least distance to what else stands beside the lane, in px. */
const BELOW = 12;
const APART = 8;
const LINES_APART = 14;

/** Hairlines of a linear axis, with their addresses beside the lane where there is room for them. */
export function drawGrid(pen: Pen, scene: Scene): void {
  const { grid, scale, columns, height } = scene;
  if (grid.length === 0) return;
  const words = windowWords(scene);
  const { lane, notes, right } = columns;
  const edge = lane.left + lane.width;
  let floor = -Infinity;
  for (const line of grid) {
    const y = scale.toPixel(line.address);
    if (y < -BELOW || y > height) continue;
    pen.line([lane.left, y, right, y], LINE);
    const isTaken = words !== undefined && y + BELOW > words.top && y < words.bottom;
    if (y < floor || isTaken) continue;
    floor = y + LINES_APART;
    // Beside a host the addresses stand there.
    if (columns.host !== undefined) continue;
    if (notes === undefined) {
      if (edge + APART + pen.measure(line.text, 'note') <= columns.stripsFrom) {
        pen.text(line.text, edge + APART, y + BELOW, NARROW);
      }
    } else {
      pen.text(line.text, notes.left + notes.width - APART, y + BELOW, TEXT);
    }
  }
}
