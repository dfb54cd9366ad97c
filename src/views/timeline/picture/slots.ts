/** Slots at each moment: a square for each, in its place, or how many of them are taken. */
import type { Pen } from '../../../draw/pen';
import { spansAt, type Timeline } from '../../../core/space/timeline';
import type { TimelineScene } from './scene';

const SQUARE = 10;
const PITCH = 13;
const INSET = 7;
/** Least width of a column that shows a count. */
const COUNT_FROM = 30;

function takenAt(timeline: Timeline, moment: number): ReadonlySet<number> {
  return new Set(spansAt(timeline, moment).map((index) => timeline.spans.slot[index] ?? -1));
}

function drawSquares(pen: Pen, scene: TimelineScene, moment: number, x: number, middle: number): number {
  const { timeline } = scene;
  const taken = takenAt(timeline, moment);
  for (let slot = 0; slot < timeline.slots; slot += 1) {
    const fill = taken.has(slot) ? 'sky-k' : 'canvas';
    pen.rect(x + slot * PITCH, middle - SQUARE / 2, SQUARE, SQUARE, { fill, stroke: 'sky-k', radius: 1.5 });
  }
  return x + timeline.slots * PITCH;
}

export function drawSlots(pen: Pen, scene: TimelineScene): void {
  const { layout, timeline, scale, facts, width } = scene;
  if (layout.slots === undefined) return;
  const { top, height } = layout.slots;
  const { left, right } = layout;
  const middle = top + height / 2;
  pen.line([0, top, width, top], { stroke: 'line' });
  pen.text('Slots used', 12, middle + 4, { font: 'body', ink: 'ink2' });
  const countOf = (moment: number) => `${facts.levels.slots[moment] ?? 0}/${timeline.slots}`;
  const widest = pen.measure(countOf(0), 'note') + 8;
  const withSquares = scale.axis.starts === undefined && scale.column >= timeline.slots * PITCH + INSET + widest;
  if (withSquares) {
    for (let moment = scale.first; moment <= scale.last; moment += 1) {
      const x = scale.x(moment) + INSET;
      if (x < left || x + timeline.slots * PITCH + widest > right + 2) continue;
      const end = drawSquares(pen, scene, moment, x, middle);
      pen.text(countOf(moment), end + 4, middle + 4, { font: 'note', ink: 'ink2' });
    }
    return;
  }
  const pieces = scene.levels.slots;
  const tall = (slots: number) => (slots / timeline.slots) * (height - 10);
  for (const { from, to, high } of pieces) {
    pen.rect(from, top + height - 4 - tall(high), to - from, tall(high), { fill: 'sky-p', alpha: 0.6 });
  }
  for (const { from, to, low, high, moment } of pieces) {
    const text = countOf(moment);
    const wide = pen.measure(text, 'note');
    if (low !== high || to - from < Math.max(COUNT_FROM, wide + 10)) continue;
    pen.rect(from + 4, middle - 8, wide + 6, 15, { fill: 'canvas', plate: true, radius: 2 });
    pen.text(text, from + 7, middle + 4, { font: 'note', ink: 'ink2' });
  }
}
