import type { Range } from '../base/range';
import type { Edit } from '../document/edit';
import type { DocPath } from '../space/region';

/** error: the guest will not start or will not see what was asked; warning: it will, with a loss; info: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** A change that makes a finding go away: one click, one undo step. */
export interface Fix {
  /** A verb and a value: `Leave 1 GiB between them`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A finding with its four parts: what, where, why, what would work. */
export interface Diagnostic {
  /** Stable and searchable: `machine/phys-bits-too-low`. */
  readonly code: string;
  readonly severity: Severity;
  readonly what: string;
  readonly where: string;
  readonly why: string;
  readonly works: string;
  /** The ways out one by one, where each changes something else. */
  readonly alternatives?: readonly string[];
  /** Smallest change first. */
  readonly fixes?: readonly Fix[];
  /** Text that QEMU prints, verbatim, if it prints one. */
  readonly qemu?: string;
  readonly range?: Range;
  /** The field to focus. */
  readonly path?: DocPath;
}
