import {
  FONTS,
  type FontName,
  type HexStyle,
  type LineStyle,
  type Pen,
  type RectStyle,
  type TextStyle,
} from '../../../draw/pen';
import { estimatedWidth } from '../../../draw/text-width';

/** Below its baseline a text reaches this much, in em. */
const DESCENT = 0.3;

/** Draws nothing, and knows how far down a drawing reaches: a sheet ends where its drawing does. */
export class LowestPen implements Pen {
  /** In px from the top. */
  lowest = 0;

  rect(_x: number, y: number, _width: number, height: number, _style: RectStyle): void {
    this.#reach(y + height);
  }

  line(points: ArrayLike<number>, _style: LineStyle): void {
    for (let index = 1; index < points.length; index += 2) this.#reach(points[index] ?? 0);
  }

  text(text: string, _x: number, y: number, { font }: TextStyle): void {
    if (text !== '') this.#reach(y + DESCENT * FONTS[font].size);
  }

  hex(_address: number, _x: number, y: number, { font }: HexStyle): void {
    this.#reach(y + DESCENT * FONTS[font].size);
  }

  clip(_x: number, y: number, _width: number, height: number, _draw: () => void): void {
    this.#reach(y + height);
  }

  measure(text: string, font: FontName): number {
    return estimatedWidth(text, FONTS[font]);
  }

  #reach(y: number): void {
    if (Number.isFinite(y)) this.lowest = Math.max(this.lowest, y);
  }
}
