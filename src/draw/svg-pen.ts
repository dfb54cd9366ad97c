/** The pen of paper and files: makes the text of an SVG that stands alone, with its colours and patterns in it. */
import { hexGroups } from '../core/base/size-text';
import {
  FONTS,
  HEX_GAP,
  type Anchor,
  type FontName,
  type HexStyle,
  type Ink,
  type LineStyle,
  type Palette,
  type PatternId,
  type Pen,
  type RectStyle,
  type TextStyle,
} from './pen';
import { estimatedWidth } from './text-width';

/** Edges this far outside are not seen; numbers of a picture stay small. */
const BEYOND = 64;

/** What XML can not hold, even escaped: control characters and halves of characters. */
// eslint-disable-next-line no-control-regex -- these characters are what is looked for
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** A text inside XML, also inside of an attribute. Names come from outside. */
export const escaped = (text: string): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const round = (value: number): number => Math.round(value * 100) / 100;

/** Attributes as text; those without a value are left out. */
function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) =>
      value === undefined ? '' : ` ${name}="${typeof value === 'number' ? round(value) : escaped(value)}"`,
    )
    .join('');
}

const anchorOf = (anchor: Anchor): string | undefined => (anchor === 'start' ? undefined : anchor);
const opacity = (alpha: number | undefined): number | undefined => (alpha === 1 ? undefined : alpha);

export interface SvgWords {
  readonly title: string;
  readonly description: string;
}

export class SvgPen implements Pen {
  readonly #palette: Palette;
  readonly #prefix: string;
  readonly #width: number;
  readonly #height: number;
  readonly #parts: string[] = [];
  readonly #patterns = new Set<PatternId>();

  /**
   * @param width, height of the picture, in px
   * @param prefix of the ids of its patterns, so that several pictures can stand on a page
   */
  constructor(palette: Palette, width: number, height: number, prefix = 'physmap-') {
    this.#palette = palette;
    this.#width = width;
    this.#height = height;
    this.#prefix = prefix;
    this.rect(0, 0, width, height, { fill: 'canvas' });
  }

  rect(x: number, y: number, width: number, height: number, style: RectStyle): void {
    const left = Math.max(x, -BEYOND);
    const top = Math.max(y, -BEYOND);
    const across = Math.min(x + width, this.#width + BEYOND) - left;
    const down = Math.min(y + height, this.#height + BEYOND) - top;
    if (!(across > 0 && down > 0)) return;
    const { fill, pattern, stroke, radius, alpha } = style;
    if (fill !== undefined)
      this.#box(left, top, across, down, radius, { fill: this.#ink(fill), opacity: opacity(alpha) });
    if (pattern !== undefined) this.#tiled(pattern, left, top, across, down);
    if (stroke === undefined) return;
    const thick = style.strokeWidth ?? 1;
    const inner = radius === undefined ? undefined : Math.max(0, radius - thick / 2);
    this.#box(left + thick / 2, top + thick / 2, Math.max(0, across - thick), Math.max(0, down - thick), inner, {
      fill: 'none',
      stroke: this.#ink(stroke),
      'stroke-width': thick,
      'stroke-dasharray': style.dash?.join(' '),
      opacity: opacity(alpha),
    });
  }

  line(points: ArrayLike<number>, style: LineStyle): void {
    const pairs: string[] = [];
    for (let index = 0; index + 1 < points.length; index += 2) {
      const y = Math.min(Math.max(points[index + 1] ?? 0, -BEYOND), this.#height + BEYOND);
      pairs.push(`${round(points[index] ?? 0)} ${round(y)}`);
    }
    const closed = style.fill !== undefined;
    const values = {
      d: `M${pairs.join('L')}${closed ? 'Z' : ''}`,
      fill: closed ? this.#ink(style.fill ?? '') : 'none',
      stroke: style.stroke === undefined ? undefined : this.#ink(style.stroke),
      'stroke-width': style.stroke === undefined ? undefined : (style.width ?? 1),
      'stroke-linejoin': style.slanted === true ? 'round' : undefined,
      'stroke-dasharray': style.dash?.join(' '),
      opacity: opacity(style.alpha),
    };
    this.#parts.push(`<path${attributes(values)}/>`);
  }

  text(text: string, x: number, y: number, { font, ink, anchor = 'start', alpha }: TextStyle): void {
    if (text === '') return;
    const values = { ...this.#font(font), x, y, fill: this.#ink(ink), 'text-anchor': anchorOf(anchor), opacity: alpha };
    this.#parts.push(`<text${attributes(values)}>${escaped(text)}</text>`);
  }

  hex(address: number, x: number, y: number, { font, ink, prefix = 'ink3', anchor = 'end' }: HexStyle): void {
    const values = { ...this.#font(font), x, y, fill: this.#ink(ink), 'text-anchor': anchorOf(anchor) };
    const groups = hexGroups(address).map((group, index) =>
      index === 0 ? group : `<tspan dx="${round(HEX_GAP * FONTS[font].size)}">${group}</tspan>`,
    );
    const start = `<tspan${attributes({ fill: this.#ink(prefix), 'font-weight': FONTS.hex.weight })}>0x</tspan>`;
    this.#parts.push(`<text${attributes(values)}>${start}${groups.join('')}</text>`);
  }

  clip(x: number, y: number, width: number, height: number, draw: () => void): void {
    const viewBox = [x, y, width, height].map(round).join(' ');
    this.#parts.push(`<svg${attributes({ x, y, width, height, viewBox })}>`);
    draw();
    this.#parts.push('</svg>');
  }

  /** An estimate on the safe side: paper can not be asked. */
  measure(text: string, font: FontName): number {
    return estimatedWidth(text, FONTS[font]);
  }

  /** The picture so far as a document. */
  finish({ title, description }: SvgWords): string {
    const size = {
      width: this.#width,
      height: this.#height,
      viewBox: `0 0 ${round(this.#width)} ${round(this.#height)}`,
    };
    const ids = { title: `${this.#prefix}title`, description: `${this.#prefix}desc` };
    const root = attributes({
      xmlns: 'http://www.w3.org/2000/svg',
      ...size,
      role: 'img',
      'aria-labelledby': `${ids.title} ${ids.description}`,
    });
    return [
      `<svg${root}>`,
      `<title${attributes({ id: ids.title })}>${escaped(title)}</title>`,
      `<desc${attributes({ id: ids.description })}>${escaped(description)}</desc>`,
      `<defs>${[...this.#patterns].map((id) => this.#tileParts(id)).join('')}</defs>`,
      ...this.#parts,
      '</svg>',
    ].join('\n');
  }

  /**
   * Tiles side by side, cut at the edge. SVG has patterns of its own, but browsers print those as coarse images, and a range's pattern is
   * what tells it from others on a sheet without colour.
   */
  #tiled(id: PatternId, left: number, top: number, width: number, height: number): void {
    const tile = this.#palette.tiles[id];
    if (tile === undefined) return;
    this.#patterns.add(id);
    const { size } = tile;
    this.clip(left, top, width, height, () => {
      tile.parts.forEach(({ alpha, ...part }, index) => {
        const group = {
          fill: part.fill === undefined ? 'none' : this.#ink(part.fill),
          stroke: part.stroke === undefined ? undefined : this.#ink(part.stroke),
          'stroke-width': part.width,
          // Of the group, since tiles overlap where their lines go on.
          opacity: alpha,
        };
        const href = `#${this.#prefix}${id}-${index}`;
        const uses: string[] = [];
        for (let y = 0; y < height; y += size) {
          for (let x = 0; x < width; x += size) uses.push(`<use${attributes({ href, x: left + x, y: top + y })}/>`);
        }
        this.#parts.push(`<g${attributes(group)}>${uses.join('')}</g>`);
      });
    });
  }

  #tileParts(id: PatternId): string {
    const parts = this.#palette.tiles[id]?.parts ?? [];
    return parts
      .map(({ path }, index) => `<path${attributes({ id: `${this.#prefix}${id}-${index}`, d: path })}/>`)
      .join('');
  }

  #box(
    x: number,
    y: number,
    width: number,
    height: number,
    radius: number | undefined,
    rest: Readonly<Record<string, string | number | undefined>>,
  ): void {
    const values = { x, y, width, height, rx: radius, ...rest };
    this.#parts.push(`<rect${attributes(values)}/>`);
  }

  #font(name: FontName): Readonly<Record<string, string | number>> {
    const { face, size, weight } = FONTS[name];
    return { 'font-family': this.#palette.faces[face], 'font-size': size, 'font-weight': weight };
  }

  #ink(name: Ink): string {
    return this.#palette.inks[name] ?? name;
  }
}
