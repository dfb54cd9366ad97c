import type { HexStyle, LineStyle, Pen, TextStyle } from '../../../draw/pen';
import type { Scene } from './scene';

const TICK = 5;
const AIR = 3;
const READING_BELOW = 14;
const PLAIN: HexStyle = { font: 'hex', ink: 'ink' };
const STRONG: HexStyle = { font: 'hexStrong', ink: 'acc', prefix: 'acc' };
const PLAIN_TICK: LineStyle = { stroke: 'ctl' };
const STRONG_TICK: LineStyle = { stroke: 'acc' };
const READING: TextStyle = { font: 'note', ink: 'ink3', anchor: 'end' };
const STRONG_READING: TextStyle = { font: 'note', ink: 'acc', anchor: 'end' };

/** Ticks and addresses at the left of the lane, each with its reading as a size where there is room. */
export function drawAddresses(pen: Pen, { labels, columns, height }: Scene): void {
  const right = columns.addresses;
  for (const { address, edge, baseline, reading, emphasis } of labels) {
    if (edge >= -1 && edge <= height + 1) {
      pen.line([right - TICK, edge, right, edge], emphasis ? STRONG_TICK : PLAIN_TICK);
    }
    if (baseline < 0 || baseline > height + TICK) continue;
    pen.hex(address, right - TICK - AIR, baseline, emphasis ? STRONG : PLAIN);
    if (reading !== undefined) {
      pen.text(reading, right - TICK - AIR, baseline + READING_BELOW, emphasis ? STRONG_READING : READING);
    }
  }
}
