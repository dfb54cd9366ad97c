/** What a picture that stands alone needs beside the map: headings over its columns and the kinds that are on it. */
import type { RectStyle, Pen, TextStyle } from '../../../draw/pen';
import { kindStyles } from './looks';
import type { Scene } from './scene';

export interface SheetWords {
  /** Over the lane: whose addresses, and what there is to say of it. */
  readonly title: string;
  readonly note: string;
  /** Over each strip. */
  readonly strips: readonly { readonly title: string; readonly entries: number }[];
  readonly kinds: readonly string[];
  /** Over the lane of the host. */
  readonly host?: { readonly title: string; readonly note: string } | undefined;
}

/** Px that headings and legend take. */
export const SHEET_HEAD = 40;
export const SHEET_FOOT = 30;
const TITLE: TextStyle = { font: 'name', ink: 'ink' };
const NOTE: TextStyle = { font: 'body', ink: 'ink2' };
const STRIP: TextStyle = { font: 'narrow', ink: 'ink', anchor: 'middle' };
const COUNT: TextStyle = { font: 'noteStrong', ink: 'ink', anchor: 'middle' };
const KIND: TextStyle = { font: 'note', ink: 'ink2' };
const HEAD_LINE: RectStyle = { fill: 'line' };
const SWATCH = { width: 20, height: 12 } as const;
const APART = 14;

function drawLegend(pen: Pen, { width, height, columns, scale }: Scene, kinds: readonly string[]): void {
  let left = columns.lane.left;
  const top = Math.min(scale.bottom + 18, height - SHEET_FOOT + 10);
  for (const kind of kinds) {
    const styles = kindStyles(kind);
    const text = styles.look.short;
    const right = left + SWATCH.width + 5 + pen.measure(text, 'note');
    if (right > width) return;
    pen.rect(left, top, SWATCH.width, SWATCH.height, styles.full);
    pen.text(text, left + SWATCH.width + 5, top + 10, KIND);
    left = right + APART;
  }
}

/**
 * Draws into the `SHEET_HEAD` px above and the `SHEET_FOOT` px below what the scene shows.
 * @param top where the headings begin, in px
 */
export function drawSheet(pen: Pen, scene: Scene, { title, note, strips, kinds, host }: SheetWords, top = 0): void {
  const { columns, width } = scene;
  if (host !== undefined && columns.host !== undefined) {
    pen.text(host.title, columns.host.lane.left, top + 14, TITLE);
    pen.text(host.note, columns.host.lane.left, top + 29, NOTE);
  }
  pen.text(title, columns.lane.left, top + 14, TITLE);
  pen.text(note, columns.lane.left, top + 29, NOTE);
  strips.forEach((strip, index) => {
    const span = columns.strips[index];
    if (span === undefined) return;
    pen.text(strip.title, span.left + span.width / 2, top + 14, STRIP);
    pen.text(String(strip.entries), span.left + span.width / 2, top + 29, COUNT);
  });
  pen.rect(0, top + SHEET_HEAD - 2, width, 1, HEAD_LINE);
  drawLegend(pen, scene, kinds);
}
