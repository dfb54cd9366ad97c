/** How sure a whole is of which the parts are more or less so. */
import type { Sureness } from '../space/region';

const ORDER: readonly Sureness[] = ['exact', 'modelled', 'unknown'];

export const lessSure = (a: Sureness, b: Sureness): Sureness => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

export const leastSure = (all: Iterable<Sureness>): Sureness => {
  let least: Sureness = 'exact';
  for (const one of all) least = lessSure(least, one);
  return least;
};
