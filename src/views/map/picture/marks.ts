import type { LineStyle, Pen, TextStyle } from '../../../draw/pen';
import type { Scene } from './scene';

/** A flag and its distance from the addresses, in px. */
const FLAG = { width: 12, height: 13 } as const;
const ADDRESSES = 100;
const TICK = 6;
const CLOTH: LineStyle = { fill: 'ink', slanted: true };
const NOTCH: LineStyle = { stroke: 'ink', width: 2 };
const LETTER: TextStyle = { font: 'letter', ink: 'canvas', anchor: 'middle' };

/** A, B and so on; marks after Z have none. */
export const markLetter = (index: number): string => (index < 26 ? String.fromCharCode(65 + index) : '');

/** Small flags at the left of the addresses; of flags that would lie on each other the later ones move down, the notch at the lane stays true. */
export function drawMarks(pen: Pen, { marks, scale, columns, height }: Scene): void {
  if (marks.length === 0) return;
  const edge = columns.host === undefined ? columns.addresses : columns.lane.left;
  const away = columns.host === undefined ? ADDRESSES : TICK;
  const left = Math.max(1, edge - away - FLAG.width - 4);
  const flags = marks
    .map((address, index) => ({ y: scale.toPixel(address), letter: markLetter(index) }))
    .filter(({ y }) => y >= -FLAG.height && y <= height + FLAG.height)
    .sort((a, b) => a.y - b.y);
  let floor = -Infinity;
  for (const { y, letter } of flags) {
    const top = Math.max(y - FLAG.height / 2, floor);
    floor = top + FLAG.height + 1;
    const right = left + FLAG.width;
    const point = top + FLAG.height / 2;
    pen.line([left, top, right - 3, top, right, point, right - 3, top + FLAG.height, left, top + FLAG.height], CLOTH);
    pen.line([edge - TICK, y, edge, y], NOTCH);
    if (letter !== '') pen.text(letter, left + FLAG.width / 2 - 1, point + 3.6, LETTER);
  }
}
