/** The curve of all motion in the app, `--ease`: cubic-bezier(.2, 0, 0, 1). */

/** Handles of the curve; those of the second coordinate are 0 and 1. */
const X1 = 0.2;
const X2 = 0;

const bezier = (first: number, second: number, at: number): number =>
  3 * (1 - at) ** 2 * at * first + 3 * (1 - at) * at ** 2 * second + at ** 3;

/** How far a motion is, from 0 to 1, when this share of its time has passed. */
export function travelEase(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  let low = 0;
  let high = 1;
  // Twenty halvings tell a millionth apart: finer than a pixel of any screen.
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (bezier(X1, X2, middle) < share) low = middle;
    else high = middle;
  }
  return bezier(0, 1, (low + high) / 2);
}
