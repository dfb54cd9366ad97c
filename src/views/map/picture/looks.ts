/** The styles of each look, made once: a picture of a thousand ranges makes no thousand objects. */
import type { LineStyle, RectStyle, TextStyle } from '../../../draw/pen';
import { lookOf, type KindLook } from '../../../ui/kinds';

const RADIUS = 2;
const DASH = [4, 3] as const;
const CHIP_EDGE: RectStyle = { stroke: 'chip-edge', radius: RADIUS, alpha: 0.65 };

export interface LookStyles {
  readonly look: KindLook;
  readonly fill: RectStyle;
  /** Fill, pattern and edge of a narrow shape that is full of its pattern. */
  readonly full: RectStyle;
  readonly pattern: RectStyle | undefined;
  readonly edge: RectStyle;
  readonly chip: RectStyle;
  readonly chipEdge: RectStyle;
  readonly letter: TextStyle;
  readonly tick: LineStyle;
}

const stylesByLook = new WeakMap<KindLook, LookStyles>();

export function lookStyles(look: KindLook): LookStyles {
  const before = stylesByLook.get(look);
  if (before !== undefined) return before;
  const { family, pattern } = look;
  const fill = look.hollow === true ? 'canvas' : `${family}-f`;
  const edge = { stroke: `${family}-e`, radius: RADIUS, ...(look.dashed === true ? { dash: DASH } : {}) };
  const styles: LookStyles = {
    look,
    fill: { fill, radius: RADIUS },
    full: { fill, pattern, ...edge },
    pattern: pattern === undefined ? undefined : { pattern, radius: RADIUS },
    edge,
    chip: { fill: `${family}-k`, radius: RADIUS },
    chipEdge: CHIP_EDGE,
    letter: { font: 'letter', ink: `${family}-c`, anchor: 'middle' },
    tick: { stroke: `${family}-e`, width: 1.5 },
  };
  stylesByLook.set(look, styles);
  return styles;
}

export const kindStyles = (kind: string): LookStyles => lookStyles(lookOf(kind));
