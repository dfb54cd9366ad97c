/** The pen of the screen. Edges of rectangles and level lines fall on whole device pixels, so that a hairline is one, never two. */
import {
  FONTS,
  HEX_GAP,
  type FontName,
  type HexStyle,
  type LineStyle,
  type Palette,
  type PatternId,
  type Pen,
  type RectStyle,
  type TextStyle,
} from '../../draw/pen';
import { hexGroups } from '../../core/base/size-text';
import { CanvasState } from './canvas-state';
import { drawnTile } from './canvas-tile';

/** So far outside that no edge of what is cut there is seen; beyond it coordinates lose their fractions on the way to the screen. */
const BEYOND = 64;
/** Texts change with addresses, so what was measured is kept only for so many. */
const MEASURED_MOST = 4000;

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  #palette: Palette | undefined;
  #dpr = 1;
  #width = 0;
  #height = 0;
  readonly #tiles = new Map<PatternId, CanvasPattern>();
  readonly #fonts = new Map<FontName, string>();
  readonly #measured = new Map<FontName, Map<string, number>>();
  readonly #state: CanvasState;

  /** @param context of a canvas that is this pen's alone; `{ alpha: false }` is faster and has sharper letters */
  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
    this.#state = new CanvasState(context);
  }

  /**
   * Begins a picture: gives the canvas its size and clears it with the palette's `canvas`.
   * @param width, height in CSS px
   * @param dpr device pixels for one CSS pixel
   */
  begin(palette: Palette, width: number, height: number, dpr: number): void {
    if (palette !== this.#palette || dpr !== this.#dpr) this.#forget(palette, dpr);
    this.#width = width;
    this.#height = height;
    const { canvas } = this.#context;
    const across = Math.round(width * dpr);
    const down = Math.round(height * dpr);
    if (canvas.width !== across || canvas.height !== down) {
      canvas.width = across;
      canvas.height = down;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    this.#state.reset(this.#dpr);
    this.rect(0, 0, width, height, { fill: 'canvas' });
  }

  rect(x: number, y: number, width: number, height: number, style: RectStyle): void {
    const context = this.#context;
    const left = this.#snap(Math.max(x, -BEYOND));
    const top = this.#snap(Math.max(y, -BEYOND));
    const across = this.#snap(Math.min(x + width, this.#width + BEYOND)) - left;
    const down = this.#snap(Math.min(y + height, this.#height + BEYOND)) - top;
    if (across <= 0 || down <= 0) return;
    const { fill, pattern, stroke, radius = 0 } = style;
    this.#state.alpha(style.alpha ?? 1);
    if (fill !== undefined) {
      this.#state.fill(this.#ink(fill));
      this.#fillBox(left, top, across, down, radius);
    }
    if (pattern !== undefined) this.#fillPattern(pattern, left, top, across, down, y, radius);
    if (stroke !== undefined) {
      const thick = style.strokeWidth ?? 1;
      this.#state.stroke(this.#ink(stroke), thick, style.dash);
      const inset = thick / 2;
      if (radius > 0 && across > thick && down > thick) {
        context.beginPath();
        context.roundRect(left + inset, top + inset, across - thick, down - thick, Math.max(0, radius - inset));
        context.stroke();
      } else {
        context.strokeRect(left + inset, top + inset, Math.max(0, across - thick), Math.max(0, down - thick));
      }
    }
  }

  line(points: ArrayLike<number>, style: LineStyle): void {
    const context = this.#context;
    const thick = style.width ?? 1;
    context.beginPath();
    for (let index = 0; index + 1 < points.length; index += 2) {
      let x = points[index] ?? 0;
      let y = Math.min(Math.max(points[index + 1] ?? 0, -BEYOND), this.#height + BEYOND);
      if (style.slanted !== true) {
        x = this.#snapMiddle(x, thick);
        y = this.#snapMiddle(y, thick);
      }
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    this.#state.alpha(style.alpha ?? 1);
    if (style.fill !== undefined) {
      this.#state.fill(this.#ink(style.fill));
      context.fill();
      if (style.stroke !== undefined) context.closePath();
    }
    if (style.stroke !== undefined) {
      this.#state.stroke(this.#ink(style.stroke), thick, style.dash);
      context.stroke();
    }
  }

  text(text: string, x: number, y: number, style: TextStyle): void {
    this.#state.font(this.#fonts.get(style.font) ?? '');
    this.#state.alpha(style.alpha ?? 1);
    this.#state.align(style.anchor === 'middle' ? 'center' : (style.anchor ?? 'start'));
    this.#state.fill(this.#ink(style.ink));
    this.#context.fillText(text, x, this.#snap(y));
  }

  hex(address: number, x: number, y: number, style: HexStyle): void {
    const context = this.#context;
    const groups = hexGroups(address);
    const digit = this.measure('0', style.font);
    const gap = HEX_GAP * FONTS[style.font].size;
    const digits = groups.reduce((sum, group) => sum + group.length, 2);
    const width = digits * digit + (groups.length - 1) * gap;
    const anchor = style.anchor ?? 'end';
    let left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
    const baseline = this.#snap(y);
    this.#state.alpha(1);
    this.#state.align('start');
    this.#state.font(this.#fonts.get('hex') ?? '');
    this.#state.fill(this.#ink(style.prefix ?? 'ink3'));
    context.fillText('0x', left, baseline);
    this.#state.font(this.#fonts.get(style.font) ?? '');
    this.#state.fill(this.#ink(style.ink));
    left += 2 * digit;
    for (const group of groups) {
      context.fillText(group, left, baseline);
      left += group.length * digit + gap;
    }
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(this.#snap(x), this.#snap(y), this.#snap(width), this.#snap(height));
    context.clip();
    draw();
    context.restore();
    this.#state.reset(this.#dpr);
  }

  measure(text: string, font: FontName): number {
    let known = this.#measured.get(font);
    if (known === undefined) {
      known = new Map();
      this.#measured.set(font, known);
    }
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MEASURED_MOST) known.clear();
    this.#state.font(this.#fonts.get(font) ?? '');
    const { width } = this.#context.measureText(text);
    known.set(text, width);
    return width;
  }

  #forget(palette: Palette, dpr: number): void {
    this.#palette = palette;
    this.#dpr = dpr;
    this.#tiles.clear();
    this.#fonts.clear();
    this.#measured.clear();
    for (const [name, { face, weight, size }] of Object.entries(FONTS)) {
      this.#fonts.set(name as FontName, `${weight} ${size}px ${palette.faces[face]}`);
    }
  }

  #ink(name: string): string {
    return this.#palette?.inks[name] ?? name;
  }

  #snap(value: number): number {
    return Math.round(value * this.#dpr) / this.#dpr;
  }

  /** Where the middle of a line of this thickness covers whole device pixels. */
  #snapMiddle(value: number, thick: number): number {
    const pixels = Math.max(1, Math.round(thick * this.#dpr));
    return pixels % 2 === 0 ? this.#snap(value) : (Math.floor(value * this.#dpr) + 0.5) / this.#dpr;
  }

  #fillBox(left: number, top: number, width: number, height: number, radius: number): void {
    const context = this.#context;
    if (radius === 0) {
      context.fillRect(left, top, width, height);
      return;
    }
    context.beginPath();
    context.roundRect(left, top, width, height, radius);
    context.fill();
  }

  /** A tile begins at the corner of what it fills, also where that corner is far outside, so that it travels with it. */
  #fillPattern(
    id: PatternId,
    left: number,
    top: number,
    width: number,
    height: number,
    origin: number,
    radius: number,
  ): void {
    const palette = this.#palette;
    const tile = palette?.tiles[id];
    if (palette === undefined || tile === undefined) return;
    let pattern = this.#tiles.get(id);
    if (pattern === undefined) {
      pattern = drawnTile(this.#context, tile, palette, this.#dpr);
      if (pattern === undefined) return;
      this.#tiles.set(id, pattern);
    }
    const side = Math.max(1, Math.round(tile.size * this.#dpr));
    const phase = Math.round((top - origin) * this.#dpr) % side;
    const context = this.#context;
    const up = phase / this.#dpr;
    context.setTransform(this.#dpr, 0, 0, this.#dpr, left * this.#dpr, top * this.#dpr - phase);
    this.#state.pattern(pattern);
    this.#fillBox(0, up, width, height, radius);
    context.setTransform(this.#dpr, 0, 0, this.#dpr, 0, 0);
  }
}
