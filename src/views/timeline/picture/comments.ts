/** Signs of steps that reviewers have open threads about. */
import type { Pen } from '../../../draw/pen';
import type { StepScale } from '../../../draw/timeline-axis';
import { drawBubble } from '../../map/pins/draw-pins';

interface Place {
  readonly scale: StepScale;
  /** The middle of bubbles, and of what stands for them where columns are narrow, in px. */
  readonly y: number;
  readonly low: number;
  readonly now: number;
  /** What is written at the start of a column, beside which a bubble has to fit. */
  labelOf(moment: number): number;
}

/** Room for a bubble behind a label, with air at both sides, in px. */
const BUBBLE = 26;
const DOT = 4;

/** A bubble behind the name of a step, or a dot where there is no room for one. */
export function drawComments(pen: Pen, comments: ReadonlyMap<number, number>, place: Place): void {
  const { scale, y, low, now, labelOf } = place;
  for (const [moment, count] of comments) {
    if (moment < scale.first || moment > scale.last) continue;
    const from = scale.x(moment);
    const to = Math.min(scale.x(moment + 1), scale.left + scale.width);
    const label = labelOf(moment);
    if (to - from >= label + BUBBLE) drawBubble(pen, from + label + BUBBLE / 2, y, count, moment === now, 'below');
    else pen.rect((from + to - DOT) / 2, low - DOT / 2, DOT, DOT, { fill: 'ink', radius: DOT / 2 });
  }
}
