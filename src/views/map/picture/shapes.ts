/** Shapes that several parts of the picture are made of. */
import { CHIP } from '../../../draw/boxes';
import type { LineStyle, Pen } from '../../../draw/pen';
import type { LookStyles } from './looks';

/** From the middle of a chip down to the baseline of its letter, in px. */
const LETTER_DROP = 3.6;

/** A letter chip by its middle. */
export function drawChip(pen: Pen, styles: LookStyles, x: number, y: number): void {
  if (styles.look.letter === '') return;
  pen.rect(Math.round(x - CHIP / 2), y - CHIP / 2, CHIP, CHIP, styles.chip);
  pen.rect(Math.round(x - CHIP / 2), y - CHIP / 2, CHIP, CHIP, styles.chipEdge);
  pen.text(styles.look.letter, Math.round(x - CHIP / 2) + CHIP / 2, y + LETTER_DROP, styles.letter);
}

/** Px that a tear reaches out of the lane on either side, its amplitude, and the length of one tooth. */
const TEAR = { reach: 3, amplitude: 3, step: 7 } as const;
const TEAR_LINE: LineStyle = { stroke: 'ink3', width: 1.1, slanted: true };
/** Pens take a line's points at once, so that one row of numbers serves all tears. */
const points: number[] = [];

/** A zigzag line across a lane, half of its amplitude above `y`. */
export function drawTear(pen: Pen, left: number, width: number, y: number): void {
  const whole = width + 2 * TEAR.reach;
  const teeth = Math.max(2, 2 * Math.round(whole / TEAR.step));
  points.length = 2 * (teeth + 1);
  for (let tooth = 0; tooth <= teeth; tooth += 1) {
    points[2 * tooth] = left - TEAR.reach + (whole * tooth) / teeth;
    points[2 * tooth + 1] = y + (tooth % 2 === 0 ? TEAR.amplitude : -TEAR.amplitude) / 2;
  }
  pen.line(points, TEAR_LINE);
}
