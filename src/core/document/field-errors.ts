import type { DocPath } from '../space/region';

/** Why a value cannot stand in a document, at the field that holds it. */
export interface FieldError {
  readonly path: DocPath;
  /** One plain sentence: what is wrong with which value, and what would be taken. */
  readonly message: string;
  /** `too-new`: made by a version of physmap that knows more than this one. */
  readonly code?: 'too-new';
}

/** At least one error when it is the failure of a `Result`. */
export type FieldErrors = readonly FieldError[];
