import type { AddressLabel } from '../../../draw/labels';
import type { HexStyle, LineStyle, Pen, TextStyle } from '../../../draw/pen';
import type { Scene } from './scene';

const TICK = 5;
const AIR = 3;
const READING_BELOW = 14;
const PLAIN: HexStyle = { font: 'hex', ink: 'ink' };
const STRONG: HexStyle = { font: 'hexStrong', ink: 'acc', prefix: 'acc' };
const PLAIN_TICK: LineStyle = { stroke: 'ctl' };
const STRONG_TICK: LineStyle = { stroke: 'acc' };
const READING: TextStyle = { font: 'note', ink: 'ink3' };
const STRONG_READING: TextStyle = { font: 'note', ink: 'acc' };

/** Where addresses stand: at the left of a lane, aligned there, or at its right. */
export interface AddressPlace {
  /** The edge of the lane. */
  readonly edge: number;
  readonly isRight: boolean;
  /** Of the viewport. */
  readonly height: number;
}

/** Ticks and addresses beside a lane, each with its reading as a size where there is room. */
export function drawLabels(
  pen: Pen,
  labels: readonly AddressLabel[],
  { edge: at, isRight, height }: AddressPlace,
): void {
  const out = isRight ? 1 : -1;
  const x = at + out * (TICK + AIR);
  const anchor = isRight ? 'start' : 'end';
  for (const { address, edge, baseline, reading, emphasis } of labels) {
    if (edge >= -1 && edge <= height + 1) {
      pen.line(
        isRight ? [at, edge, at + TICK, edge] : [at - TICK, edge, at, edge],
        emphasis ? STRONG_TICK : PLAIN_TICK,
      );
    }
    if (baseline < 0 || baseline > height + TICK) continue;
    pen.hex(address, x, baseline, { ...(emphasis ? STRONG : PLAIN), anchor });
    if (reading !== undefined) {
      pen.text(reading, x, baseline + READING_BELOW, { ...(emphasis ? STRONG_READING : READING), anchor });
    }
  }
}

export const drawAddresses = (pen: Pen, { labels, columns, height }: Scene): void =>
  drawLabels(pen, labels, { edge: columns.addresses, isRight: columns.host !== undefined, height });
