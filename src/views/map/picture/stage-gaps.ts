/** The differences between two tables, in the gap between their strips. */
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../../draw/pen';
import { GAP_LINE, GAP_SIGN, type GapMarks } from '../../../draw/stage-gap';
import type { Scene } from './scene';
import { drawSeverity } from './signs';

const STUB: LineStyle = { stroke: 'ink' };
const RING: RectStyle = { fill: 'canvas', stroke: 'ink', strokeWidth: 1.2, radius: 2.5 };
const WORD: TextStyle = { font: 'narrow', ink: 'ink', anchor: 'middle' };
/** From the strip to the middle of a ring, and its radius, in px. */
const STUB_LENGTH = 6;
const RADIUS = 2.5;
/** From the top of a line to its baseline. */
const BASELINE = 9.5;
/** Words need this much air beside them; narrower gaps have signs at most. */
const AIR = 0;
const SIGN_FROM = 12;
/** The mark of bytes that two entries claim reaches out of its strip by so much, and no word lies on a pattern. */
const OVERHANG = 2;
const GROUND: RectStyle = { fill: 'canvas' };

/** @param from right edge of the strip before; `to`: left edge of the strip */
export function drawStageGap(pen: Pen, { height }: Scene, { rings, words }: GapMarks, from: number, to: number): void {
  const middle = (from + to) / 2;
  const room = to - from - 2 * AIR;
  if (room < SIGN_FROM) return;
  for (const { y } of rings) {
    if (y < 0 || y > height) continue;
    pen.line([from, y, from + STUB_LENGTH - RADIUS, y], STUB);
    pen.rect(from + STUB_LENGTH - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS, RING);
  }
  for (const { y, height: tall, text, warns } of words) {
    const top = y - tall / 2;
    if (top > height || top + tall < 0) continue;
    if (warns) drawSeverity(pen, 'warning', middle, top + GAP_SIGN / 2 - 0.5);
    const line = top + tall - GAP_LINE;
    const wide = pen.measure(text, 'narrow');
    if (text === '' || wide > room) continue;
    if (wide > room - 2 * OVERHANG) pen.rect(middle - wide / 2, line, wide, GAP_LINE, GROUND);
    pen.text(text, middle, line + BASELINE, WORD);
  }
}
