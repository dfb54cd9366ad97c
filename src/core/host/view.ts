/** The host's memory beside the guest's: what is there, what backs what, and what is left. */
import type { Addr } from '../base/addr';
import type { Range } from '../base/range';
import type { E820Entry } from '../plan/plan';
import type { Partition } from '../space/partition';
import type { DocPath } from '../space/region';

/** What is wrong with the host memory behind a piece of the guest's. */
export type BackingProblem = 'shared' | 'short' | 'scattered' | 'wrong-node' | 'not-there' | 'wrong-kind';

/** A piece of host memory and the piece of guest memory that it backs, of equal size. */
export interface Ribbon {
  readonly host: Range;
  readonly guest: Range;
  /** `backends.2`. */
  readonly backend: DocPath;
  /** The guest entity: `devices.0`, `nodes.0`, `memory.size`. */
  readonly owner: DocPath;
  /** `host.ranges.3`; absent where the host has nothing there. */
  readonly source?: DocPath;
  readonly problems: readonly BackingProblem[];
}

/** Guest memory whose place on the host is not pinned: any host memory of that kind will do. */
export interface Unpinned {
  readonly guest: Range;
  readonly owner: DocPath;
  readonly backend?: DocPath;
}

/** One side of a row of the side-by-side table. */
export interface SideBySideEntry {
  readonly range: Range;
  /** E820 type number; for guest memory that E820 does not list, that of the memory once the guest has it. */
  readonly type: number;
  readonly path?: DocPath;
  readonly node?: number;
  /** The guest learns of it from ACPI or a driver: it has no entry in E820. */
  readonly unlisted?: true;
}

/** One row of the side-by-side table: host entry, guest entry, or both where one backs the other. */
export interface SideBySideRow {
  readonly host?: SideBySideEntry;
  readonly guest?: SideBySideEntry;
  /** `guest.start - host.start`, where both are there. */
  readonly offset?: number;
  readonly problems: readonly BackingProblem[];
}

/** How much of the host each one has: by node (absent: unknown) and by E820 type. */
export interface HostSum {
  readonly node?: number;
  readonly type: number;
  /** Bytes. */
  readonly size: number;
  readonly given: number;
  readonly free: number;
}

/** How much of the guest's memory is whose: the kernel's from the start, a driver's, the firmware's, nobody's yet. */
export interface GuestSum {
  readonly node?: number;
  readonly holder: 'os' | 'driver' | 'firmware' | 'later';
  /** Bytes. */
  readonly size: number;
}

export interface HostView {
  readonly limit: Addr;
  readonly space: Partition;
  /** The host's E820 as far as it is known, by address. */
  readonly e820: readonly E820Entry[];
  readonly ribbons: readonly Ribbon[];
  readonly unpinned: readonly Unpinned[];
  readonly rows: readonly SideBySideRow[];
  /** Host memory of types 1 and 0xEFFFFFFF that backs nothing. */
  readonly free: readonly {
    readonly range: Range;
    readonly type: number;
    readonly path: DocPath;
    readonly node?: number;
  }[];
  readonly sums: readonly HostSum[];
  /** What this guest leaves of the host's memory, by type: what is free, less the unpinned guest memory that ordinary RAM must hold. */
  readonly left: readonly { readonly type: number; readonly size: number }[];
  readonly guestSums: readonly GuestSum[];
}
