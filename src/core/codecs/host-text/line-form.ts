import type { Facts } from './facts';

/** A line without what a logger puts in front of it, numbered from 1; several lines that a mail program had wrapped count as the first. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
}

/** One kind of line. A new one is a form here and a line in `forms/index.ts`. */
export interface LineForm {
  readonly id: string;
  /** What it is called where people are told what was understood: `SRAT entries`. */
  readonly title: string;
  /** What it is called where a host says what it was read from; absent where nothing of it is kept. */
  readonly source?: string;
  /** Matches every line of this kind, prefix and all; cheap, since most lines of a log are none. */
  readonly hint: RegExp;
  /** Takes a line in; false if it is none of this kind. */
  read(line: SourceLine, facts: Facts): boolean;
}
