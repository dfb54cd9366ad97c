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

export interface WordsBox {
  readonly top: number;
  readonly bottom: number;
  readonly lines: readonly string[];
}

const edgesOf = ({ scale }: Scene, { range }: NonNullable<Scene['window']>): { top: number; bottom: number } => ({
  top: scale.toPixel(range.start) + 1,
  bottom: scale.toPixel(range.end) - 1,
});

/** Where the words at the bracket stand: in the middle of what is seen of it, as many as fit; none where there is nothing to see. */
export function windowWords(scene: Scene): WordsBox | undefined {
  const { window, columns, height, placing } = scene;
  // The readout of what is being placed stands here.
  if (window === undefined || columns.notes === undefined || placing !== undefined) return undefined;
  const { top, bottom } = edgesOf(scene, window);
  if (bottom <= top || top > height || bottom < 0) return undefined;
  const from = Math.max(top, 0);
  const to = Math.min(bottom, height);
  const lines = window.lines.slice(0, Math.max(1, Math.floor((to - from) / LINE)));
  const middle = (from + to) / 2;
  return { top: middle - (lines.length * LINE) / 2, bottom: middle + (lines.length * LINE) / 2, lines };
}

/** The extent of the device-memory window, with what is used and left of it. */
export function drawWindow(pen: Pen, scene: Scene): void {
  const { window, columns, height } = scene;
  if (window === undefined || columns.notes === undefined) return;
  const { top, bottom } = edgesOf(scene, window);
  if (bottom <= top || top > height || bottom < 0) return;
  const x = columns.notes.left + AT;
  pen.line([x - ARM, top, x, top, x, bottom, x - ARM, bottom], BRACKET);
  const words = windowWords(scene);
  const room = columns.notes.left + columns.notes.width - x - WORDS;
  words?.lines.forEach((line, index) => {
    const style = index === 0 ? FIRST : OTHER;
    const baseline = words.top + (index + 1) * LINE - 4;
    if (pen.measure(line, style.font) <= room) pen.text(line, x + WORDS, baseline, style);
  });
}
