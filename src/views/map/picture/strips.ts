/** Tables beside the lane, on its scale: full pattern, a letter where there is room, and a mark wherever two entries overlap. */
import type { Range } from '../../../core/base/range';
import type { Span } from '../../../draw/columns';
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../../draw/pen';
import type { GapRing, GapWord } from '../../../draw/stage-gap';
import { ERROR_PATTERN, type KindLook } from '../../../ui/kinds';
import { lookStyles } from './looks';
import type { Mark, Scene } from './scene';
import { drawChip } from './shapes';
import { drawStageGap } from './stage-gaps';

/** One entry of a table, in px of the viewport. */
export interface StripShape {
  readonly top: number;
  readonly height: number;
  /** None for a proximity domain, which is drawn as an outline around its number. */
  readonly look?: KindLook;
  /** Number of a proximity domain. */
  readonly text?: string;
  /** Hot-pluggable: the memory may come later. */
  readonly dashed?: boolean;
  readonly mark?: Mark | undefined;
}

export interface StripPicture {
  readonly id: string;
  readonly shapes: readonly StripShape[];
  /** Bytes that two entries both claim. */
  readonly overlaps: readonly Range[];
  /** How it differs from the strip at its left. */
  readonly rings: readonly GapRing[];
  readonly words: readonly GapWord[];
}

const GUIDE: LineStyle = { stroke: 'line2', dash: [1.5, 4] };
const DOMAIN: RectStyle = { fill: 'canvas', stroke: 'ctl', radius: 2 };
const DOMAIN_LATER: RectStyle = { ...DOMAIN, dash: [4, 3] };
const NUMBER: TextStyle = { font: 'noteStrong', ink: 'ink2', anchor: 'middle' };
const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 2 };
const HOVERED: RectStyle = { ...SELECTED, alpha: 0.5 };
const OVERLAP: RectStyle = { pattern: ERROR_PATTERN, stroke: 'bad', radius: 2 };
const BRACKET: LineStyle = { stroke: 'acc', width: 2 };
const AIR = 1.5;
const CHIP_FROM = 18;
/** Shorter stretches are not bracketed, in px. */
const LEAST_BRACKET = 6;
const NUMBER_FROM = 14;
/** A problem is never smaller, in px. */
const LEAST_OVERLAP = 9;

function drawShape(pen: Pen, shape: StripShape, { left, width }: Span, viewport: number): void {
  const top = shape.top + AIR / 2;
  const height = Math.max(2, shape.height - AIR);
  // The letter of an entry that reaches out of sight stays in the part that is seen.
  const middle = (Math.max(top, 0) + Math.min(top + height, viewport)) / 2;
  if (shape.look === undefined) {
    pen.rect(left, top, width, height, shape.dashed === true ? DOMAIN_LATER : DOMAIN);
    const { text } = shape;
    if (text !== undefined && height >= NUMBER_FROM && pen.measure(text, 'noteStrong') <= width - 3) {
      pen.text(text, left + width / 2, middle + 4, NUMBER);
    }
  } else {
    const styles = lookStyles(shape.look);
    pen.rect(left, top, width, height, styles.full);
    if (height >= CHIP_FROM - AIR && width >= CHIP_FROM) drawChip(pen, styles, left + width / 2, middle);
  }
  if (shape.mark !== undefined) {
    pen.rect(left - 1, top - 1, width + 2, height + 2, shape.mark === 'selected' ? SELECTED : HOVERED);
  }
}

/** Where a table has the selected bytes as a part of something larger, or in several pieces, they are bracketed. */
function drawBrackets(pen: Pen, scene: Scene, strip: StripPicture, { left, width }: Span): void {
  for (const range of scene.selected) {
    const top = scene.scale.toPixel(range.start);
    const bottom = scene.scale.toPixel(range.end);
    if (bottom - top < LEAST_BRACKET || bottom < 0 || top > scene.height) continue;
    const inside = strip.shapes.filter((shape) => shape.top < bottom - 1 && shape.top + shape.height > top + 1);
    if (inside.length === 0 || inside.some(({ mark }) => mark === 'selected')) continue;
    pen.line([left, top + 1, left - 4, top + 1, left - 4, bottom - 1, left, bottom - 1], BRACKET);
    const right = left + width;
    pen.line([right, top + 1, right + 4, top + 1, right + 4, bottom - 1, right, bottom - 1], BRACKET);
  }
}

export function drawStrips(pen: Pen, scene: Scene): void {
  const { strips, columns, scale, height } = scene;
  strips.forEach((strip, index) => {
    const span = columns.strips[index];
    if (span === undefined) return;
    const middle = Math.round(span.left + span.width / 2);
    pen.line([middle, Math.max(scale.top, 0), middle, Math.min(scale.bottom, height)], GUIDE);
    for (const shape of strip.shapes) {
      if (shape.top <= height && shape.top + shape.height >= 0) drawShape(pen, shape, span, height);
    }
    for (const overlap of strip.overlaps) {
      const top = scale.toPixel(overlap.start);
      const tall = Math.max(LEAST_OVERLAP, scale.toPixel(overlap.end) - top);
      if (top <= height && top + tall >= 0) pen.rect(span.left - 2, top, span.width + 4, tall, OVERLAP);
    }
    drawBrackets(pen, scene, strip, span);
    const before = columns.strips[index - 1];
    if (before !== undefined) drawStageGap(pen, scene, strip, before.left + before.width, span.left);
  });
}
