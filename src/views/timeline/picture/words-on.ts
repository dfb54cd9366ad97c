/** Words over something else: always on a plate of the colour around them. */
import type { FontName, Ink, Pen } from '../../../draw/pen';

export interface Words {
  readonly text: string;
  readonly font: FontName;
  readonly ink: Ink;
}

const LINE = 15;
const PADDING = { x: 6, y: 1 } as const;
/** From the top of a line down to its baseline. */
const BASE = 11.5;

export const blockHeight = (lines: number): number => lines * LINE + 2 * PADDING.y;
export const blockWidth = (pen: Pen, lines: readonly Words[]): number =>
  Math.ceil(Math.max(...lines.map(({ text, font }) => pen.measure(text, font)))) + 2 * PADDING.x;

/** As many of the lines as fit; the first ones count most. */
export function fitting(pen: Pen, lines: readonly Words[], width: number, height: number): readonly Words[] {
  const most = Math.floor((height - 2 * PADDING.y) / LINE);
  const kept: Words[] = [];
  for (const line of lines) {
    if (kept.length >= most || pen.measure(line.text, line.font) + 2 * PADDING.x > width) break;
    kept.push(line);
  }
  return kept;
}

export function drawBlock(pen: Pen, lines: readonly Words[], x: number, y: number, fill: Ink = 'canvas'): void {
  if (lines.length === 0) return;
  pen.rect(x, y, blockWidth(pen, lines), blockHeight(lines.length), { fill, radius: 2, plate: true });
  lines.forEach(({ text, font, ink }, index) =>
    pen.text(text, x + PADDING.x, y + PADDING.y + BASE + index * LINE, { font, ink }),
  );
}

/** The first text that is no wider than `width`. */
export const firstFitting = (pen: Pen, texts: readonly string[], font: FontName, width: number): string | undefined =>
  texts.find((text) => pen.measure(text, font) <= width);
