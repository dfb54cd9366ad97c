/** The strip under the map: ruler, a bar for each device or for a row of equal ones, and memory against its limit. */
import { commentsByStep } from '../../../app/step-comments';
import type { Pen, RectStyle } from '../../../draw/pen';
import { labelledMoments, type StepScale } from '../../../draw/timeline-axis';
import { levelPieces } from '../../../draw/timeline-levels';
import { barPieces, type DeviceRow } from '../../../draw/timeline-rows';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { kindStyles } from '../../map/picture/looks';
import { momentName } from '../../../core/space/timeline';
import { sizeText } from '../step-words';
import { lookOfDevice, type TimelineFacts } from '../timeline-facts';
import { stripRows, type StripRow } from '../strip-rows';
import { drawComments } from './comments';
import { drawGlyph } from './glyphs';
import { drawBlock, firstFitting } from './words-on';

export interface StripScene {
  readonly facts: TimelineFacts;
  readonly scale: StepScale;
  readonly width: number;
  readonly height: number;
  /** Why nothing fits after the last step. */
  readonly why: string | undefined;
  mark(owner: string): 'selected' | 'hovered' | undefined;
}

export const RULER = 29;
const MEMORY = 26;
const GAP = 5;
/** Bars with words, and the thinnest ones. */
const TALL = 17;
const THIN = 3;
/** Columns narrower than this have no glyphs. */
const GLYPHS_FROM = 24;
/** Rows lower than this have no names. */
const NAMED_FROM = 7;
const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 2, radius: 2 };
const HOVERED: RectStyle = { stroke: 'acc', strokeWidth: 1, radius: 2 };

function drawRuler(pen: Pen, { facts, scale, width }: StripScene): void {
  const { left } = scale;
  const right = left + scale.width;
  pen.line([left, RULER - 0.5, right, RULER - 0.5], { stroke: 'line2' });
  const labels = labelledMoments(scale);
  labels.forEach((moment, index) => {
    const x = scale.x(moment);
    const next = labels[index + 1];
    pen.line([x, RULER - 5, x, RULER], { stroke: 'line2' });
    const name = momentName(moment);
    const room = (next === undefined ? Math.min(right, width) : scale.x(next)) - x;
    if (pen.measure(name, 'note') + 8 <= room) pen.text(name, x + 5, RULER - 10, { font: 'note', ink: 'ink2' });
  });
  drawComments(pen, commentsByStep(facts.layout), {
    ...{ scale, now: -1, y: RULER - 15, low: RULER - 3 },
    labelOf: (moment) => 8 + pen.measure(momentName(moment), 'note'),
  });
}

function drawRow(pen: Pen, scene: StripScene, { row, words }: StripRow, top: number, height: number): void {
  const { facts, scale } = scene;
  const { timeline } = facts;
  const right = scale.left + scale.width;
  for (const piece of barPieces(timeline, row, scale)) {
    const styles = kindStyles(lookOfDevice(piece.kind));
    const from = Math.max(scale.left, piece.from + (piece.isFirst ? 1 : 0));
    const to = Math.min(right, piece.to - (piece.isLast ? 1 : 0));
    if (to - from < 1) continue;
    const isOff = styles.look.family === 'sky' && (piece.state === 'offline' || piece.state === 'unused');
    pen.rect(from, top, to - from, height, isOff ? { ...styles.edge, fill: 'canvas', dash: [4, 3] } : styles.full);
    if (height < TALL || !piece.isFirst) continue;
    const text = firstFitting(pen, words, 'note', to - from - 20);
    if (text !== undefined) drawBlock(pen, [{ text, font: 'note', ink: 'ink' }], from + 4, top, 'canvas');
  }
  drawRefused(pen, scene, row, top, height);
  drawMarks(pen, scene, row, top, height);
  if (height < TALL && height >= NAMED_FROM) drawName(pen, scene, { row, words }, top + height / 2);
}

function drawRefused(pen: Pen, { facts, scale }: StripScene, row: DeviceRow, top: number, height: number): void {
  const { from, to } = facts.timeline.spans;
  for (const index of row.spans) {
    if (from[index] !== to[index]) continue;
    const x = scale.x(from[index] ?? 0);
    const width = scale.x((from[index] ?? 0) + 1) - x;
    const style = width < 4 ? { fill: 'bad' } : { fill: 'badt', pattern: ERROR_PATTERN, stroke: 'bad', radius: 2 };
    pen.rect(x + 1, top, Math.max(1, width - 2), height, style);
    if (width >= GLYPHS_FROM && height >= NAMED_FROM) drawGlyph(pen, 'refused', x + 10, top + height / 2);
  }
}

/** Of a bar that is too low for a block of words: before it, behind it, or on a plate at its start. */
function drawName(pen: Pen, { facts, scale }: StripScene, { row, words }: StripRow, middle: number): void {
  const { spans } = facts.timeline;
  const first = row.spans[0] ?? 0;
  const last = row.spans.at(-1) ?? 0;
  const from = scale.x(spans.from[first] ?? 0);
  const to = scale.x(Math.max((spans.from[last] ?? 0) + 1, spans.to[last] ?? 0));
  const width = pen.measure(row.label, 'narrow');
  const style = { font: 'narrow', ink: row.isRefused ? 'bad' : 'ink2' } as const;
  const write = (text: string, x: number): void => pen.text(text, x, middle + 3.5, style);
  if (from - scale.left >= width + 8) write(row.label, from - 4 - width);
  else if (scale.left + scale.width - to >= width + 8) write(row.label, to + 4);
  else {
    const text = firstFitting(pen, words, 'narrow', to - from - 20);
    if (text === undefined) return;
    pen.rect(from + 5, middle - 5.5, pen.measure(text, 'narrow') + 8, 11, { fill: 'canvas', radius: 2, plate: true });
    write(text, from + 9);
  }
}

function drawMarks(pen: Pen, { facts, scale, mark }: StripScene, row: DeviceRow, top: number, height: number): void {
  const { spans } = facts.timeline;
  if (mark(row.owner) === undefined) return;
  for (const index of row.spans) {
    const from = scale.x(spans.from[index] ?? 0);
    const to = scale.x(spans.to[index] ?? 0);
    pen.rect(from, top - 1, Math.max(2, to - from), height + 2, mark(row.owner) === 'selected' ? SELECTED : HOVERED);
  }
}

function drawMemory(pen: Pen, { facts, scale, height }: StripScene): void {
  const { timeline, levels } = facts;
  const { bootRam, budget } = timeline;
  const bottom = height - 4;
  const most = Math.max(1, budget, ...levelPieces(levels.counted, scale).map(({ high }) => high));
  // A little of boot RAM is enough to say that it is there.
  const boot = Math.min(7, Math.max(2, (bootRam / (bootRam + most)) * MEMORY));
  const y = (bytes: number): number => bottom - boot - (bytes / most) * (MEMORY - boot);
  const area = (values: Float64Array, style: RectStyle): void => {
    for (const { from, to, high } of levelPieces(values, scale)) {
      const [x, end] = [Math.round(from), Math.round(to)];
      if (high > 0) pen.rect(x, y(high), end - x, bottom - boot - y(high), style);
    }
  };
  area(levels.plugged, { fill: 'sky-f' });
  area(levels.online, { fill: 'sky-p' });
  area(levels.soft, { fill: 'amber-p' });
  pen.rect(scale.left, bottom - boot, scale.width, boot, { fill: 'sky-e' });
  pen.line([scale.left, y(budget), scale.left + scale.width, y(budget)], { stroke: 'bad', width: 1.5, dash: [4, 3] });
  const last = levels.counted[timeline.steps] ?? 0;
  const left = budget - last;
  const state = left <= 0 ? 'full' : `${sizeText(left)} left`;
  const limit = `maxmem ${sizeText(bootRam + budget)}`;
  const text = firstFitting(pen, [`${limit}, ${state}`, limit], 'note', scale.width / 2);
  if (text === undefined) return;
  const wide = pen.measure(text, 'note') + 12;
  drawBlock(pen, [{ text, font: 'note', ink: 'ink' }], scale.left + scale.width - wide - 4, y(budget) + 3);
}

export function drawStrip(pen: Pen, scene: StripScene): void {
  const { facts, scale, height, why } = scene;
  drawRuler(pen, scene);
  const rows = stripRows(facts);
  const room = height - RULER - MEMORY - GAP - 8;
  const hasWhy = why !== undefined && rows.length <= 2;
  const lines = rows.length + (hasWhy ? 1 : 0);
  const pitch = Math.min(TALL + 6, room / Math.max(1, lines));
  const tall = Math.max(THIN, Math.min(TALL, pitch - Math.min(6, pitch / 4)));
  const first = RULER + GAP;
  rows.forEach((row, index) => {
    const top = first + index * pitch;
    if (top + tall <= height - MEMORY - 6) drawRow(pen, scene, row, top, tall);
  });
  if (hasWhy) {
    const top = first + rows.length * pitch;
    const text = firstFitting(pen, [why, 'No DIMM fits later.'], 'note', scale.width - 24);
    pen.rect(scale.left, top, scale.width, TALL, { stroke: 'line2', dash: [4, 3], radius: 2 });
    if (text !== undefined) pen.text(text, scale.left + 10, top + 12.5, { font: 'note', ink: 'ink2' });
  }
  drawMemory(pen, scene);
}
