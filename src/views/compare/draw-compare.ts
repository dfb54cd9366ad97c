/** The picture of a comparison: lanes, ribbons with the words of the change, and how far it is to the jump. */
import type { RangeChange } from '../../core/compare/comparison';
import { formatSize } from '../../core/base/size-text';
import { MIRRORED_BY, SELVAGE, type LaneItem } from '../../draw/boxes';
import type { Span } from '../../draw/columns';
import type { FontName, LineStyle, Pen, RectStyle, TextStyle } from '../../draw/pen';
import { placeWords, type WordsSize } from '../../draw/ribbon-words';
import { outlineOf, type Band } from '../../draw/ribbons';
import { lookOf } from '../../ui/kinds';
import { drawItems } from '../map/picture/lane';
import { drawPlate } from '../map/picture/plate';
import type { ChangeBand, CompareScene, StillScene } from './compare-scene';
import { drawOverlay } from './draw-overlay';
import { drawBracket, drawOutline } from './draw-parts';

const GRID: LineStyle = { stroke: 'line' };
const GRID_TEXT: TextStyle = { font: 'note', ink: 'ink3', anchor: 'end' };
const RING: RectStyle = { stroke: 'acc', strokeWidth: 2, radius: 5 };
const NOTE: TextStyle = { font: 'narrow', ink: 'ink2', anchor: 'start' };
const LEADER: LineStyle = { stroke: 'ctl' };
/** How strong a ribbon is: as it is, without a change, pointed at, selected. */
const STRENGTH = { plain: 0.24, unchanged: 0.14, hovered: 0.4, selected: 0.55 } as const;
const DASH = [4, 3] as const;
const AWAY = 4;
/** From the top of words to their first baseline, and a line of them. */
const BASELINE = 12;
const LINE = 16;
/** Least height of a range for its address under its name. */
const ADDRESS_FROM = 44;
const ADDRESS_AT = 34;
const ADDRESS_LEFT = SELVAGE + 6;
/** Ranges thinner than this have no words of their own, but a note. */
const NOTED_BELOW = 16;
const NOTES_APART = 13;
const MOST_NOTES = 16;

const isRange = ({ form }: LaneItem): boolean => form !== 'gap' && form !== 'fold';

function drawGrid(pen: Pen, { grid, columns, width }: StillScene): void {
  const { from, to } = columns.grid;
  for (const { y, text } of grid) {
    pen.line([from, y, Math.min(to, width), y], GRID);
    // All the others are counts of the same unit, which a phone has no room for.
    pen.text(columns.isWide ? text : text.replace(/ .iB$/, ''), from - 6, y + 4, GRID_TEXT);
  }
}

const isUnchanged = ({ kinds }: RangeChange): boolean => kinds.includes('unchanged');
const kindOf = ({ before, after }: RangeChange): string => (after ?? before)?.kind ?? 'unknown';

function drawBand(pen: Pen, { band, change, mark }: ChangeBand): void {
  const { family } = lookOf(kindOf(change));
  const strength = mark ?? (isUnchanged(change) ? 'unchanged' : 'plain');
  pen.line(outlineOf(band), { fill: `${family}-p`, alpha: STRENGTH[strength], slanted: true });
  const isSelected = mark === 'selected';
  const isHalf = change.before === undefined || change.after === undefined;
  const edge: LineStyle = {
    stroke: isSelected ? 'acc' : `${family}-e`,
    width: isSelected ? 1.8 : 0.9,
    slanted: true,
    ...(isHalf ? { dash: DASH } : {}),
  };
  pen.line(band.top, edge);
  pen.line(band.bottom, edge);
}

const fontOf = (line: number): FontName => (line === 0 ? 'bodyStrong' : 'note');

/** All the words of a change, the first two, the first. */
const countsOf = (words: readonly string[]): readonly number[] => [
  ...new Set([words.length, Math.min(2, words.length), 1]),
];

/** The size of all the words of a change, of the first two, and of the first. */
function sizesOf(pen: Pen, words: readonly string[]): readonly WordsSize[] {
  const counts = countsOf(words);
  return counts.map((count) => {
    const widths = words.slice(0, count).map((line, at) => pen.measure(line, fontOf(at)));
    return { width: Math.ceil(Math.max(...widths)), height: count * LINE };
  });
}

/** Of many bands only those are looked at that may have room for a line: the cost follows the height of the viewport. */
const FEW = 60;
const isRoomy = ({ top, bottom }: Band, count: number): boolean =>
  count <= FEW || Math.max((bottom[1] ?? 0) - (top[1] ?? 0), (bottom.at(-1) ?? 0) - (top.at(-1) ?? 0)) >= LINE;

/** The words of each change where there is a place for them; what is pointed at says them in any case. */
function drawWords(pen: Pen, scene: CompareScene): void {
  const { bands, columns, height, width } = scene;
  // What is lit is drawn last, and has the first choice.
  const order = bands
    .filter(({ change, band, mark }) => change.words.length > 0 && (mark !== undefined || isRoomy(band, bands.length)))
    .toSorted((a, b) => Number(b.mark === 'selected') - Number(a.mark === 'selected') || b.band.height - a.band.height);
  const places = placeWords(
    order.map(({ change, band, mark }) => ({
      band,
      sizes: sizesOf(pen, change.words),
      mayStandBeside: !isUnchanged(change) || mark === 'selected',
    })),
    bands.map(({ band }) => band),
    columns.ribbons,
    height,
  );
  order.forEach(({ change: { words }, band, mark }, index) => {
    const at = places[index];
    if (at === undefined) {
      if (mark === undefined) return;
      drawPlate(pen, { width, height }, words, { middle: band.middle.x, top: band.middle.y - 10 }, 'small');
      return;
    }
    const count = countsOf(words)[at.size] ?? 1;
    words.slice(0, count).forEach((line, row) => {
      const ink = row > 0 ? 'ink2' : mark === 'selected' ? 'acc' : 'ink';
      pen.text(line, at.x, at.top + BASELINE + row * LINE, { font: fontOf(row), ink, anchor: 'middle' });
    });
  });
}

/** Where a range begins, under its name. */
function drawStart(pen: Pen, item: LaneItem, { left, width }: Span, isMirrored: boolean): void {
  const isFree = item.form === 'range' && item.height >= ADDRESS_FROM && item.top >= 0 && width >= 118;
  if (!isFree || item.texts.some(({ baseline }) => baseline === ADDRESS_AT)) return;
  const x = left + ADDRESS_LEFT - (isMirrored ? MIRRORED_BY : 0);
  pen.hex(item.range.start, x, item.top + ADDRESS_AT, { font: 'hex', ink: 'ink2', anchor: 'start' });
}

function drawLane(pen: Pen, scene: StillScene, side: 'before' | 'after'): void {
  const { [side]: lane, columns, height } = scene;
  const span = columns[side];
  const isMirrored = side === 'before';
  drawItems(pen, lane.items, { span, height, isMirrored, isFree: () => true });
  for (const item of lane.items) drawStart(pen, item, span, isMirrored);
  drawBracket(pen, scene, lane, span.left + span.width / 2);
}

/** What is lit of a lane. */
function drawMarks(pen: Pen, scene: CompareScene, side: 'before' | 'after'): void {
  const { [side]: lane, columns, markOf, focus } = scene;
  const span = columns[side];
  for (const wanted of ['hovered', 'selected'] as const) {
    for (const item of lane.items) if (markOf(item, side) === wanted) drawOutline(pen, item, span, wanted);
  }
  const region = focus?.[side];
  if (region === undefined) return;
  const top = scene.scale.toPixel(region.range.start);
  const bottom = Math.max(top + 2, scene.scale.toPixel(region.range.end));
  pen.rect(span.left - AWAY, top - AWAY, span.width + 2 * AWAY, bottom - top + 2 * AWAY, RING);
}

/** What a range too thin for words is called: beside the lane. */
const noteOf = ({ regions, count, range }: LaneItem): string => {
  const length = formatSize(range.end - range.start);
  return count === 1 ? `${regions[0]?.name ?? ''}, ${length}` : `${count} ranges, ${length}`;
};

function drawNotes(pen: Pen, { after, columns, height, width }: StillScene): void {
  if (!columns.isWide) return;
  const edge = columns.after.left + columns.after.width;
  const noted = after.items.filter((item) => isRange(item) && item.height < NOTED_BELOW).slice(0, MOST_NOTES);
  let floor = 4;
  for (const item of noted) {
    const y = item.top + item.height / 2;
    if (y < 0 || y > height) continue;
    const at = Math.max(y, floor + NOTES_APART);
    if (at > height - 4) return;
    const text = noteOf(item);
    const isShort = pen.measure(text, 'narrow') <= width - edge - 20;
    pen.line([edge + 1, y, edge + 6, at, edge + 12, at], { ...LEADER, slanted: true });
    pen.text(isShort ? text : (text.split(', ')[0] ?? ''), edge + 15, at + 3.5, NOTE);
    floor = at;
  }
}

/** Draws a comparison on what a pen has cleared. */
export function drawCompare(pen: Pen, scene: CompareScene): void {
  if (scene.form === 'overlay') {
    drawGrid(pen, scene);
    drawOverlay(pen, scene);
    return;
  }
  drawStill(pen, scene);
  drawLit(pen, scene, []);
}

/** Of side by side: what stays as it is while something is pointed at or selected. */
export function drawStill(pen: Pen, scene: StillScene): void {
  drawGrid(pen, scene);
  for (const band of scene.bands) drawBand(pen, band);
  drawLane(pen, scene, 'before');
  drawLane(pen, scene, 'after');
  drawNotes(pen, scene);
}

/** What changes with what is pointed at and selected, over all else. */
export function drawLit(pen: Pen, scene: CompareScene, bands = scene.lit): void {
  for (const band of bands) drawBand(pen, band);
  drawMarks(pen, scene, 'before');
  drawMarks(pen, scene, 'after');
  drawWords(pen, scene);
}

/**
 * Whether there is so much that the still part is worth keeping as a picture. Bands that are lit then lie over themselves, which is
 * not to be seen among so many.
 */
export const isCrowded = ({ form, bands }: StillScene): boolean => form === 'side-by-side' && bands.length > FEW;
