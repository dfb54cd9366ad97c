/** What happens to a device: ring with plus, diamond with minus, filled diamond, half ring, octagon. */
import type { Pen } from '../../../draw/pen';
import type { RowGlyph } from '../../../draw/timeline-rows';

/** Half of a glyph's width, in px. */
export const GLYPH = 6.5;
const STROKE = 1.5;
/** From the middle of an octagon to the ends of its sides, as a share of its half width. */
const CORNER = 0.42;

const diamond = (x: number, y: number, reach: number): number[] => [
  ...[x - reach, y, x, y - reach, x + reach, y, x, y + reach, x - reach, y],
];

function octagon(x: number, y: number, reach: number): number[] {
  const short = reach * CORNER;
  const corners = [
    [-reach, -short],
    [-short, -reach],
    [short, -reach],
    [reach, -short],
    [reach, short],
    [short, reach],
    [-short, reach],
    [-reach, short],
  ] as const;
  return corners.flatMap(([across, down]) => [x + across, y + down]);
}

function halfRing(x: number, y: number, reach: number): number[] {
  const points: number[] = [];
  for (let part = 0; part <= 12; part += 1) {
    const angle = Math.PI / 2 + (Math.PI * part) / 12;
    points.push(x + reach * Math.cos(angle), y - reach * Math.sin(angle));
  }
  return points;
}

function drawRing(pen: Pen, x: number, y: number, ink: string): void {
  const ring = { fill: 'canvas', stroke: ink, strokeWidth: STROKE, radius: GLYPH };
  pen.rect(x - GLYPH, y - GLYPH, 2 * GLYPH, 2 * GLYPH, ring);
}

/** A glyph by its middle. */
export function drawGlyph(pen: Pen, what: RowGlyph['what'], x: number, y: number): void {
  const minus = [x - 3, y, x + 3, y];
  switch (what) {
    case 'plugged':
      drawRing(pen, x, y, 'ok');
      pen.line(minus, { stroke: 'ok', width: STROKE, slanted: true });
      pen.line([x, y - 3, x, y + 3], { stroke: 'ok', width: STROKE, slanted: true });
      break;
    case 'requested':
      pen.line(diamond(x, y, GLYPH + 1.5), { stroke: 'ink2', fill: 'canvas', width: STROKE, slanted: true });
      pen.line(minus, { stroke: 'ink2', width: STROKE, slanted: true });
      break;
    case 'gone':
      pen.line(diamond(x, y, GLYPH - 1), { stroke: 'ink2', fill: 'ink2', slanted: true });
      break;
    case 'offline':
      drawRing(pen, x, y, 'sky-e');
      pen.line(halfRing(x, y, GLYPH - 0.5), { fill: 'sky-e', slanted: true });
      break;
    case 'refused':
      pen.line(octagon(x, y, GLYPH), { fill: 'bad', slanted: true });
      pen.line([x - 2.5, y - 2.5, x + 2.5, y + 2.5], { stroke: 'badi', width: 1.8, slanted: true });
      pen.line([x - 2.5, y + 2.5, x + 2.5, y - 2.5], { stroke: 'badi', width: 1.8, slanted: true });
  }
}
