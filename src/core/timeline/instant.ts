/** One moment of a timeline in full: what was said, what the guest has, what stays as it was. Plain data, for the page. */
import type { Range } from '../base/range';
import type { Diagnostic } from '../lint/diagnostic';
import type { BlockRun, IomemLine, LinuxNode, LinuxView } from '../linux/view';
import type { MemoryDeviceRow } from '../plan/plan';
import type { Partition } from '../space/partition';
import type { DocPath, Provenance, Sureness } from '../space/region';
import type { DeviceState, StepOutcome } from '../space/timeline';

/** One line of the conversation. */
export interface Said {
  /** `ask` is sent to QEMU, `reply` and `event` come from it, `guest` is done in the guest. */
  readonly by: 'ask' | 'reply' | 'event' | 'guest';
  /** JSON on one line, as it goes over the wire; of the guest, words. */
  readonly text: string;
  readonly isError?: boolean;
  /** Absent is exact. */
  readonly sure?: Sureness;
}

export interface DeviceNow {
  readonly name: string;
  readonly owner: DocPath;
  /** Device kind. */
  readonly kind: string;
  readonly size: number;
  readonly range?: Range;
  readonly slot?: number;
  readonly node: number;
  readonly state: DeviceState | 'gone' | 'refused' | 'planned';
  /** The step that made it so; absent for boot. */
  readonly since?: number;
  readonly plugged: number;
  readonly online: number;
  /** Whether it could be taken back out now, and why not. */
  readonly reversible: { readonly is: boolean; readonly why: string };
}

/** A place in the guest where memory is listed, before and behind the step. */
export interface PlaceChange {
  /** `E820`, `SRAT, hot-pluggable`, `/proc/iomem`, `/sys/firmware/memmap`, `memory blocks`, `MemTotal`. */
  readonly place: string;
  /** Short: `2 entries`, `3 × System RAM in window`. */
  readonly before: string;
  /** Absent: the same. */
  readonly after?: string;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** One sentence: why it changed, or why it cannot. */
  readonly why: string;
  readonly sure: Sureness;
}

export interface Instant {
  readonly revision: number;
  /** 0 is boot. */
  readonly moment: number;
  readonly outcome?: StepOutcome;
  /** `t6 is refused`; one or two sentences with the numbers. */
  readonly heading: string;
  readonly summary: string;
  readonly said: readonly Said[];
  /** What remains behind, in one sentence: `The backend mem5 stays. It needs object-del.` */
  readonly leftBehind?: string;
  readonly finding?: Diagnostic;
  readonly why: Provenance;
  /** The least sure of what this moment says; QEMU's own part is exact. */
  readonly sure: Sureness;
  readonly changes: readonly PlaceChange[];
  /** By address; then those that are gone, refused or still to come. */
  readonly devices: readonly DeviceNow[];
  readonly machine: MachineNow;
}

/** What the map and the tables show in place of what they show of boot. */
export interface MachineNow {
  readonly cpu: Partition;
  readonly memoryDevices: readonly MemoryDeviceRow[];
  /** Bytes of memory devices. */
  readonly used: number;
  readonly linux?: {
    readonly iomem: readonly IomemLine[];
    readonly firmwareMemmap: LinuxView['firmwareMemmap'];
    readonly blocks: readonly BlockRun[];
    readonly nodes: readonly LinuxNode[];
  };
}
