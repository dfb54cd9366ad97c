import type { LineStyle, Pen, TextStyle } from '../../../draw/pen';
import type { Scene } from './scene';

const BRACKET: LineStyle = { stroke: 'ctl' };
const FIRST: TextStyle = { font: 'noteStrong', ink: 'ink2' };
const OTHER: TextStyle = { font: 'note', ink: 'ink3' };
/** From the lane to the bracket, its arms, and from it to the words, in px. */
const AT = 26;
const ARM = 4;
const WORDS = 8;
const LINE = 15;

/** The extent of the device-memory window, with what is used and left of it. */
export function drawWindow(pen: Pen, { window, scale, columns, height, grid, placing }: Scene): void {
  // On a linear axis the addresses of its hairlines stand here.
  if (window === undefined || columns.notes === undefined || grid.length > 0) return;
  const top = scale.toPixel(window.range.start) + 1;
  const bottom = scale.toPixel(window.range.end) - 1;
  if (bottom <= top || top > height || bottom < 0) return;
  const x = columns.notes.left + AT;
  pen.line([x - ARM, top, x, top, x, bottom, x - ARM, bottom], BRACKET);
  // The readout of what is being placed stands here.
  if (placing !== undefined) return;
  const seenTop = Math.max(top, 0);
  const seenBottom = Math.min(bottom, height);
  const room = columns.notes.left + columns.notes.width - x - WORDS;
  const fitting = window.lines.slice(0, Math.max(1, Math.floor((seenBottom - seenTop) / LINE)));
  const first = (seenTop + seenBottom) / 2 - (fitting.length * LINE) / 2 + LINE - 4;
  fitting.forEach((line, index) => {
    const style = index === 0 ? FIRST : OTHER;
    if (pen.measure(line, style.font) <= room) pen.text(line, x + WORDS, first + index * LINE, style);
  });
}
