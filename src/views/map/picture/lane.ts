/** The ranges of the guest: fill, edge, selvage with the pattern and the letter, and the words that fit. */
import { CHIP, MIRRORED_BY, SELVAGE, type BoxText, type LaneItem } from '../../../draw/boxes';
import type { Span } from '../../../draw/columns';
import type { Pen, RectStyle, TextStyle } from '../../../draw/pen';
import { kindStyles } from './looks';
import type { Scene } from './scene';
import { drawChip, drawTear } from './shapes';

const TEXTS: Readonly<Record<BoxText['role'], { readonly start: TextStyle; readonly end: TextStyle }>> = {
  name: { start: { font: 'name', ink: 'ink' }, end: { font: 'name', ink: 'ink', anchor: 'end' } },
  size: { start: { font: 'body', ink: 'ink2' }, end: { font: 'body', ink: 'ink2', anchor: 'end' } },
  cause: { start: { font: 'body', ink: 'ink2' }, end: { font: 'body', ink: 'ink2', anchor: 'end' } },
};
const QUIET: TextStyle = { font: 'body', ink: 'ink3', anchor: 'middle' };
/** Neighbours keep this much canvas between their edges, half of it each, in px. */
const AIR = 1.5;
/** Px that a tick reaches out of the lane. */
const TICK_REACH = 4;
const TEAR_INSET = 3;
/** Letters reach so far from their baseline, in px. */
const ABOVE = 10;
const BELOW = 3;
/** A range this tall that begins above the viewport keeps its words in sight, in so many px from its top. */
const WORDS_FROM = 44;
const WORDS = 42;

/** The rectangle of a range: its bytes less the air between neighbours. */
export const boxTop = (item: LaneItem): number => item.top + AIR / 2;
export const boxHeight = (item: LaneItem): number => Math.max(1, item.height - AIR);

/** How far down a range's words are moved so that they are in sight. */
const slideOf = ({ top, height }: LaneItem): number =>
  top >= 0 || height < WORDS_FROM ? 0 : Math.min(-top, height - WORDS);

/** Whether words may stand between two pixels of the lane. */
type IsFree = (top: number, bottom: number) => boolean;

/** The letter and the words of a range, but for those that lie where something else is drawn. */
export function drawWords(pen: Pen, item: LaneItem, left: number, isFree: IsFree, plate?: RectStyle): void {
  const top = item.top + slideOf(item);
  if (item.chip !== undefined && isFree(top + item.chip - CHIP / 2, top + item.chip + CHIP / 2)) {
    drawChip(pen, kindStyles(item.kind), left + SELVAGE / 2, top + item.chip);
  }
  for (const { role, text, x, baseline, anchor } of item.texts) {
    const y = top + baseline;
    if (!isFree(y - ABOVE, y + BELOW)) continue;
    const style = TEXTS[role][anchor];
    if (plate !== undefined) {
      const width = pen.measure(text, style.font);
      pen.rect(left + x - (anchor === 'end' ? width : 0) - 3, y - 12, width + 6, 16, plate);
    }
    pen.text(text, left + x, y, style);
  }
}

/** A lane at the other side of ribbons has the selvage there too. */
function drawMirrored(pen: Pen, item: LaneItem, { left, width }: Span, isFree: IsFree): void {
  const styles = kindStyles(item.kind);
  const top = item.top + slideOf(item);
  const { chip, texts } = item;
  if (chip !== undefined && isFree(top + chip - CHIP / 2, top + chip + CHIP / 2)) {
    drawChip(pen, styles, left + width - SELVAGE / 2, top + chip);
  }
  for (const { role, text, x, baseline, anchor } of texts) {
    const y = top + baseline;
    if (isFree(y - ABOVE, y + BELOW)) pen.text(text, left + x - MIRRORED_BY, y, TEXTS[role][anchor]);
  }
}

function drawRange(pen: Pen, item: LaneItem, span: Span, isFree: IsFree, isMirrored: boolean): void {
  const { left, width } = span;
  const styles = kindStyles(item.kind);
  const top = boxTop(item);
  const height = boxHeight(item);
  const selvage = Math.min(SELVAGE, width);
  pen.rect(left, top, width, height, styles.fill);
  if (styles.pattern !== undefined) {
    pen.rect(isMirrored ? left + width - selvage : left, top, selvage, height, styles.pattern);
  }
  pen.rect(left, top, width, height, styles.edge);
  if (isMirrored) drawMirrored(pen, item, span, isFree);
  else drawWords(pen, item, left, isFree);
}

/** How a lane is drawn. */
export interface LaneLook {
  readonly span: Span;
  /** Of the viewport. */
  readonly height: number;
  /** Ribbons are at its right. */
  readonly isMirrored: boolean;
  readonly isFree: IsFree;
}

function drawItem(pen: Pen, item: LaneItem, { span, height, isMirrored, isFree }: LaneLook): void {
  const { left, width } = span;
  const middle = item.top + item.height / 2;
  switch (item.form) {
    case 'range':
    case 'group':
      drawRange(pen, item, span, isFree, isMirrored);
      break;
    case 'tick':
      pen.line([left - TICK_REACH, middle, left + width + TICK_REACH, middle], kindStyles(item.kind).tick);
      break;
    case 'fold':
      drawTear(pen, left, width, item.top + TEAR_INSET);
      drawTear(pen, left, width, item.top + item.height - TEAR_INSET);
      if (isFree(middle - ABOVE, middle + BELOW)) {
        pen.text(item.texts[0]?.text ?? '', left + width / 2, middle + 4, QUIET);
      }
      break;
    case 'gap': {
      // An open gap can be far taller than the viewport.
      const seen = (Math.max(item.top, 0) + Math.min(item.top + item.height, height)) / 2;
      if (isFree(seen - ABOVE, seen + BELOW)) pen.text(item.texts[0]?.text ?? '', left + width / 2, seen + 4, QUIET);
    }
  }
}

export function drawItems(pen: Pen, items: readonly LaneItem[], look: LaneLook): void {
  for (const item of items) {
    if (item.top <= look.height && item.top + item.height >= 0) drawItem(pen, item, look);
  }
}

export const drawLane = (pen: Pen, scene: Scene): void =>
  drawItems(pen, scene.items, {
    span: scene.columns.lane,
    height: scene.height,
    isMirrored: false,
    isFree: scene.placingPen?.freeOfPlacing(pen, scene) ?? (() => true),
  });
