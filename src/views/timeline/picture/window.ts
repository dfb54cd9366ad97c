/** The window over time: free space, devices, and where a refused one would have gone. */
import { formatSize } from '../../../core/base/size-text';
import type { Pen, RectStyle } from '../../../draw/pen';
import type { Box, SpanBox, WindowScale } from '../../../draw/timeline-window';
import { ERROR_PATTERN } from '../../../ui/kinds';
import { kindStyles, type LookStyles } from '../../map/picture/looks';
import { drawChip, drawTear } from '../../map/picture/shapes';
import { sizeText } from '../step-words';
import { lookOfDevice } from '../timeline-facts';
import { drawAddresses } from './addresses';
import type { MarkOf, TimelineScene } from './scene';
import { tailWords } from './tail-words';
import { blockHeight, blockWidth, drawBlock, firstFitting, fitting, type Words } from './words-on';

const SELVAGE = 20;
/** Free space is quiet: devices are what the eye meets first. */
const FREE = 0.45;
/** So far across a box its own words reach, in px. */
const BOX_WORDS = 140;
const INSET = { x: 2.5, y: 1 } as const;
const TEXT_LEFT = 27;
const DASH = [4, 3] as const;
export const ERROR_STYLE: RectStyle = {
  fill: 'badt',
  pattern: ERROR_PATTERN,
  stroke: 'bad',
  strokeWidth: 1.5,
  dash: DASH,
  radius: 2,
};
const SELECTED: RectStyle = { stroke: 'acc', strokeWidth: 2.5, radius: 3 };
const HOVERED: RectStyle = { stroke: 'acc', strokeWidth: 1.5, radius: 3 };

/** A place of a refused device this tall has its name too, in px. */
const NAMED_GHOST = 48;

/**
 * Size and slot: on one line where that ends before the next step, since the line of what is looked at stands there; else below each
 * other; else as many as the box holds.
 */
function secondLines(
  pen: Pen,
  parts: readonly string[],
  room: number,
  column: number,
  height: number,
): readonly string[] {
  const whole = parts.join(', ');
  const fits = (text: string, width: number): boolean => pen.measure(text, 'body') <= width;
  if (fits(whole, Math.min(room, column))) return [whole];
  const isApart = parts.every((part) => fits(part, Math.min(room, column)));
  if (isApart && height >= 20 + parts.length * 16) return parts;
  return [whole, ...parts.slice(0, 1)].filter((text) => fits(text, room)).slice(0, 1);
}

function drawBoxWords(pen: Pen, scene: TimelineScene, box: SpanBox, styles: LookStyles): void {
  const { layout, facts } = scene;
  const left = Math.max(box.x + INSET.x, layout.left);
  const right = Math.min(box.x + box.width, layout.right) - 4;
  const top = box.y + INSET.y;
  const { height } = box;
  const hasSelvage = left === box.x + INSET.x;
  if (height < 15 || right - left < 16) return;
  const chipAt = Math.min(height / 2, 13);
  drawChip(pen, styles, left + 10, top + chipAt);
  const { size, slot, owner } = box.span;
  const name = facts.nameOf(owner);
  const length = size === undefined ? '' : sizeText(size);
  const x = left + (hasSelvage || styles.look.hollow === true ? TEXT_LEFT : 22);
  const room = right - x;
  const lines: Words[] = [];
  const fits = firstFitting(pen, [name], 'name', room);
  if (fits !== undefined) lines.push({ text: fits, font: 'name', ink: 'ink' });
  const column = scene.scale.x(Math.max(box.span.from, scene.scale.first) + 1) - x - 4;
  const place = slot === undefined ? [] : [`slot ${slot}`];
  for (const text of height < 36 || length === '' ? [] : secondLines(pen, [length, ...place], room, column, height)) {
    lines.push({ text, font: 'body', ink: 'ink2' });
  }
  const first = height >= 36 ? top + 17 : top + chipAt + 4;
  lines.forEach(({ text, font, ink }, index) => pen.text(text, x, first + index * 16, { font, ink }));
}

function drawBox(pen: Pen, scene: TimelineScene, box: SpanBox): void {
  const { layout } = scene;
  const look = lookOfDevice(box.span.kind);
  const whole = kindStyles(look);
  const styles = box.plugged === undefined ? whole : kindStyles(`${look}-unplugged`);
  const { x, y: top, width, height } = inside(box);
  pen.rect(x, top, width, height, styles.fill);
  for (const part of box.plugged ?? []) {
    const from = Math.max(part.x, x);
    pen.rect(from, top, Math.min(part.x + part.width, x + width) - from, Math.min(part.height, height), whole.fill);
  }
  const selvage = Math.min(SELVAGE, width);
  if (styles.pattern !== undefined && x + selvage > layout.left && width >= 6)
    pen.rect(x, top, selvage, height, styles.pattern);
  for (const part of box.plugged ?? []) {
    const from = Math.max(part.x, x);
    const to = Math.min(part.x + part.width, x + width);
    const down = top + Math.min(part.height, height);
    pen.line([from, down, to, down], { stroke: `${whole.look.family}-e`, width: 1.5 });
    const text = `${sizeText(part.bytes)} plugged`;
    const left = Math.max(from, layout.left) + 8;
    // At its beginning the device has its own words there.
    const least = from > Math.max(box.x, layout.left) + BOX_WORDS ? 24 : 54;
    if (part.height >= least && left + pen.measure(text, 'note') + 6 <= Math.min(to, layout.right)) {
      pen.text(text, left, down - 7, { font: 'note', ink: 'ink2' });
    }
  }
  pen.rect(x, top, width, height, styles.edge);
  drawBoxWords(pen, scene, box, whole);
}

/** Where a box is drawn: a little inside of its bytes and its time. */
function inside(box: Box): Box {
  const inset = Math.min(INSET.x, box.width / 4);
  return {
    x: box.x + inset,
    y: box.y + INSET.y,
    width: Math.max(1, box.width - 2 * inset + 1),
    height: Math.max(1, box.height - 2 * INSET.y),
  };
}

/** Rings around what is selected or under the pointer. */
export function drawWindowMarks(pen: Pen, { picture, layout, window }: TimelineScene, markOf: MarkOf): void {
  if (window === undefined) return;
  const { left, right } = layout;
  pen.clip(left - 2, window.top - 2, right - left + 4, window.height + 4, () => {
    for (const box of picture.boxes) {
      const mark = markOf(box.span.owner);
      if (mark === undefined) continue;
      const { x, y, width, height } = inside(box);
      pen.rect(x, y, width, height, mark === 'selected' ? SELECTED : HOVERED);
    }
  });
}

function drawFree(pen: Pen, { free, facts, scale, layout }: TimelineScene, window: WindowScale): void {
  for (const { start, end, from, to, tooSmallFor } of free) {
    const x = Math.max(scale.x(from), layout.left) + 8;
    const width = Math.min(scale.x(to), layout.right) - x - 6;
    const height = window.y(end) - window.y(start) - 8;
    const names = tooSmallFor.map(({ owner }) => facts.nameOf(owner));
    const [first] = names;
    const small =
      first === undefined
        ? []
        : [`too small for ${names.slice(0, 3).join(', ')}`, `too small for ${first}`, `${first} needs more`];
    const second = firstFitting(pen, small, 'note', width - 12);
    const lines: Words[] = [{ text: `${sizeText(end - start)} free`, font: 'noteStrong', ink: 'ink' }];
    if (second !== undefined) lines.push({ text: second, font: 'note', ink: 'ink2' });
    drawBlock(pen, fitting(pen, lines, width, height), x, window.y(start) + 6);
  }
}

/** What stays free at the end of the window. */
function drawTail(pen: Pen, scene: TimelineScene, window: WindowScale): void {
  const { layout, scale, timeline, ghosts } = scene;
  const start = window.used.at(-1)?.end ?? window.window.start;
  if (window.folds.some((fold) => fold.start === start)) return;
  const top = window.y(start);
  const height = window.y(window.window.end) - top - 3;
  if (scene.picture.boxes.length + scene.picture.marks.length === 0 && timeline.steps > 0) return;
  const ghost = ghosts.find((each) => each.end > start);
  const right = ghost === undefined ? layout.right : Math.max(layout.left, scale.x(ghost.span.from));
  const room = right - layout.left - 16;
  const lines = fitting(
    pen,
    tailWords(scene, start).find(
      (each) =>
        each.every(({ text, font }) => pen.measure(text, font) + 12 <= room) && blockHeight(each.length) <= height,
    ) ?? [],
    room,
    height,
  );
  if (lines.length === 0) return;
  const x = layout.left + Math.max(8, Math.min(100, (room - blockWidth(pen, lines)) / 2));
  drawBlock(pen, lines, Math.round(x), Math.round(top + 2 + (height - blockHeight(lines.length)) / 2));
}

function drawGhosts(pen: Pen, { ghosts, scale, layout, facts }: TimelineScene, window: WindowScale): void {
  for (const { span, start, end, free } of ghosts) {
    const x = scale.x(span.from);
    const width = Math.min(scale.x(span.from + 1), layout.right) - x;
    const top = window.y(start) + 1;
    const height = Math.max(9, window.y(end) - window.y(start) - 2);
    if (width < 2) {
      pen.rect(x, top, Math.max(1, width), height, { fill: 'bad' });
      continue;
    }
    pen.rect(x + 3, top, Math.max(2, width - 6), height, ERROR_STYLE);
    const room = { text: `${formatSize(free)} free`, font: 'noteStrong', ink: 'bad' } as const;
    const named = { text: facts.nameOf(span.owner), font: 'noteStrong', ink: 'bad' } as const;
    const isTall = height >= NAMED_GHOST && pen.measure(named.text, 'noteStrong') + 24 <= width;
    const lines = fitting(
      pen,
      isTall ? [named, { ...room, font: 'note' }] : [room],
      width - 12,
      Math.max(height - 2, 0),
    );
    if (lines.length > 0) {
      const left = x + (width - blockWidth(pen, lines)) / 2;
      drawBlock(pen, lines, Math.round(left), Math.round(top + (height - blockHeight(lines.length)) / 2));
    }
  }
}

export function drawWindow(pen: Pen, scene: TimelineScene): void {
  const { window, layout, picture } = scene;
  if (window === undefined) return;
  const { left, right } = layout;
  const free = kindStyles('device-memory-window');
  pen.rect(left, window.top, right - left, window.height, { ...free.pattern, alpha: FREE });
  pen.rect(left, window.top, right - left, window.height, free.edge);
  const tail = window.used.at(-1)?.end;
  for (const fold of window.folds) {
    const top = window.y(fold.start);
    const bottom = window.y(fold.end);
    pen.rect(left, top, right - left, bottom - top, { fill: 'canvas' });
    drawTear(pen, left, right - left, top + 4);
    drawTear(pen, left, right - left, bottom - 4);
    const words =
      fold.start === tail ? tailWords(scene, tail).flatMap((lines) => (lines.length === 1 ? lines : [])) : [];
    const texts = [...words.map(({ text }) => text), `${sizeText(fold.end - fold.start)} free`];
    const text = firstFitting(pen, texts, 'note', right - left - 20) ?? '';
    pen.text(text, (left + right) / 2, (top + bottom) / 2 + 4, { font: 'note', ink: 'ink2', anchor: 'middle' });
  }
  drawAddresses(pen, scene, window);
  pen.clip(left, window.top - 1, right - left, window.height + 2, () => {
    for (const { x, y, width, height, kind } of picture.marks) {
      pen.rect(x, y, width, height, { fill: `${kindStyles(lookOfDevice(kind)).look.family}-p` });
    }
    for (const box of picture.boxes) drawBox(pen, scene, box);
    drawFree(pen, scene, window);
    drawTail(pen, scene, window);
    drawGhosts(pen, scene, window);
  });
}
