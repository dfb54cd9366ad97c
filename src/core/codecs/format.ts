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

export interface Imported {
  readonly document: LayoutDocument;
  readonly notes: readonly ImportNote[];
}

export interface Importer {
  readonly id: string;
  readonly title: string;
  /** A short text of this format, shown where none was recognised. */
  readonly example: string;
  /** How sure the content looks, 0 to 1. Never throws. */
  sniff(text: string): number;
  /** Never throws; bounded in time and memory by the length of the text. */
  read(text: string): Result<Imported, FormatError>;
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
