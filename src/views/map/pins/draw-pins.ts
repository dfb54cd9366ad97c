/** Small bubbles with the number of comments. */
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../../draw/pen';
import { PIN, type Pin } from './place-pins';

const TAIL = 3;
const RADIUS = 3;
const MOST = 99;

interface Look {
  readonly box: RectStyle;
  readonly tail: LineStyle;
  readonly number: TextStyle;
}
const PLAIN: Look = {
  box: { fill: 'canvas', stroke: 'ink2', radius: RADIUS },
  tail: { fill: 'ink2', slanted: true },
  number: { font: 'letter', ink: 'ink', anchor: 'middle' },
};
const LIT: Look = {
  box: { fill: 'acc', stroke: 'acc', radius: RADIUS },
  tail: { fill: 'acc', slanted: true },
  number: { font: 'letter', ink: 'acci', anchor: 'middle' },
};

/** A bubble by its middle; its tail points at what it is about, at the left or below. */
export function drawBubble(
  pen: Pen,
  x: number,
  y: number,
  comments: number,
  isLit: boolean,
  tail: 'left' | 'below',
): void {
  const look = isLit ? LIT : PLAIN;
  const left = Math.round(x - PIN.width / 2);
  const top = Math.round(y - PIN.height / 2);
  const bottom = top + PIN.height;
  if (tail === 'left') pen.line([left + 1, y - TAIL, left - TAIL, y, left + 1, y + TAIL], look.tail);
  else pen.line([left + 3, bottom - 1, left + 3, bottom + TAIL, left + 3 + 2 * TAIL, bottom - 1], look.tail);
  pen.rect(left, top, PIN.width, PIN.height, look.box);
  pen.text(comments > MOST ? '∞' : String(comments), x, y + 3.5, look.number);
}

export function drawPins(pen: Pen, pins: readonly Pin[], isLit: (pin: Pin) => boolean): void {
  for (const pin of pins) drawBubble(pen, pin.x, pin.y, pin.comments, isLit(pin), 'left');
}
