/** Torn paper: the mark of a folded gap. */

/** Px that the tear reaches out of the lane on either side, its amplitude, and the length of one tooth. */
const REACH = 3;
const AMPLITUDE = 3;
const STEP = 7;

/** A zigzag line across a lane, as the `d` of a path; half the amplitude above `y`, half below. */
export function tornEdge(left: number, width: number, y: number): string {
  const from = left - REACH;
  const whole = width + 2 * REACH;
  const teeth = Math.max(2, 2 * Math.round(whole / STEP));
  const points = Array.from({ length: teeth + 1 }, (_, index) => {
    const x = from + (whole * index) / teeth;
    return `${round(x)} ${round(y + (index % 2 === 0 ? AMPLITUDE : -AMPLITUDE) / 2)}`;
  });
  return `M${points.join('L')}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

const SUPERSCRIPT = [...'⁰¹²³⁴⁵⁶⁷⁸⁹'];

/** `2⁴⁸` for a power of two from 2^10, else nothing. */
export function asPowerOfTwo(value: number): string | undefined {
  const exponent = Math.round(Math.log2(value));
  if (exponent < 10 || 2 ** exponent !== value) return undefined;
  return `2${[...String(exponent)].map((digit) => SUPERSCRIPT[Number(digit)] ?? '').join('')}`;
}
