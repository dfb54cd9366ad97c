import type { Citation } from '../space/region';
import type { Severity } from './diagnostic';

/** What the page of a code says: what it is, why it is, where that is written, and what mends it. */
export interface RulePage {
  /** Code of the findings, as in `Diagnostic.code`. */
  readonly code: string;
  /** The gravest that its findings can have. */
  readonly severity: Severity;
  /** Who says so: QEMU in its own words, or physmap. */
  readonly author: 'qemu' | 'physmap';
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly works: string;
  readonly sources: readonly Citation[];
  /** QEMU's message with its variable parts as `…`, if it prints one. */
  readonly message?: string;
  /** Other texts that it prints for the same reason. */
  readonly furtherMessages?: readonly string[];
}

/** A page of physmap's own, as `pages/` has it. */
export type OwnPage = Omit<RulePage, 'author'>;
