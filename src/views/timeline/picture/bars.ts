/** A row for each device: bars while it is there, glyphs where something happens to it, and the words that fit. */
import type { Timeline } from '../../../core/space/timeline';
import type { FontName, Pen, RectStyle } from '../../../draw/pen';
import type { BarPiece, RowGlyph } from '../../../draw/timeline-rows';
import { kindStyles } from '../../map/picture/looks';
import { lookOfDevice } from '../timeline-facts';
import { drawGlyph, GLYPH } from './glyphs';
import type { MarkOf, SceneRow, TimelineScene } from './scene';
import { firstFitting } from './words-on';

const BAR = 10;
const THIN_BAR = 6;
/** A glyph stands so far behind the border of its column, where that is wide enough. */
const GLYPH_AT = 10;
const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const HOVERED: RectStyle = { stroke: 'acc', strokeWidth: 1.5, radius: 3 };

interface Extent {
  readonly from: number;
  readonly to: number;
}

function drawPiece(pen: Pen, piece: BarPiece, from: number, to: number, middle: number, height: number): void {
  const styles = kindStyles(lookOfDevice(piece.kind));
  const top = middle - height / 2;
  const width = Math.max(1, to - from);
  const { family } = styles.look;
  // What no system takes as RAM is where it belongs when nothing takes it.
  const isOff = family === 'sky' && (piece.state === 'offline' || piece.state === 'unused');
  pen.rect(from, top, width, height, { fill: isOff ? 'canvas' : `${family}-f`, radius: 2 });
  if (!isOff && styles.pattern !== undefined) {
    // What is online of a device that is so in part stands at the foot of its bar.
    const tall = piece.state === 'partly-online' ? Math.max(2, height * piece.share) : height;
    pen.rect(from, top + height - tall, width, tall, { ...styles.pattern });
  }
  const dash = isOff || piece.state === 'leaving' ? { dash: [4, 3] } : {};
  pen.rect(from, top, width, height, { stroke: `${family}-e`, radius: 2, ...dash });
}

/** How a row's glyphs are read out beside the last of them. */
function wordsOf(glyphs: readonly RowGlyph[], { facts }: TimelineScene): readonly string[] {
  const last = glyphs.at(-1);
  if (last === undefined) return [];
  switch (last.what) {
    case 'gone':
      return ['requested, guest agreed, gone', 'gone'];
    case 'refused':
      return ['refused by QEMU', 'refused'];
    case 'requested': {
      const request = facts.requests.get(last.span)?.find(({ moment }) => moment === last.moment);
      return request?.outcome === 'declined'
        ? ['requested, guest refused, stays', 'guest refused']
        : ['requested, nothing answers', 'no answer'];
    }
    case 'offline':
      return ['plugged, not online', 'not online'];
    case 'plugged':
      return [];
  }
}

/** Where words stand free: right of a glyph, else left of it. */
function placeWords(
  pen: Pen,
  texts: readonly string[],
  font: FontName,
  glyph: Extent,
  taken: readonly Extent[],
  { left, right }: { readonly left: number; readonly right: number },
): { readonly text: string; readonly x: number } | undefined {
  const next = taken.reduce((least, { from }) => (from >= glyph.to - 1 && from < least ? from : least), right);
  const before = taken.reduce((most, { to }) => (to <= glyph.from + 1 && to > most ? to : most), left);
  const isOver = taken.some(({ from, to }) => from < glyph.to + 4 && to > glyph.to + 4);
  const isUnder = taken.some(({ from, to }) => from < glyph.from - 4 && to > glyph.from - 4);
  for (const text of texts) {
    const width = pen.measure(text, font);
    if (!isOver && width <= next - glyph.to - 8) return { text, x: glyph.to + 4 };
    if (!isUnder && width <= glyph.from - before - 8) return { text, x: glyph.from - 4 - width };
  }
  return undefined;
}

function drawRow(pen: Pen, scene: TimelineScene, { pieces, glyphs }: SceneRow, middle: number): void {
  const { timeline, scale, layout } = scene;
  const { left, right } = layout;
  const isThin = layout.row < 20;
  const height = isThin ? THIN_BAR : BAR;
  const shift = glyphs.length === 0 ? 0 : Math.min(GLYPH_AT, scale.column / 2);
  const taken: Extent[] = [];
  for (const piece of pieces) {
    const begins = piece.isFirst && (timeline.spans.from[piece.span] ?? 0) > 0 ? shift : 0;
    const from = Math.max(left, piece.from + begins);
    const to = Math.min(right, piece.to);
    if (to <= left || from >= right) continue;
    drawPiece(pen, piece, from, Math.max(to, from + 1), middle, height);
    taken.push({ from, to });
  }
  let lastX = -Infinity;
  let place: Extent | undefined;
  for (const { what, moment } of glyphs) {
    let x = scale.x(moment) + shift;
    // What leaves in the step that asks for it has two glyphs.
    if (x - lastX < 2 * GLYPH) x = lastX + 2 * GLYPH + 2;
    lastX = x;
    if (x < left || x > right) continue;
    drawGlyph(pen, what, x, middle);
    place = { from: x - GLYPH - 2, to: x + GLYPH + 2 };
    taken.push(place);
  }
  if (place === undefined) return;
  const isBad = glyphs.at(-1)?.what === 'refused';
  const font = isBad ? 'noteStrong' : 'note';
  const others = taken.filter((each) => each !== place);
  const words = placeWords(pen, wordsOf(glyphs, scene), font, place, others, { left, right });
  const ink = isBad ? 'bad' : 'ink2';
  if (words !== undefined) pen.text(words.text, words.x, middle + 4, { font, ink });
  else drawOnBar(pen, wordsOf(glyphs, scene), { font, ink }, place, right, middle);
}

/** Words that have no free place beside the bar stand on it, on a plate. */
function drawOnBar(
  pen: Pen,
  texts: readonly string[],
  style: { readonly font: FontName; readonly ink: string },
  glyph: Extent,
  right: number,
  middle: number,
): void {
  const text = firstFitting(pen, texts, style.font, right - glyph.to - 14);
  if (text === undefined) return;
  pen.rect(glyph.to + 2, middle - 8, pen.measure(text, style.font) + 10, 16, {
    fill: 'canvas',
    radius: 2,
    plate: true,
  });
  pen.text(text, glyph.to + 7, middle + 4, style);
}

const ownerOf = ({ spans }: Timeline, span: number): string => {
  const origin = spans.origin[span] ?? 0;
  return origin < 0 ? `devices.${-1 - origin}` : `events.${origin}`;
};

/** Rings around what is selected or under the pointer. */
export function drawBarMarks(pen: Pen, { layout, rows, timeline, scale }: TimelineScene, markOf: MarkOf): void {
  const { left, right, row: pitch } = layout;
  const first = layout.rows.top + (layout.rows.height - rows.length * pitch) / 2;
  const height = (pitch < 20 ? THIN_BAR : BAR) + 4;
  rows.forEach(({ pieces }, index) => {
    let before = -1;
    for (const { span } of pieces) {
      const mark = span === before ? undefined : markOf(ownerOf(timeline, span));
      before = span;
      if (mark === undefined) continue;
      const from = Math.max(left, scale.x(timeline.spans.from[span] ?? 0));
      const to = Math.min(right, scale.x(timeline.spans.to[span] ?? 0));
      const top = first + (index + 0.5) * pitch - height / 2;
      pen.rect(from, top, Math.max(2, to - from), height, mark === 'selected' ? SELECTED : HOVERED);
    }
  });
}

export function drawBars(pen: Pen, scene: TimelineScene): void {
  const { facts, layout, width } = scene;
  const { rows, row, left } = layout;
  if (rows.height === 0) return;
  pen.line([0, rows.top, width, rows.top], { stroke: 'line' });
  const first = rows.top + (rows.height - facts.rows.length * row) / 2;
  scene.rows.forEach((each, index) => {
    const middle = first + (index + 0.5) * row;
    const label = fitLabel(pen, each.row.label, left - 20);
    const font = row < 20 ? 'note' : 'name';
    pen.text(label, 12, middle + 4, { font, ink: each.row.isRefused ? 'bad' : 'ink' });
    drawRow(pen, scene, each, middle);
  });
}

function fitLabel(pen: Pen, label: string, width: number): string {
  if (pen.measure(label, 'name') <= width) return label;
  let kept = label.length - 1;
  while (kept > 1 && pen.measure(`${label.slice(0, kept)}…`, 'name') > width) kept -= 1;
  return `${label.slice(0, kept)}…`;
}
