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

/** The same reason, gone on with. */
export const withStep = (why: Provenance, text: string): Provenance => ({
  ...why,
  steps: [...why.steps, { text }],
});
