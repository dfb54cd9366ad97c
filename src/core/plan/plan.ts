import type { Addr, Bytes } from '../base/addr';
import type { Range } from '../base/range';
import type { Margin } from '../cliffs/cliff';
import type { HostView } from '../host/view';
import type { Diagnostic } from '../lint/diagnostic';
import type { LinuxView } from '../linux/view';
import type { Partition } from '../space/partition';
import type { Timeline } from '../space/timeline';
import type { Citation, DocPath, Provenance, Sureness } from '../space/region';

/** One entry of an E820 table, in file order. `end` is exclusive. */
export interface E820Entry {
  readonly range: Range;
  /** Raw type number; unknown ones stay as they are. */
  readonly type: number;
  readonly owner?: DocPath;
  readonly node?: number;
  /** Short cause for a table cell: `AMD`, `r0`, `sp1`. */
  readonly cause: string;
  readonly why: Provenance;
  /** As the stage words the type, where it has words of its own: `System RAM`. */
  readonly words?: string;
  /** Absent is exact. */
  readonly sure?: Sureness;
  /** What the entry says, where no range can be that: `range` is cut to the addresses that there are. The end is exclusive, at most 2^53. */
  readonly claims?: { readonly start: number; readonly end: number };
}

/** Where a stage's table differs from that of the stage before, and why. */
export interface StageDifference {
  /** Entries that came, went, changed their type, became one, or were cut in several. */
  readonly kind: 'came' | 'went' | 'retyped' | 'joined' | 'split';
  readonly range: Range;
  /** Entries concerned, before and after. */
  readonly before: number;
  readonly after: number;
  /** One sentence. */
  readonly why: string;
  /** It takes memory from where the layout meant it to be. */
  readonly hasConsequences?: boolean;
  readonly cite?: Citation;
}

/** One structure of the SRAT, decoded. */
export type SratEntry =
  | {
      readonly type: 'cpu';
      readonly offset: number;
      readonly apicId: number;
      readonly node: number;
      readonly x2apic: boolean;
    }
  | {
      readonly type: 'memory';
      readonly offset: number;
      readonly node: number;
      /** Kept as bigint-safe text in JSON; here plain since the table's readers draw it. */
      readonly start: number;
      readonly size: Bytes;
      /** 1 enabled, 2 hot-pluggable, 4 non-volatile. */
      readonly flags: number;
      readonly owner?: DocPath;
      readonly why: Provenance;
    }
  | { readonly type: 'generic'; readonly offset: number; readonly node: number; readonly handle: string };

/** One item of `query-memory-devices`, with its place in the document. */
export interface MemoryDeviceRow {
  readonly owner: DocPath;
  /** QMP's type: `dimm`, `nvdimm`, `virtio-mem`, `virtio-pmem`, `sp-mem`. */
  readonly type: string;
  readonly kind: string;
  readonly id?: string;
  readonly memdev: string;
  readonly range: Range;
  readonly slot?: number;
  readonly node: number;
  /** Every field as QMP prints it, numbers as decimal text. */
  readonly fields: Readonly<Record<string, string>>;
  readonly why: Provenance;
}

/** A named piece of a file, so that bytes and their meaning light up together. */
export interface FileField {
  readonly offset: number;
  readonly length: number;
  readonly label: string;
  readonly owner?: DocPath;
}

/** One fw_cfg file. `bytes` is absent where physmap does not predict the content, only that the file exists. */
export interface FwCfgFile {
  readonly name: string;
  /** fw_cfg select key, 0x20 + position in the sorted directory. */
  readonly key: number;
  /** In bytes; absent where it depends on more than memory. */
  readonly size?: number;
  readonly bytes?: Uint8Array;
  readonly fields: readonly FileField[];
  /** Bytes of one record, for a dump of one record a row: 20 for etc/e820, else 16. */
  readonly rowBytes: number;
}

export interface Tables {
  readonly e820: readonly E820Entry[];
  readonly srat: readonly SratEntry[];
  readonly memoryDevices: readonly MemoryDeviceRow[];
  readonly files: readonly FwCfgFile[];
}

/** The world at one moment: after a boot stage, or after a timeline event. */
export interface Snapshot {
  readonly id: string;
  readonly stage: string;
  readonly title: string;
  /** What answers at each address: QEMU decides that, and later boot stages only describe it. */
  readonly spaces: { readonly cpu: Partition };
  /** Absent when QEMU refuses to start, and at later stages: QEMU makes its tables once. */
  readonly tables?: Tables;
  /** The memory table as this stage leaves it, in its own order; absent when QEMU refuses to start. */
  readonly e820?: readonly E820Entry[];
  /** The least sure of its entries; absent is exact. */
  readonly sure?: Sureness;
  /** What is unknown or only modelled, one sentence each. */
  readonly caveats?: readonly string[];
  /** Against the stage before; absent for the first. */
  readonly differences?: readonly StageDifference[];
}

/** Firmware and kernel that a plan is for, with what was assumed. */
export interface BootChoice {
  /** Id in `core/boot/firmwares`; an unknown id of a layout stays, and nothing is computed for it. */
  readonly firmware: string;
  readonly kernel: string;
  /** The kernel's command line. */
  readonly append: string;
  /** Neither the layout nor its command line names it. */
  readonly assumed: { readonly firmware: boolean; readonly kernel: boolean };
}

/** One word of the generated command line; words of one option share `option`. */
export interface CommandWord {
  readonly text: string;
  readonly option: number;
  /** The document entity or field that it came from. */
  readonly path?: DocPath;
}

/** One term of the sum that decides whether the layout fits the CPU's address bits. */
export interface SumTerm {
  readonly id: 'low-area' | 'ram-above' | 'alignment' | 'window' | 'slots' | 'cxl' | 'hole' | 'moved';
  readonly label: string;
  readonly size: Bytes;
  /** Exclusive end of this term. */
  readonly end: number;
  readonly path?: DocPath;
  readonly setBy: string;
}

export interface Verdict {
  readonly starts: boolean;
  /** QEMU's own words, verbatim, without `qemu-system-x86_64: `. */
  readonly error?: string;
  readonly code?: string;
  readonly warnings: readonly string[];
  /** Address bits that the layout needs, and that the CPU has; absent where QEMU does not get that far. */
  readonly bitsNeeded?: number;
  readonly bitsAvailable?: number;
  /** Bytes until the HyperTransport rule would move RAM to 1 TiB; absent where the rule does not apply. */
  readonly bytesToMove?: Bytes;
  /** Distances to what comes next if the layout grows; absent where QEMU does not compare, or does not get that far. */
  readonly margins?: readonly Margin[];
  readonly sum: readonly SumTerm[];
  /** Assumed values: not in the layout, QEMU's defaults. */
  readonly assumed: readonly { readonly label: string; readonly value: string; readonly path: DocPath }[];
}

/** All that follows from one layout document. */
export interface Plan {
  readonly revision: number;
  readonly verdict: Verdict;
  readonly commandLine: readonly CommandWord[];
  /** The same for a shell: quoted, one option a line, continued by backslashes. */
  readonly shell: string;
  /** The boot stages, in order: `qemu`, `firmware`, `linux-bios`, `linux`. The first is always there. */
  readonly snapshots: readonly Snapshot[];
  readonly boot: BootChoice;
  /** Absent when QEMU refuses to start, or nothing is known of the firmware. */
  readonly linux?: LinuxView;
  /** Absent where the layout says nothing of its host. */
  readonly host?: HostView;
  /** Devices over the steps of the layout; absent without steps, and where QEMU refuses to start. */
  readonly timeline?: Timeline;
  readonly diagnostics: readonly Diagnostic[];
  /** The device-memory window, for budgets. */
  readonly window?: { readonly range: Range; readonly budget: Bytes; readonly used: Bytes };
  readonly limit: Addr;
}
