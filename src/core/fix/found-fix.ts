/** Ways out of a refusal or a warning of QEMU's, as a search over the layout's settings finds them. */
import type { Addr, Bytes } from '../base/addr';
import type { Range } from '../base/range';
import type { Fix } from '../lint/diagnostic';
import type { SumTerm } from '../plan/plan';
import type { PlainPiece } from '../space/pieces-within';
import type { DocPath } from '../space/region';

/** What is to go away: a finding of the plan, told by its code and by QEMU's words if it has any. */
export interface Wanted {
  readonly code: string;
  readonly qemu?: string;
  /** Of a step, since several may be refused in the same words. */
  readonly path?: DocPath;
}

/** One setting that a fix changes. */
export interface SettingChange {
  readonly path: DocPath;
  /** `maxmem`, `address of sp1`. */
  readonly label: string;
  /** As a form shows them; absent is QEMU's default, or nothing. */
  readonly before?: string;
  readonly after?: string;
}

/** The device-memory window, with what lies in it and what is free. */
export interface WindowOutcome {
  readonly range: Range;
  /** Bytes that memory devices may have together. */
  readonly budget: Bytes;
  /** In address order, without gaps. */
  readonly pieces: readonly PlainPiece[];
}

/** The layout with the fix carried out, as far as a picture beside the refused one needs it. */
export interface FixOutcome {
  readonly sum: readonly SumTerm[];
  readonly limit: Addr;
  readonly bitsNeeded?: number;
  readonly bitsAvailable?: number;
  /** The value of etc/reserved-memory-end; absent where QEMU writes no such file. */
  readonly reservedMemoryEnd?: number;
  /** `windowOutcome` of its plan; absent where there is no window. */
  readonly window?: WindowOutcome;
  /** QEMU's warnings that were not there before. */
  readonly warnings: readonly string[];
}

/** A fix that was carried out on trial: the finding is gone, QEMU starts, and no other refusal or warning came up. */
export interface FoundFix extends Fix {
  readonly changes: readonly SettingChange[];
  /** What the user gives up, one sentence: `The guest can grow by 18 GiB and not by 28.` */
  readonly costs: string;
  /** How much it changes of what was asked for; smaller is better, and only the order counts. */
  readonly weight: number;
  readonly after: FixOutcome;
}

export interface FixSearch {
  /** Smallest change first; each changes something else. */
  readonly fixes: readonly FoundFix[];
  /** Layouts that were tried. */
  readonly tried: number;
  /** False if the search stopped at its bound, so that a smaller change may exist. */
  readonly complete: boolean;
}
