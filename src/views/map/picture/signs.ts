/** Signs at ranges that have problems, and the counts of ticks that share a line. Each severity has a shape, as in ui/SeverityIcon.svelte. */
import type { LineStyle, Pen, RectStyle, TextStyle } from '../../../draw/pen';
import type { Scene, Sign } from './scene';

const SIZE = 13;
const UNIT = SIZE / 16;
/** From the lane, in px. */
const AT = 4;
const COUNT_AT = 6;
const COUNT: TextStyle = { font: 'note', ink: 'ink3' };

const OCTAGON = [5, 0.5, 11, 0.5, 15.5, 5, 15.5, 11, 11, 15.5, 5, 15.5, 0.5, 11, 0.5, 5];
const TRIANGLE = [8, 1.2, 15.4, 14.6, 0.6, 14.6];
const slanted = true;
const STOP: LineStyle = { fill: 'bad', slanted };
const STOP_MARK: LineStyle = { stroke: 'badi', width: 1.8 * UNIT, slanted };
const WARN: LineStyle = { fill: 'warn', stroke: 'warn-mark', width: 0.8 * UNIT, slanted };
const WARN_MARK: LineStyle = { stroke: 'warn-mark', width: 1.5 * UNIT, slanted };
const NOTE: RectStyle = { fill: 'canvas', stroke: 'ink2', strokeWidth: 1.5 * UNIT, radius: 6.8 * UNIT };
const NOTE_MARK: LineStyle = { stroke: 'ink2', width: 1.5 * UNIT, slanted };

/** A severity glyph by its middle. */
export function drawSeverity(pen: Pen, severity: Sign['severity'], x: number, y: number): void {
  const left = x - SIZE / 2;
  const top = y - SIZE / 2;
  const placed = (points: readonly number[]): number[] =>
    points.map((value, index) => (index % 2 === 0 ? left : top) + value * UNIT);
  switch (severity) {
    case 'error':
      pen.line(placed(OCTAGON), STOP);
      pen.line(placed([5.4, 5.4, 10.6, 10.6]), STOP_MARK);
      pen.line(placed([10.6, 5.4, 5.4, 10.6]), STOP_MARK);
      break;
    case 'warning':
      pen.line(placed(TRIANGLE), WARN);
      pen.line(placed([8, 6, 8, 10.2]), WARN_MARK);
      pen.line(placed([8, 11.7, 8, 13]), WARN_MARK);
      break;
    case 'info':
      pen.rect(left + 1.2 * UNIT, top + 1.2 * UNIT, 13.6 * UNIT, 13.6 * UNIT, NOTE);
      pen.line(placed([8, 7.2, 8, 11.6]), NOTE_MARK);
      pen.line(placed([8, 4.2, 8, 5.7]), NOTE_MARK);
  }
}

const countText = (count: number): string => (count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`);

/** Least distance of two counts, in px. */
const COUNTS_APART = 13;

/** Ticks whose counts would touch are counted together. */
function drawCounts(pen: Pen, { signs, items, columns, height }: Scene, left: number): void {
  let next = 0;
  let count = 0;
  let first = 0;
  let last = 0;
  let floor = -Infinity;
  const close = (): void => {
    if (count < 2) return;
    const y = Math.max((first + last) / 2, floor);
    floor = y + COUNTS_APART;
    while (next < signs.length && (signs[next]?.y ?? 0) < y - SIZE) next += 1;
    // A problem says more than how many there are.
    const sign = signs[next];
    const text = countText(count);
    const isFree = (sign === undefined || sign.y > y + SIZE) && left + pen.measure(text, 'note') <= columns.stripsFrom;
    if (isFree) pen.text(text, left, y + 3.5, COUNT);
  };
  for (const item of items) {
    const y = item.top + item.height / 2;
    if (item.form !== 'tick' || y < 0 || y > height) continue;
    if (count === 0 || y >= first + COUNTS_APART) {
      close();
      first = y;
      count = 0;
    }
    count += item.count;
    last = y;
  }
  close();
}

export function drawSigns(pen: Pen, scene: Scene): void {
  const { signs, columns, height } = scene;
  const { left, width } = columns.lane;
  const isBesideHost = columns.host !== undefined;
  // Addresses stand at the right of a lane that has the host's at its left.
  if (!isBesideHost) drawCounts(pen, scene, left + width + COUNT_AT);
  const x = isBesideHost ? left - AT - SIZE / 2 : left + width + AT + SIZE / 2;
  for (const sign of signs) {
    if (sign.y >= -SIZE && sign.y <= height + SIZE) drawSeverity(pen, sign.severity, x, sign.y);
  }
}
