/** The host's part of the picture: its lane with addresses, the ribbons to the guest, what is left, and what is held of it. */
import type { Range } from '../../../core/base/range';
import { type LaneItem } from '../../../draw/boxes';
import type { HostColumns, Span } from '../../../draw/columns';
import type { AddressLabel } from '../../../draw/labels';
import type { Pen, RectStyle, LineStyle, TextStyle } from '../../../draw/pen';
import { hatchOf, outlineOf } from '../../../draw/ribbons';
import type { ViewScale } from '../../../draw/view-scale';
import type { KindLook } from '../../../ui/kinds';
import { drawLabels } from '../picture/addresses';
import { boxHeight, boxTop, drawItems } from '../picture/lane';
import { kindStyles, lookStyles } from '../picture/looks';
import { drawPlate } from '../picture/plate';
import type { Mark, Scene, SceneBeside, Sign } from '../picture/scene';
import { drawChip } from '../picture/shapes';
import { drawSeverity } from '../picture/signs';
import { formatAddress } from '../../../core/base/size-text';
import { drawHeld, type HeldPicture } from './held-picture';
import { drawHostProblems, type HostProblem } from './host-problems';
import { offsetOf } from './host-words';
import type { RibbonShape } from './ribbon-shapes';

export interface HostPicture {
  readonly scale: ViewScale;
  readonly items: readonly LaneItem[];
  readonly labels: readonly AddressLabel[];
  readonly ribbons: readonly RibbonShape[];
  /** Of the host's addresses. */
  readonly selected: readonly Range[];
  readonly hovered: readonly Range[];
  readonly brush?: Range | undefined;
  /** Under the lane. */
  readonly left: readonly { readonly look: KindLook; readonly text: string }[];
  readonly focus?: string | undefined;
  /** Of the mouse over this lane, in px. */
  readonly pointer?: number | undefined;
  readonly held?: HeldPicture | undefined;
  /** What is wrong with the host's own table. */
  readonly problems?: readonly HostProblem[] | undefined;
  readonly signs?: readonly Sign[] | undefined;
  markOf(item: LaneItem): Mark | undefined;
}

const BAND: RectStyle = { fill: 'acct' };
const HOVER_BAND: RectStyle = { fill: 'acct', alpha: 0.5 };
const BRUSH_BAND: RectStyle = { fill: 'acc', alpha: 0.16 };
const BRUSH_EDGE: LineStyle = { stroke: 'acc', width: 1.5 };
const OUTLINE: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const HOVER_OUTLINE: RectStyle = { ...OUTLINE, alpha: 0.5 };
const RING: RectStyle = { stroke: 'acc', strokeWidth: 2, radius: 5 };
const POINTER: LineStyle = { stroke: 'ink', dash: [1.5, 2.5] };
const OUT = 1.25;
const AWAY = 4;
const DASH = [4, 3] as const;
const BAD_FILL: LineStyle = { fill: 'badt', slanted: true };
const BAD_HATCH: LineStyle = { stroke: 'bad', width: 2, alpha: 0.45, slanted: true };
const HATCH_STEP = 7;
/** How strong a ribbon is: as it is, pointed at, selected. */
const STRENGTH = { plain: 0.24, hovered: 0.4, selected: 0.55 } as const;
/** Words on a ribbon need this much of it, in px. */
const WORDS = { height: 34, width: 76 } as const;
const WORD: TextStyle = { font: 'narrow', ink: 'ink2', anchor: 'middle' };
const HEADING: TextStyle = { font: 'noteStrong', ink: 'ink2' };
const ROW: TextStyle = { font: 'body', ink: 'ink2' };
/** The sums under the lane: from the axis to the first baseline, and a row. */
const LEFT_AT = 18;
const LEFT_ROW = 19;
const MOST_PLATES = 2;
/** Between lanes closer than this an offset is told in one line. */
const ROOM_FOR_HEX = 80;

/** Px under the axis that sums of so many kinds take. */
export const leftHeight = (rows: number): number => (rows === 0 ? 0 : LEFT_AT + rows * LEFT_ROW + 4);

function drawBand(pen: Pen, { scale }: HostPicture, right: number, range: Range, style: RectStyle): void {
  const top = scale.toPixel(range.start);
  const bottom = Math.max(top + 1, scale.toPixel(range.end));
  if (top <= scale.height && bottom >= 0) pen.rect(0, top, right, bottom - top, style);
}

function drawRibbon(pen: Pen, shape: RibbonShape, height: number): void {
  const { band, kind, mark, isBad } = shape;
  const { family } = kindStyles(kind).look;
  const outline = outlineOf(band);
  if (isBad) {
    pen.line(outline, BAD_FILL);
    for (const stroke of hatchOf(band, HATCH_STEP, height)) pen.line(stroke, BAD_HATCH);
  } else {
    const alpha = STRENGTH[mark ?? 'plain'];
    pen.line(outline, { fill: `${family}-p`, alpha: shape.ribbon === undefined ? alpha * 0.5 : alpha, slanted: true });
  }
  const isSelected = mark === 'selected';
  const edge: LineStyle = {
    stroke: isSelected ? 'acc' : isBad ? 'bad' : `${family}-e`,
    width: isSelected ? 1.8 : 0.9,
    slanted: true,
    ...(shape.ribbon === undefined ? { dash: DASH } : {}),
  };
  pen.line(band.top, edge);
  pen.line(band.bottom, edge);
}

/** What is to be said on ribbons without a plate: that their place is not pinned. Once where they cross. */
function drawRibbonWords(pen: Pen, ribbons: readonly RibbonShape[], { width }: Span, height: number): void {
  const taken: number[] = [];
  for (const { band, ribbon } of ribbons) {
    const { x, y } = band.middle;
    const isRoomy = band.height >= WORDS.height && width >= WORDS.width && y >= 12 && y <= height - 12;
    if (ribbon !== undefined || !isRoomy || taken.some((other) => Math.abs(other - y) < WORDS.height)) continue;
    taken.push(y);
    pen.text('place not', x, y - 2, WORD);
    pen.text('pinned', x, y + 10, WORD);
  }
}

/** A sign where the ribbon leaves the host, so that it does not lie on the guest's own. */
function drawProblem(pen: Pen, { band, isBad, warns }: RibbonShape, height: number): void {
  if (!isBad && !warns) return;
  const [x = 0, top = 0] = band.top;
  const [, bottom = 0] = band.bottom;
  const y = (Math.max(0, top) + Math.min(height, bottom)) / 2;
  drawSeverity(pen, isBad ? 'error' : 'warning', x + 12, y);
}

function drawLeft(pen: Pen, { left, scale }: HostPicture, { lane }: HostColumns, height: number): void {
  const top = scale.bottom + LEFT_AT;
  if (left.length === 0 || top > height + LEFT_AT) return;
  pen.text('Not given to this guest', lane.left, top, HEADING);
  left.forEach(({ look, text }, row) => {
    const y = top + LEFT_ROW * (row + 1);
    drawChip(pen, lookStyles(look), lane.left + 7, y - 4);
    pen.text(text, lane.left + 20, y, ROW);
  });
}

function drawBelow(pen: Pen, scene: Scene, picture: HostPicture): void {
  const { host } = scene.columns;
  if (host === undefined) return;
  const { lane, ribbons: gap } = host;
  const { height } = scene;
  const right = lane.left + lane.width;
  for (const range of picture.hovered) drawBand(pen, picture, right, range, HOVER_BAND);
  for (const range of picture.selected) drawBand(pen, picture, right, range, BAND);
  if (picture.brush !== undefined) drawBand(pen, picture, right, picture.brush, BRUSH_BAND);
  for (const shape of picture.ribbons) drawRibbon(pen, shape, height);
  drawRibbonWords(pen, picture.ribbons, gap, height);
  if (host.addresses !== undefined) {
    drawLabels(pen, picture.labels, { edge: host.addresses, isRight: false, height });
  }
  drawItems(pen, picture.items, { span: lane, height, isMirrored: true, isFree: () => true });
  drawLeft(pen, picture, host, height);
  for (const shape of picture.ribbons) drawProblem(pen, shape, height);
  const { problems = [], signs = [], scale } = picture;
  drawHostProblems(pen, { problems, signs, scale }, lane, scene);
}

function drawOutlines(pen: Pen, { items, markOf }: HostPicture, { left, width }: Span): void {
  for (const item of items) {
    const mark = item.form === 'fold' || item.form === 'gap' ? undefined : markOf(item);
    if (mark === undefined) continue;
    const style = mark === 'selected' ? OUTLINE : HOVER_OUTLINE;
    pen.rect(left - OUT, boxTop(item) - OUT, width + 2 * OUT, boxHeight(item) + 2 * OUT, style);
  }
}

/** The offset of what is selected, in the middle of what is seen of its ribbon. */
function drawOffsets(pen: Pen, scene: Scene, { ribbons, held }: HostPicture): void {
  if (scene.placing !== undefined || held !== undefined) return;
  const chosen = ribbons.filter(({ mark, ribbon }) => mark === 'selected' && ribbon !== undefined);
  for (const { ribbon, band } of chosen.slice(0, MOST_PLATES)) {
    if (ribbon === undefined) continue;
    const { text, bytes } = offsetOf(ribbon);
    const isRoomy = (scene.columns.host?.ribbons.width ?? 0) >= ROOM_FOR_HEX;
    const lines = bytes === 0 || !isRoomy ? [text] : [text, formatAddress(bytes)];
    drawPlate(pen, scene, lines, { middle: band.middle.x, top: band.middle.y - (isRoomy ? 19 : 10) }, 'small');
  }
}

function drawAbove(pen: Pen, scene: Scene, picture: HostPicture): void {
  const { host } = scene.columns;
  if (host === undefined) return;
  const { lane } = host;
  const { scale, brush, pointer } = picture;
  drawOutlines(pen, picture, lane);
  if (brush !== undefined) {
    for (const edge of [brush.start, brush.end]) {
      const y = scale.toPixel(edge);
      pen.line([lane.left - 5, y, lane.left + lane.width + 5, y], BRUSH_EDGE);
    }
  }
  if (pointer !== undefined) {
    pen.line([lane.left, pointer, lane.left + lane.width, pointer], POINTER);
    // The status line has addresses of the guest.
    drawPlate(
      pen,
      scene,
      [formatAddress(scale.toAddress(pointer))],
      { right: lane.left - 4, top: pointer - 10 },
      'quiet',
    );
  }
  drawOffsets(pen, scene, picture);
  const focused = picture.items.find(({ key }) => key === picture.focus);
  if (focused !== undefined) {
    pen.rect(lane.left - AWAY, focused.top - AWAY, lane.width + 2 * AWAY, focused.height + 2 * AWAY, RING);
  }
  if (picture.held !== undefined) drawHeld(pen, scene, picture, picture.held);
}

/** The host's part of a scene. */
export const hostLayer = (picture: HostPicture): SceneBeside => ({
  drawBelow: (pen, scene) => drawBelow(pen, scene, picture),
  drawAbove: (pen, scene) => drawAbove(pen, scene, picture),
});
