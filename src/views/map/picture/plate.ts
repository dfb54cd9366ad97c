import { hexGroups } from '../../../core/base/size-text';
import {
  FONTS,
  HEX_GAP,
  type FontName,
  type HexStyle,
  type Pen,
  type RectStyle,
  type TextStyle,
} from '../../../draw/pen';

export const PLATE_LINE = 16;
const PADDING = { x: 7, y: 3 } as const;
/** Beside words, of a plate that has little room. */
const LITTLE = 4;
const MARGIN = 4;
const LOOKS = {
  plain: {
    plate: { fill: 'raised', stroke: 'acc', radius: 3, plate: true },
    text: { font: 'noteStrong', ink: 'ink', anchor: 'start' },
  },
  small: {
    plate: { fill: 'raised', stroke: 'acc', radius: 3, plate: true },
    text: { font: 'noteStrong', ink: 'ink', anchor: 'start' },
  },
  quiet: {
    plate: { fill: 'canvas', plate: true },
    text: { font: 'note', ink: 'ink2', anchor: 'start' },
  },
  bad: {
    plate: { fill: 'badt', stroke: 'bad', radius: 3, plate: true },
    text: { font: 'hex', ink: 'ink', anchor: 'start' },
  },
  strong: {
    plate: { fill: 'acc', radius: 3, plate: true },
    text: { font: 'noteStrong', ink: 'acci', anchor: 'start' },
  },
} as const satisfies Readonly<Record<string, { readonly plate: RectStyle; readonly text: TextStyle }>>;

/** A line that is an address is set as one. */
const ADDRESS = /^0x[0-9a-f]{1,13}$/;
const HEX: HexStyle = { font: 'hexStrong', ink: 'ink', anchor: 'start' };

const lineWidth = (pen: Pen, line: string, font: FontName): number =>
  ADDRESS.test(line)
    ? pen.measure(line, HEX.font) + (hexGroups(Number(line)).length - 1) * HEX_GAP * FONTS[HEX.font].size
    : pen.measure(line, font);

export const plateHeight = (lines: number): number => lines * PLATE_LINE + 2 * PADDING.y - 1;

/** Where a plate is held. */
export type PlateAt =
  | { readonly left: number; readonly top: number }
  | { readonly middle: number; readonly top: number }
  | { readonly right: number; readonly top: number };

/** Lines of text on a plate, which hides what lies below. It stays inside the picture. */
export function drawPlate(
  pen: Pen,
  area: { readonly width: number; readonly height: number },
  lines: readonly string[],
  at: PlateAt,
  look: keyof typeof LOOKS = 'plain',
): void {
  const { plate, text } = LOOKS[look];
  const font: FontName = text.font;
  const widest = lines.reduce((most, line) => Math.max(most, lineWidth(pen, line, font)), 0);
  const padding = look === 'small' || look === 'quiet' ? LITTLE : PADDING.x;
  const width = Math.ceil(widest) + 2 * padding;
  const height = plateHeight(lines.length);
  const wanted = 'left' in at ? at.left : 'right' in at ? at.right - width : at.middle - width / 2;
  const left = Math.max(MARGIN, Math.min(Math.round(wanted), area.width - MARGIN - width));
  const top = Math.max(MARGIN, Math.min(Math.round(at.top), area.height - MARGIN - height));
  pen.rect(left, top, width, height, plate);
  lines.forEach((line, index) => {
    const baseline = top + PADDING.y + 11.5 + index * PLATE_LINE;
    if (ADDRESS.test(line)) pen.hex(Number(line), left + padding, baseline, { ...HEX, ink: text.ink });
    else pen.text(line, left + padding, baseline, text);
  });
}

/** A text in lines that are no wider than `width`; words longer than that are broken. */
export function wrapped(pen: Pen, text: string, font: FontName, width: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => pen.measure(candidate, font) <= width;
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line) && line.length > 1) {
      let kept = line.length - 1;
      while (kept > 1 && !fits(line.slice(0, kept))) kept -= 1;
      lines.push(line.slice(0, kept));
      line = line.slice(kept);
    }
  }
  if (line !== '') lines.push(line);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, -1)}…`];
}
