/**
 * What the map is drawn with. A picture is a function of a pen and of data, so that one drawing serves the canvas on the screen, the
 * SVG of a print, and a test that asks where every text stands.
 */

/** A colour token of styles/tokens.css without its dashes: `ink3`, `sky-e`. */
export type Ink = string;
/** A pattern by its id in ui/kinds.ts: `pattern-dimm`. */
export type PatternId = string;
export type Face = 'sans' | 'condensed' | 'mono';
export type Anchor = 'start' | 'middle' | 'end';

export interface Font {
  readonly face: Face;
  readonly weight: 400 | 500 | 600;
  /** In px. */
  readonly size: number;
}

/** Every kind of text of the picture. Nothing is under 10 px. */
export const FONTS = {
  title: { face: 'sans', weight: 600, size: 16 },
  name: { face: 'sans', weight: 600, size: 12 },
  body: { face: 'sans', weight: 400, size: 11.5 },
  bodyStrong: { face: 'sans', weight: 600, size: 11.5 },
  note: { face: 'sans', weight: 400, size: 11 },
  noteStrong: { face: 'sans', weight: 500, size: 11 },
  narrow: { face: 'condensed', weight: 500, size: 10 },
  letter: { face: 'mono', weight: 600, size: 10 },
  hex: { face: 'mono', weight: 400, size: 11 },
  hexStrong: { face: 'mono', weight: 600, size: 11 },
} as const satisfies Readonly<Record<string, Font>>;
export type FontName = keyof typeof FONTS;

/** Gap between groups of four hex digits, in em. */
export const HEX_GAP = 0.22;

export interface RectStyle {
  readonly fill?: Ink | undefined;
  /** Drawn over the fill; its tile begins at the rectangle's corner. */
  readonly pattern?: PatternId | undefined;
  /** The edge lies inside the rectangle. */
  readonly stroke?: Ink | undefined;
  /** In px; 1 without it. */
  readonly strokeWidth?: number | undefined;
  readonly dash?: readonly number[] | undefined;
  readonly radius?: number | undefined;
  /** Of all of it, 0 to 1. */
  readonly alpha?: number | undefined;
  /** A plate: it is meant to hide what lies below, texts too. */
  readonly plate?: boolean | undefined;
}

export interface LineStyle {
  readonly stroke?: Ink | undefined;
  /** In px; 1 without it. */
  readonly width?: number | undefined;
  readonly dash?: readonly number[] | undefined;
  /** Of the area that the line closes. */
  readonly fill?: Ink | undefined;
  readonly alpha?: number | undefined;
  /** Slanted: not moved onto the pixels of the screen, as level and upright lines are. */
  readonly slanted?: boolean | undefined;
}

export interface TextStyle {
  readonly font: FontName;
  readonly ink: Ink;
  readonly anchor?: Anchor | undefined;
  readonly alpha?: number | undefined;
}

export interface HexStyle {
  readonly font: 'hex' | 'hexStrong';
  readonly ink: Ink;
  /** Of `0x`; ink3 without it. */
  readonly prefix?: Ink | undefined;
  /** `end` without it, since columns of hex are aligned at their right. */
  readonly anchor?: Anchor | undefined;
}

/** All lengths in px, from the top left corner of what is drawn on. */
export interface Pen {
  rect(x: number, y: number, width: number, height: number, style: RectStyle): void;
  /** A line through points x0, y0, x1, y1 and so on. */
  line(points: ArrayLike<number>, style: LineStyle): void;
  /** `y` is the baseline. */
  text(text: string, x: number, y: number, style: TextStyle): void;
  /** An address with `0x`, in groups of four digits that are set apart by spacing. `y` is the baseline. */
  hex(address: number, x: number, y: number, style: HexStyle): void;
  /** Draws only what lies inside. */
  clip(x: number, y: number, width: number, height: number, draw: () => void): void;
  /** Width of a text. */
  measure(text: string, font: FontName): number;
}

/** One line or area of a pattern's tile. */
export interface TilePart {
  /** As the `d` of an SVG path, in px of the tile. */
  readonly path: string;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly width?: number;
  readonly alpha?: number;
}

/** A pattern: a square that continues itself on every side. */
export interface PatternTile {
  /** Side, in px. */
  readonly size: number;
  readonly parts: readonly TilePart[];
}

/** What names of inks, faces and patterns stand for. A new object whenever any of it changed, so that pens know when to forget. */
export interface Palette {
  /** Any CSS colour. */
  readonly inks: Readonly<Record<Ink, string>>;
  /** CSS font families, with what stands behind them. */
  readonly faces: Readonly<Record<Face, string>>;
  readonly tiles: Readonly<Record<PatternId, PatternTile>>;
}
