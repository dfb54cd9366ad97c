/** What a report says, before it is Markdown or HTML: sections of blocks of plain text. */
import type { Severity } from '../../lint/diagnostic';

export interface Cell {
  readonly text: string;
  /** An address, a name of QEMU's, a checksum: set in equal letters. */
  readonly code?: boolean;
}

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sums and limits. */
  readonly foot?: readonly (readonly Cell[])[];
}

export interface FindingBlock {
  readonly kind: 'finding';
  readonly severity: Severity;
  readonly code: string;
  readonly what: string;
  /** QEMU's words. */
  readonly said?: string;
  readonly where: string;
  readonly why: string;
  /** What would work: one way or several. */
  readonly works: readonly string[];
  /** Why it is let pass; none where it is not. */
  readonly waived: readonly string[];
}

/** What people said of one thing, the oldest first. */
export interface ThreadBlock {
  readonly kind: 'thread';
  readonly about: string;
  /** Where that is, and what became of it since; empty where there is nothing to say. */
  readonly where: string;
  readonly comments: readonly {
    readonly signature: string;
    /** With line breaks; empty where it only resolves or reopens. */
    readonly text: string;
  }[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string; readonly quiet?: boolean }
  /** What a program says, word for word. */
  | { readonly kind: 'said'; readonly severity: Severity; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'terms'; readonly items: readonly (readonly [term: string, value: string])[] }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'shell'; readonly text: string }
  | { readonly kind: 'link'; readonly link: string }
  /** Where the picture of the map stands, in forms that can hold it. */
  | { readonly kind: 'picture' }
  | ThreadBlock
  | FindingBlock;

export interface Section {
  /** For links inside of the report. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Report {
  readonly title: string;
  readonly starts: boolean;
  /** One sentence. */
  readonly verdict: string;
  readonly sections: readonly Section[];
}

export const text = (value: string | number): Cell => ({ text: String(value) });
export const code = (value: string): Cell => ({ text: value, code: true });
export const NONE: Cell = { text: '–' };
export const right = (title: string): Column => ({ title, align: 'right' });
export const left = (title: string): Column => ({ title });
