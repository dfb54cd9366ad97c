/** Address by time from top to bottom; what scrolls lies under the ruler. */
import type { Pen } from '../../../draw/pen';
import { drawBarMarks, drawBars } from './bars';
import { drawE820 } from './e820';
import { drawHead } from './head';
import { drawMemory } from './memory';
import type { MarkOf, TimelineScene } from './scene';
import { drawSlots } from './slots';
import { drawWindow, drawWindowMarks } from './window';

/** Columns narrower than this have no lines of their own, in px. */
const LINES_FROM = 22;

function drawGrid(pen: Pen, { scale, layout, labels }: TimelineScene): void {
  const all = scale.column >= LINES_FROM && scale.axis.starts === undefined;
  const moments = all
    ? Array.from({ length: scale.last - scale.first + 1 }, (_, index) => scale.first + index)
    : labels;
  for (const moment of moments) {
    const x = scale.x(moment);
    if (x >= layout.left - 1 && x <= layout.right)
      pen.line([x, layout.head.height, x, layout.e820.top], { stroke: 'line' });
  }
}

export function drawTimeline(pen: Pen, scene: TimelineScene): void {
  drawGrid(pen, scene);
  drawWindow(pen, scene);
  drawBars(pen, scene);
  drawSlots(pen, scene);
  drawMemory(pen, scene);
  drawE820(pen, scene);
}

/** What is selected and under the pointer, over everything. */
export function drawMarks(pen: Pen, scene: TimelineScene, markOf: MarkOf): void {
  drawWindowMarks(pen, scene, markOf);
  drawBarMarks(pen, scene, markOf);
}

export { drawHead };
