/** Why an address is what it is, and what would have to change for it to be something else. */
import type { Range } from '../base/range';
import type { Edit } from '../document/edit';
import type { Citation, DocPath, ReasonStep, RegionKind } from '../space/region';

/** One line of a sum: `6 GiB = 4 GiB + 2 GiB`. */
export interface Term {
  readonly label: string;
  /** Bytes, or an address. */
  readonly value: number;
  readonly path?: DocPath;
}

/** A border of the range that the address lies in, with the arithmetic that puts it there. */
export interface Border {
  readonly at: number;
  /** `base of the device-memory window`. */
  readonly name: string;
  /** The terms add up to `at`. */
  readonly terms: readonly Term[];
}

export interface Otherwise {
  /** `If maxmem were 979G, RAM above 4 GiB would move to 1 TiB and this would be the HyperTransport range.` */
  readonly text: string;
  /** Carries it out, if a click can. */
  readonly edits?: readonly Edit[];
  /** A verb and a value, for the button: `Set maxmem=979G`. */
  readonly deed?: string;
}

export interface AddressExplanation {
  readonly address: number;
  readonly range: Range;
  readonly kind: RegionKind;
  readonly name: string;
  /** Id of the rule, and its steps with the numbers put in. */
  readonly rule: string;
  readonly steps: readonly ReasonStep[];
  readonly borders: readonly [Border, Border];
  readonly otherwise: readonly Otherwise[];
  readonly cite?: Citation;
}
