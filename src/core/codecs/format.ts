/** What importers and exporters provide. */
import type { Result } from '../base/result';
import type { Capture } from '../capture/capture';
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
  /** Every format there is, where the input is of none. */
  readonly formats?: readonly FormatExample[];
}

/** What texts of a format look like. */
export interface FormatExample {
  readonly title: string;
  readonly example: string;
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

/** Of the layout, what a text speaks of; `nothing` where it is only compared with the plan. */
export type ImportPart = 'host' | 'events' | 'devices' | 'nothing';

export interface Imported {
  readonly document: LayoutDocument;
  readonly notes: readonly ImportNote[];
  /** Only this part of the layout was in the text; the rest is that of the layout that was given. Absent: all of it was. */
  readonly part?: ImportPart;
  readonly report?: ImportReport;
  /** What a running QEMU or guest said of itself, to be held against the plan. */
  readonly capture?: Capture;
}

/** What somebody pasted or dropped. Bytes that are no text in UTF-8 come as `bytes`. */
export type Source = { readonly text: string } | { readonly bytes: Uint8Array };

/** A format that a source may be in. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  /** What reading it as this would do, one sentence. */
  readonly does: string;
  /** 0 to 1. */
  readonly sureness: number;
  /** It is the surest, or nearly: of several of these people choose. */
  readonly likely: boolean;
}

export interface Importer {
  readonly id: string;
  readonly title: string;
  /** What reading a text as this does, one sentence: people choose by it where a text can be read in several ways. */
  readonly does: string;
  /** A short text of this format, shown where none was recognised. */
  readonly example: string;
  /**
   * How sure the content looks, 0 to 1; 0.98 and more where the text says itself what it is, so that nobody need be asked. Never
   * throws.
   */
  sniff(text: string): number;
  /** Its texts are layouts of physmap, with all that belongs to one: what was said of the layout on screen is not about theirs. */
  readonly isLayout?: true;
  /** The most characters that are read, if they are more than a layout needs. */
  readonly longest?: number;
  /**
   * Never throws; bounded in time and memory by the length of the text.
   * @param current the layout on screen, for texts that speak of a part of one
   */
  read(text: string, current?: LayoutDocument): Result<Imported, FormatError>;
  /** The same in small steps, for texts that are long; each step gives how much is done, 0 to 1. */
  readonly steps?: (text: string, current?: LayoutDocument) => Generator<number, Result<Imported, FormatError>>;
  /** The same for bytes that are no text, in formats that have such a form. */
  readonly binary?: {
    sniff(bytes: Uint8Array): number;
    read(bytes: Uint8Array, current?: LayoutDocument): Result<Imported, FormatError>;
  };
}

export interface Exported {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: string | Uint8Array;
  /** What of the layout this format cannot say, or what must be known to use it, one sentence each. */
  readonly notes?: readonly string[];
}

/** What a layout is compared with: another one, or what a running machine said of itself. */
export type ComparedWith = {
  /** It is B, what becomes of the layout, and not A. */
  readonly isLater?: boolean;
} & (
  | { readonly document: LayoutDocument; readonly machine?: never }
  | { readonly machine: Capture; readonly document?: never }
);

/** What an exporter may ask for besides the plan: it is made outside of core. */
export interface ExportContext {
  /** A link that opens the layout; absent where it is too large for one. */
  readonly link?: string;
  /** What of the review is not in that link, without a full stop: `2 of 40 threads are not in this link`. Absent where all of it is. */
  readonly linkLacks?: string;
  /** The address map as SVG that stands alone, in light colours. */
  readonly picture?: string;
  /** The same as PNG. */
  readonly raster?: Uint8Array;
  /** Absent where nothing is compared. */
  readonly comparedWith?: ComparedWith;
}

export interface Exporter {
  readonly id: string;
  readonly title: string;
  /** What `write` needs in its context. */
  readonly needs?: readonly (keyof ExportContext)[];
  write(plan: Plan, document: LayoutDocument, context?: ExportContext): Result<Exported, FormatError>;
}
