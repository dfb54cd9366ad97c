/** Memory against its limit: boot RAM, what drivers own, what is online, plugged, and counted without being plugged. */
import { GiB } from '../../../core/base/addr';
import type { Pen, RectStyle } from '../../../draw/pen';
import type { LevelPiece } from '../../../draw/timeline-levels';
import { kindStyles } from '../../map/picture/looks';
import { drawTear } from '../../map/picture/shapes';
import { sizeText } from '../step-words';
import type { TimelineScene } from './scene';
import { ERROR_STYLE } from './window';
import { firstFitting } from './words-on';

const ABOVE = 26;
/** Boot RAM is cut short where it would take more than this share of the height. */
const MOST_BOOT = 0.35;
/** A refused device reaches at most so far above the limit, as a share of what is below it. */
const MOST_OVER = 0.16;
/** With more pieces than this their patterns need not go on from one to the next. */
const MANY = 200;

interface Heights {
  /** Px of so many bytes of devices over boot RAM. */
  y(bytes: number): number;
  readonly boot: number;
  readonly bottom: number;
  readonly limit: number;
  readonly isCut: boolean;
}

function heightsOf({ layout, timeline, facts }: TimelineScene): Heights {
  const { top, height } = layout.memory;
  const { bootRam, budget } = timeline;
  const refusedMost = facts.refused.reduce((most, { size }) => Math.max(most, size ?? 0), 0);
  const devices = Math.max(
    budget,
    facts.levels.counted.reduce((most, bytes) => Math.max(most, bytes), 0),
    1,
  );
  const over = Math.min(refusedMost, devices * MOST_OVER);
  const bottom = top + height - 8;
  const isCut = bootRam / (bootRam + devices + over) > MOST_BOOT;
  const tall = bottom - top - (over > 0 ? 6 : ABOVE);
  const boot = isCut ? tall * MOST_BOOT * 0.6 : (bootRam / (bootRam + devices + over)) * tall;
  const most = devices + over;
  const y = (bytes: number): number => bottom - boot - (Math.min(bytes, most) / most) * (tall - boot);
  return { y, boot: bottom - boot, bottom, limit: y(budget), isCut };
}

function drawArea(
  pen: Pen,
  pieces: readonly LevelPiece[],
  { y, boot }: Heights,
  fill: RectStyle,
  pattern?: RectStyle,
): void {
  const [first] = pieces;
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return;
  for (const piece of pieces) {
    const { low, high } = piece;
    const from = Math.round(piece.from);
    const to = Math.round(piece.to);
    const top = y(high);
    if (boot - top < 0.5) continue;
    if (low !== high) pen.rect(from, top, to - from, boot - top, { ...fill, alpha: 0.55 });
    const solid = low === high ? top : y(low);
    pen.rect(from, solid, to - from, boot - solid, fill);
    if (pattern === undefined || boot - solid < 1) continue;
    if (pieces.length > MANY) pen.rect(from, solid, to - from, boot - solid, pattern);
    else {
      const highest = y(Infinity);
      pen.clip(from, solid, to - from, boot - solid, () =>
        pen.rect(first.from, highest, last.to - first.from, boot - highest, pattern),
      );
    }
  }
}

function drawOutline(pen: Pen, pieces: readonly LevelPiece[], { y, boot }: Heights, ink: string): void {
  const points: number[] = [];
  let before: number | undefined;
  for (const { from, to, high } of pieces) {
    const top = y(high);
    if (before === undefined && high > 0) points.push(from, boot);
    if (top !== before || points.length === 0) points.push(from, top);
    points.push(to, top);
    before = top;
  }
  pen.line(points, { stroke: ink, width: 1.4 });
}

const countText = (bytes: number, inGiB: boolean): string => (inGiB ? String(bytes / GiB) : sizeText(bytes));

function drawCounts(
  pen: Pen,
  pieces: readonly LevelPiece[],
  { y, boot }: Heights,
  inGiB: boolean,
  right: number,
): void {
  let free = -Infinity;
  for (const { from, to, low, high } of pieces) {
    if (high === 0 || low !== high) continue;
    const text = countText(high, inGiB);
    const width = pen.measure(text, 'hexStrong') + 6;
    const top = y(high) + 4;
    if (from < free || from + 6 + width > Math.max(to, from + 40) || from + 6 + width > right) continue;
    if (boot - top < 16) continue;
    pen.rect(from + 6, top, width, 15, { fill: 'canvas', plate: true, radius: 2 });
    pen.text(text, from + 9, top + 11.5, { font: 'hexStrong', ink: 'ink' });
    free = from + 12 + width;
  }
}

/** Words on the widest piece where one level stands clear of another. */
function drawName(
  pen: Pen,
  lower: readonly LevelPiece[],
  upper: readonly LevelPiece[],
  at: Heights,
  names: readonly string[],
): void {
  const places = lower
    .map(({ from, to, high }) => {
      const above = upper.find((piece) => piece.from <= from && piece.to > from) ?? { to, high };
      return { from, to: Math.min(to, above.to), top: at.y(above.high), bottom: at.y(high) };
    })
    .filter(({ top, bottom }) => bottom - top >= 24)
    .sort((a, b) => b.to - b.from - (a.to - a.from));
  const [place] = places;
  const name = place === undefined ? undefined : firstFitting(pen, names, 'note', place.to - place.from - 16);
  if (place === undefined || name === undefined) return;
  const width = pen.measure(name, 'note') + 8;
  const middle = (place.from + place.to) / 2;
  const down = (place.top + place.bottom) / 2;
  pen.rect(middle - width / 2, down - 8, width, 16, { fill: 'canvas', plate: true, radius: 2 });
  pen.text(name, middle, down + 4, { font: 'note', ink: 'ink2', anchor: 'middle' });
}

function drawLimit(pen: Pen, scene: TimelineScene, { limit, y }: Heights): void {
  const { layout, timeline, facts, scale } = scene;
  const { left, right } = layout;
  for (const { size, from } of facts.refused) {
    if (size === undefined || from < scale.first || from > scale.last) continue;
    const level = facts.levels.counted[from] ?? 0;
    const x = Math.max(left, scale.x(from));
    const width = Math.min(scale.x(from + 1), right) - x;
    const top = y(level + size);
    if (y(level) - top >= 1 && width > 0) pen.rect(x, top, Math.max(1, width), y(level) - top, ERROR_STYLE);
  }
  pen.line([left, limit, right, limit], { stroke: 'bad', width: 2, dash: [6, 4] });
  const words = `maxmem ${sizeText(timeline.bootRam + timeline.budget)}`;
  const width = pen.measure(words, 'noteStrong') + 8;
  const above = limit - 18 >= layout.memory.top + 2 ? limit - 18 : limit + 4;
  pen.rect(left + 4, above, width, 16, { fill: 'canvas', plate: true, radius: 2 });
  pen.text(words, left + 8, above + 12, { font: 'noteStrong', ink: 'bad' });
}

export function drawMemory(pen: Pen, scene: TimelineScene): void {
  const { layout, width } = scene;
  const { left, right } = layout;
  const { top } = layout.memory;
  const at = heightsOf(scene);
  pen.line([0, top, width, top], { stroke: 'line' });
  const { counted, plugged, online, soft } = scene.levels;
  const dimm = kindStyles('dimm');
  const spm = kindStyles('soft-reserved');
  drawArea(pen, counted, at, { fill: 'canvas' });
  drawArea(pen, plugged, at, { fill: 'sky-f' });
  drawArea(pen, online, at, { fill: 'sky-f' }, dimm.pattern === undefined ? undefined : { ...dimm.pattern, radius: 0 });
  drawArea(pen, soft, at, { fill: 'amber-f' }, spm.pattern === undefined ? undefined : { ...spm.pattern, radius: 0 });
  drawOutline(pen, counted, at, 'sky-e');
  if (plugged.some(({ high }, index) => high !== counted[index]?.high)) drawOutline(pen, plugged, at, 'sky-e');
  if (soft.some(({ high }) => high > 0)) drawOutline(pen, soft, at, 'amber-e');
  pen.rect(left, at.boot, right - left, at.bottom - at.boot, { fill: 'sky-p' });
  if (at.isCut) {
    const middle = (at.boot + at.bottom) / 2;
    pen.rect(left, middle - 3, right - left, 6, { fill: 'canvas' });
    drawTear(pen, left, right - left, middle - 3);
    drawTear(pen, left, right - left, middle + 3);
  }
  drawName(pen, online, plugged, at, ['not online']);
  drawName(pen, plugged, counted, at, ['not plugged, counts against maxmem', 'counts, not plugged', 'not plugged']);
  drawLimit(pen, scene, at);
  const inGiB = plugged.every(({ high }) => high % GiB === 0);
  drawCounts(pen, plugged, at, inGiB, right);
  drawLabels(pen, scene, at, inGiB, soft[0]?.high ?? 0);
}

function drawLabels(pen: Pen, { layout, timeline }: TimelineScene, at: Heights, inGiB: boolean, soft: number): void {
  const { top } = layout.memory;
  pen.text('Memory', 12, top + 20, { font: 'name', ink: 'ink' });
  pen.text(inGiB ? 'devices, GiB' : 'devices', 12, top + 38, { font: 'note', ink: 'ink3' });
  const boot = (at.boot + at.bottom) / 2;
  const softAt = (at.y(soft) + at.y(0)) / 2;
  if (soft > 0 && softAt > top + 52 && softAt < boot - 18)
    pen.text('SPM', 12, softAt + 4, { font: 'note', ink: 'ink3' });
  const words = [`boot RAM ${sizeText(timeline.bootRam)}`, 'boot RAM'];
  const text = firstFitting(pen, words, 'note', layout.left - 18) ?? '';
  pen.text(text, 12, boot + 4, { font: 'note', ink: 'ink3' });
}
