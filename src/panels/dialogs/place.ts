/** Where in the text something is; lines and columns count from 1. */
export interface Place {
  readonly line?: number;
  /** The last line that is meant. */
  readonly last?: number;
  readonly column?: number;
  readonly length?: number;
}
