/** Shapes that several parts of the picture are made of. */
import { CHIP } from '../../../draw/boxes';
import { tornPoints } from '../../../draw/breaks';
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

const TEAR: LineStyle = { stroke: 'ink3', width: 1.1, slanted: true };

/** A zigzag line across a lane: one of the two edges of a fold. */
export const drawTear = (pen: Pen, left: number, width: number, y: number): void =>
  pen.line(tornPoints(left, width, y), TEAR);
