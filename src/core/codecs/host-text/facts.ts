/** What was gathered while a text was read: one list for each thing that texts of a machine tell. */
import type { Host } from '../../document/schema';
import type { ImportNote } from '../format';
import type { Span, Unheld } from './address';

/** Which table of the kernel an entry is from; `plain` is one that somebody wrote. */
export type TableTag = 'bios' | 'user' | 'modified' | 'extended' | 'plain';

/** It can be empty, and end where no CPU has addresses. */
export interface TableEntry extends Span {
  readonly line: number;
  readonly type: number;
}

/** A table as it was printed, with the gaps that Linux prints since 7.0. */
export interface Table {
  readonly tag: TableTag;
  readonly entries: TableEntry[];
  readonly gaps: (Span & { readonly line: number })[];
  /** The line of the last entry: edits behind it were made to this table. */
  lastLine: number;
  /** Its heading was there, so that it is known to begin where it does. */
  readonly hasHeading: boolean;
  /** `Facts.lines` behind its last line: unless more were read since, the next line goes on with it. */
  linesRead: number;
  /** Where its first entry came again, as long as it is not clear what that means. */
  again?: number | undefined;
}

/** `e820: update` and `e820: remove`; no `to` is a removal, no `from` means whatever is there. */
export interface TableEdit extends Span {
  readonly line: number;
  readonly from?: number;
  readonly to?: number;
}

export interface AffinityEntry extends Span {
  readonly node: number;
  readonly pxm: number;
  readonly hotplug: boolean;
}

export interface ResourceLine {
  readonly line: number;
  /** Undefined where the end stands before the start. */
  readonly span?: Span;
  readonly start: number;
  readonly name: string;
  readonly depth: number;
}

/** Memory that the kernel manages in blocks, as `lsmem` lists it. */
export interface BlockRange extends Span {
  readonly node?: number;
  readonly state: string;
  readonly blocks?: number;
}

export interface NodeFacts {
  size?: number;
  cpus?: string;
}

export type DaxFacts = Readonly<Host['dax'][number]>;

/** A CXL region or window with its place. */
export interface CxlRange extends Span {
  readonly name: string;
  readonly isRegion: boolean;
  readonly isPersistent: boolean;
}

/** A document has at most so many ranges and resources. */
export const MOST_RANGES = 4096;
/** Lines of one kind beyond this are left out, and said to be. */
const MOST_LINES = 65_536;
const MOST_NODES = 1024;

export class Facts {
  readonly tables: Table[] = [];
  readonly edits: TableEdit[] = [];
  readonly lastPfns: { readonly line: number; readonly pfn: number }[] = [];
  readonly pciGaps: (Span & { readonly line: number })[] = [];
  readonly efi: TableEntry[] = [];
  readonly affinity: AffinityEntry[] = [];
  readonly earlyNodes: (Span & { readonly node: number })[] = [];
  readonly resources: ResourceLine[] = [];
  /** `/sys/firmware/memmap/N`, by N; hexadecimal digits, and the first line about it. */
  readonly memmap = new Map<number, { line: number; start?: string; last?: string; type?: number }>();
  readonly blocks: BlockRange[] = [];
  readonly nodes = new Map<number, NodeFacts>();
  readonly dax: DaxFacts[] = [];
  readonly cxl: CxlRange[] = [];
  /** All nodes were listed, not only mentioned. */
  hasAllNodes = false;
  readonly notes: ImportNote[] = [];
  /** Widths that hosts state, each once; more than one is a fleet. */
  readonly addressSizes: { readonly physBits: number; readonly line: number; readonly title?: string }[] = [];
  blockSize: number | undefined;
  /** Columns of the `lsmem` table that is being read. */
  lsmemColumns: readonly { readonly name: string; readonly from: number; readonly to: number }[] | undefined;
  /** Rows of distances are being read. */
  inDistances = false;
  /** The file of a `tail -n +1` that is being read. */
  tailed: { readonly entry: number; readonly field: string } | undefined;
  /** Lines so far that are neither blank nor comments. */
  lines = 0;
  /** Lines that were understood and not kept, since there were too many of them. */
  leftOut = 0;

  keep<T>(list: T[], item: T): void {
    if (list.length < MOST_LINES) list.push(item);
    else this.leftOut += 1;
  }

  /** An entry of a table that a layout cannot hold: which, why, and what would do. */
  leave(text: string, { why, works }: Unheld, line: number): void {
    this.note(`The entry ${text} is left out: ${why}. The rest is read. What works: ${works}.`, line);
  }

  note(message: string, line?: number): void {
    this.notes.push({ message, ...(line === undefined ? {} : { line }) });
  }

  /** What is known of a node, to be added to; nothing beyond the most nodes that a host can have. */
  node(id: number): NodeFacts | undefined {
    const known = this.nodes.get(id);
    if (known !== undefined) return known;
    if (this.nodes.size >= MOST_NODES || id > 0xffff) {
      this.leftOut += 1;
      return undefined;
    }
    const made: NodeFacts = {};
    this.nodes.set(id, made);
    return made;
  }
}
