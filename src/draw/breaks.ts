/** Torn paper: the mark of a folded gap. */

/** Px that the tear reaches out of the lane on either side, its amplitude, and the length of one tooth. */
const REACH = 3;
const AMPLITUDE = 3;
const STEP = 7;

/** The points of a zigzag line across a lane, x0, y0, x1, y1 and so on; half the amplitude above `y`, half below. */
export function tornPoints(left: number, width: number, y: number): number[] {
  const from = left - REACH;
  const whole = width + 2 * REACH;
  const teeth = Math.max(2, 2 * Math.round(whole / STEP));
  const points: number[] = [];
  for (let tooth = 0; tooth <= teeth; tooth += 1) {
    points.push(round(from + (whole * tooth) / teeth), round(y + (tooth % 2 === 0 ? AMPLITUDE : -AMPLITUDE) / 2));
  }
  return points;
}

/** The same line as the `d` of a path. */
export const tornEdge = (left: number, width: number, y: number): string =>
  `M${tornPoints(left, width, y)
    .join(' ')
    .replace(/(\S+ \S+) /g, '$1L')}`;

const round = (value: number): number => Math.round(value * 100) / 100;

const SUPERSCRIPT = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];

/** `2⁴⁸` for a power of two from 2^10, else nothing. */
export function asPowerOfTwo(value: number): string | undefined {
  const exponent = Math.round(Math.log2(value));
  if (exponent < 10 || 2 ** exponent !== value) return undefined;
  return `2${[...String(exponent)].map((digit) => SUPERSCRIPT[Number(digit)] ?? '').join('')}`;
}
