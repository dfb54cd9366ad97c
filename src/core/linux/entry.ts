/** One entry of the kernel's table while it is being made. */
import type { Range } from '../base/range';
import type { Provenance, Sureness } from '../space/region';

export interface TableEntry {
  readonly range: Range;
  /** E820 type number. */
  readonly type: number;
  readonly sure: Sureness;
  readonly why: Provenance;
}

const ORDER: readonly Sureness[] = ['exact', 'modelled', 'unknown'];

/** The less sure of two. */
export const lessSure = (a: Sureness, b: Sureness): Sureness => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

/** The least sure of all; `exact` of none. */
export const leastSure = (all: readonly { readonly sure: Sureness }[]): Sureness =>
  all.reduce<Sureness>((least, { sure }) => lessSure(least, sure), 'exact');

/** The same reason, gone on with. */
export const withStep = (why: Provenance, text: string): Provenance => ({
  ...why,
  steps: [...why.steps, { text }],
});
