/** A pen that draws nothing and remembers where everything would stand. For tests. */
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
import { estimatedWidth } from '../../../draw/text-width';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface DrawnText extends Box {
  readonly text: string;
  readonly font: FontName;
  readonly ink: string;
  /** How many rectangles lay below it when it was drawn. */
  readonly over: number;
}

export interface DrawnRect extends Box {
  readonly style: RectStyle;
}

/** Share of the font size that letters reach above and below their baseline. */
const ASCENT = 0.72;
const DESCENT = 0.2;
/** Advance of the fixed face, in em. */
const MONO = 0.6;

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export class RecordingPen implements Pen {
  readonly texts: DrawnText[] = [];
  readonly rects: DrawnRect[] = [];
  readonly lines: number[][] = [];

  rect(x: number, y: number, width: number, height: number, style: RectStyle): void {
    this.rects.push({ left: x, top: y, right: x + width, bottom: y + height, style });
  }

  line(points: ArrayLike<number>): void {
    this.lines.push(Array.from(points));
  }

  text(text: string, x: number, y: number, { font, ink, anchor }: TextStyle): void {
    if (text === '') return;
    const width = this.measure(text, font);
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    this.#add(text, left, width, y, font, ink);
  }

  hex(address: number, x: number, y: number, { font, ink, anchor = 'end' }: HexStyle): void {
    const groups = hexGroups(address);
    const { size } = FONTS[font];
    const width = (2 + groups.join('').length) * MONO * size + (groups.length - 1) * HEX_GAP * size;
    const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    this.#add(`0x${groups.join('')}`, left, width, y, font, ink);
  }

  clip(_x: number, _y: number, _width: number, _height: number, draw: () => void): void {
    draw();
  }

  measure(text: string, font: FontName): number {
    return estimatedWidth(text, FONTS[font]);
  }

  /** Texts that no plate hides. */
  visible(): readonly DrawnText[] {
    return this.texts.filter(
      (text) => !this.rects.slice(text.over).some((rect) => rect.style.plate === true && meet(rect, text)),
    );
  }

  /** Everything that a reader would complain about: texts on each other, on a pattern, cut at the sides, too small. */
  faults(width: number): readonly string[] {
    const texts = this.visible();
    const faults: string[] = [];
    texts.forEach((text, index) => {
      for (const other of texts.slice(index + 1)) {
        if (meet(text, other)) faults.push(`${text.text} / ${other.text}`);
      }
      if (text.left < 0 || text.right > width) faults.push(`${text.text} is cut`);
      if (FONTS[text.font].size < 10) faults.push(`${text.text} is too small`);
      const below = this.rects
        .slice(0, text.over)
        .findLast((rect) => meet(rect, text) && (rect.style.fill !== undefined || rect.style.pattern !== undefined));
      if (below?.style.pattern !== undefined) faults.push(`${text.text} is on a pattern`);
    });
    return faults;
  }

  #add(text: string, left: number, width: number, y: number, font: FontName, ink: string): void {
    const { size } = FONTS[font];
    const box = { left, right: left + width, top: y - ASCENT * size, bottom: y + DESCENT * size };
    this.texts.push({ ...box, text, font, ink, over: this.rects.length });
  }
}
