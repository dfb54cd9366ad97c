/** What importers and exporters provide. */
import type { Result } from '../base/result';
import type { LayoutDocument } from '../document/schema';
import type { Plan } from '../plan/plan';

/** Why text could not be read, with its place. Lines and columns count from 1. */
export interface FormatError {
  readonly code: string;
  readonly message: string;
  /** What would work. */
  readonly works: string;
  readonly line?: number;
  readonly column?: number;
  /** How many characters the complaint is about. */
  readonly length?: number;
  /** Byte offset, for binary input. */
  readonly offset?: number;
}

/** A remark about something read: an option kept as it is, a value taken over with a change. */
export interface ImportNote {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** Something that was understood: `usable`, 3 times, so many bytes. */
export interface ImportFact {
  readonly what: string;
  readonly count: number;
  /** The sum of their sizes. */
  readonly bytes?: number;
  /** A share of the fact above it. */
  readonly part?: true;
}

/** Lines, one below the other but for blank ones, of which nothing was understood. */
export interface UnreadLines {
  readonly line: number;
  readonly last: number;
  /** How many, blank ones not counted. */
  readonly count: number;
  /** The first of them, cut where it is long. */
  readonly text: string;
}

/** An account of every line of a text that may hold much besides what is looked for. */
export interface ImportReport {
  readonly facts: readonly ImportFact[];
  /** Counts of lines; `empty` are blank ones and comments. */
  readonly lines: {
    readonly all: number;
    readonly understood: number;
    readonly unread: number;
    readonly empty: number;
  };
  readonly unread: readonly UnreadLines[];
  /** Unread lines that have no place in `unread` any more. */
  readonly unlisted: number;
}

export interface Imported {
  readonly document: LayoutDocument;
  readonly notes: readonly ImportNote[];
  /** Only this part of the layout was in the text; the rest is that of the layout that was given. */
  readonly part?: 'host';
  readonly report?: ImportReport;
}

export interface Importer {
  readonly id: string;
  readonly title: string;
  /** A short text of this format, shown where none was recognised. */
  readonly example: string;
  /** How sure the content looks, 0 to 1. Never throws. */
  sniff(text: string): number;
  /** The most characters that are read, if they are more than a layout needs. */
  readonly longest?: number;
  /**
   * Never throws; bounded in time and memory by the length of the text.
   * @param current the layout on screen, for texts that speak of a part of one
   */
  read(text: string, current?: LayoutDocument): Result<Imported, FormatError>;
  /** The same in small steps, for texts that are long; each step gives how much is done, 0 to 1. */
  readonly steps?: (text: string, current?: LayoutDocument) => Generator<number, Result<Imported, FormatError>>;
}

export interface Exported {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
}

export interface Exporter {
  readonly id: string;
  readonly title: string;
  write(plan: Plan, document: LayoutDocument): Result<Exported, FormatError>;
}
