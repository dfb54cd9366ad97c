/** How sure a whole is of which the parts are more or less so. */
import type { Sureness } from './region';

const ORDER: readonly Sureness[] = ['exact', 'modelled', 'unknown'];

/** The less sure of two. */
export const lessSure = (a: Sureness, b: Sureness): Sureness => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

/** The least sure of all; `exact` of none. */
export function leastSure(all: Iterable<Sureness>): Sureness {
  let least: Sureness = 'exact';
  for (const one of all) least = lessSure(least, one);
  return least;
}
