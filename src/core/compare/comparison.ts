/** Two layouts, or a layout and a running machine, held against each other: what differs in the address space, in words and in bytes. */
import type { Bytes } from '../base/addr';
import type { Capture } from '../capture/capture';
import type { CheckVerdict } from '../capture/check';
import type { LayoutDocument } from '../document/schema';
import type { E820Entry, SratEntry } from '../plan/plan';
import type { Region } from '../space/region';
import type { GroupOfChanges } from './outlook';

/** What is held against each other. Of a machine there is what it said of itself. */
export type Compared =
  | { readonly before: LayoutDocument; readonly after: LayoutDocument }
  | { readonly layout: LayoutDocument; readonly machine: Capture; readonly isMachineFirst: boolean };

/** What became of a range. Several may be true at once; `unchanged` and the last two stand alone. */
export type RangeChangeKind = 'unchanged' | 'moved' | 'resized' | 'retyped' | 'rebound' | 'added' | 'removed';

/** One thing of the address space: RAM above 4 GiB, a device, a hole. Free space counts only where it is the window's or a PCI hole. */
export interface RangeChange {
  /** Unique in a comparison, and the same however often it is computed: `sp1`, `RAM high`. */
  readonly id: string;
  readonly kinds: readonly RangeChangeKind[];
  readonly before?: Region;
  readonly after?: Region;
  /** How much later it starts; negative is earlier. Zero where it did not move or is there on one side only. */
  readonly movedBy: number;
  /** How much larger it is. */
  readonly resizedBy: Bytes | number;
  /** Short enough to stand on a ribbon, one line each: `resized + 64 GiB`, `moved + 128 GiB`, `same start`. */
  readonly words: readonly string[];
  /** What is behind it, where that is another: `node 1`, `hbm1`, `8 GiB at 0x280000000`. */
  readonly bound?: { readonly before: string; readonly after: string };
  /** Bytes of `etc/e820` that are its entry, where it has exactly one. */
  readonly entries?: { readonly before?: EntryBytes; readonly after?: EntryBytes };
}

export interface EntryBytes {
  /** In the file. */
  readonly offset: number;
  /** 20 of them. */
  readonly bytes: Uint8Array;
}

/** One line of the table of what is before and after. */
export interface ComparedFact {
  /** `address bits`, `to the 1 TiB jump`, `etc/e820`. */
  readonly label: string;
  /** Absent where that side has no such thing, as when QEMU refuses. */
  readonly before?: string;
  readonly after?: string;
  /** Compared as values, not as words. */
  readonly differs: boolean;
}

/** A piece of a line of the command line. */
export interface ComparedPiece {
  readonly text: string;
  readonly in: 'both' | 'before' | 'after';
}

/** An option that is not the same on both sides; equal ones are not listed. */
export interface ComparedOption {
  readonly pieces: readonly ComparedPiece[];
  /** What the option itself is about, where it has a name: `hbm2`. */
  readonly name?: string;
  /** Names of further options with the very same change: `hbm1`, `hbm3`. */
  readonly likewise: readonly string[];
}

/** One of the two, with all that a picture and tables need. */
export interface ComparedSide {
  readonly title: string;
  /** QEMU's own words if it refuses; absent: it starts. */
  readonly error?: string;
  readonly warnings: readonly string[];
  /** Of the space as QEMU makes it, ascending; what a refused layout would have, as far as it got. */
  readonly regions: readonly Region[];
  /** Exclusive end of the addresses that the CPU has. */
  readonly limit: number;
  /** From the last reserved byte to where RAM would jump to 1 TiB; absent where the rule does not apply. */
  readonly toJump?: { readonly start: number; readonly end: number };
  readonly e820?: readonly E820Entry[];
  readonly srat?: readonly SratEntry[];
}

export interface Comparison {
  /** What happened, in a few words: `Each GPU gets 64 GiB more`; plain where there is no better: `4 resized, 5 moved`. */
  readonly headline: string;
  /** Two or three sentences. */
  readonly summary: string;
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /**
   * One side is a running machine: what it said is held against the plan's table of this name, `etc/e820`, and nothing else is. The verdict
   * counts more than ranges do, such as entries without a byte.
   */
  readonly machine?: { readonly against: string; readonly verdict: CheckVerdict };
  /** By address after; what is removed stands where it was. */
  readonly ranges: readonly RangeChange[];
  readonly facts: readonly ComparedFact[];
  readonly options: readonly ComparedOption[];
  /** Everything of the documents that differs, host and steps too. Empty for layouts that mean the same. */
  readonly groups: readonly GroupOfChanges[];
}
