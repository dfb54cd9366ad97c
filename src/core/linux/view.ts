/** What Linux makes of the memory that firmware hands to it, from the first printed line to the devices that drivers make. */
import type { Range } from '../base/range';
import type { OnlinePolicy } from '../document/schema';
import type { DocPath, Provenance, Sureness } from '../space/region';

/** One entry of a table that the kernel prints or keeps. */
export interface LinuxEntry {
  readonly range: Range;
  /** E820 type number. */
  readonly type: number;
  /** As this kernel words it: `System RAM`, `soft reserved`. */
  readonly words: string;
  readonly sure: Sureness;
  readonly why: Provenance;
}

/** A line of `/proc/iomem`. */
export interface IomemLine {
  readonly range: Range;
  readonly name: string;
  /** Levels of indentation. */
  readonly depth: number;
  readonly sure: Sureness;
  /** There at boot, once dax drivers are loaded, or once kmem has given the memory to the kernel. */
  readonly since: 'boot' | 'dax' | 'kmem';
}

/** A node as the guest numbers it, which need not be QEMU's number. */
export interface LinuxNode {
  readonly id: number;
  /** Proximity domain, QEMU's node id; absent where there is no SRAT. */
  readonly pxm?: number;
  /** Memory at boot, before any driver. */
  readonly ranges: readonly Range[];
  readonly hasCpus: boolean;
  readonly online: boolean;
  /** Online whatever memory it has: it has boot RAM, a processor that is there or may come, or a generic initiator. */
  readonly staysOnline: boolean;
  /** Online once kmem has added its dax devices. */
  readonly onlineWithKmem: boolean;
  /** Bytes at boot and with kmem. */
  readonly size: number;
  readonly sizeWithKmem: number;
}

export interface DaxDevice {
  /** `dax0.0`. */
  readonly name: string;
  readonly range: Range;
  /** What kmem adds of it: whole memory blocks; absent where nothing is left. */
  readonly blocks?: Range;
  /** Guest numbers; absent where the kernel has none. */
  readonly targetNode?: number;
  readonly numaNode: number;
  /** Layout entities whose bytes it has, in address order, and the node that each was given. */
  readonly parts: readonly { readonly owner?: DocPath; readonly node?: number; readonly range: Range }[];
  readonly sure: Sureness;
  readonly why: Provenance;
}

/** A DIMM that is there at boot. */
export interface LinuxDimm {
  readonly range: Range;
  readonly owner: DocPath;
  /** As the guest numbers it. */
  readonly node: number;
  /** Why Linux does not take it; absent where it does. */
  readonly refused?: string;
}

/** Memory blocks `memoryN`, one after the other, on one node. */
export interface BlockRun {
  readonly first: number;
  readonly count: number;
  readonly node: number;
  /** There at boot, or once kmem has added a dax device. */
  readonly since: 'boot' | 'kmem';
}

/** How the kernel takes memory while it runs, as its command line has it. */
export interface HotplugRules {
  /** `memhp_default_state=`. */
  readonly policy: OnlinePolicy;
  /** `movable_node`: blocks that no zone has yet go to Movable. */
  readonly prefersMovable: boolean;
  /** Of the lowest RAM: where memory goes whose own node the SRAT does not name (memory_add_physaddr_to_nid). */
  readonly firstNode: number;
  /** `mem=`: while the kernel boots it takes no memory that ends above. */
  readonly memoryLimit?: number;
}

export interface LinuxView {
  /** Id of the kernel. */
  readonly kernel: string;
  /** What is printed as `BIOS-e820`. */
  readonly bios: readonly LinuxEntry[];
  /** What is printed as `user`, where parameters change the table. */
  readonly user?: readonly LinuxEntry[];
  /** After parameters and fixed edits. */
  readonly final: readonly LinuxEntry[];
  /** Lines of the log that edit the table, in order, verbatim: `e820: remove [mem …] device reserved`. */
  readonly edits: readonly string[];
  /** As printed: `0x1080000`; at most two. */
  readonly lastPfn: readonly string[];
  readonly pciGap?: Range;
  readonly ramBuffers: readonly Range[];
  /** Bytes of RAM that the kernel counts, whole pages. */
  readonly ramBytes: number;
  /** `/sys/firmware/memmap`, names as there. */
  readonly firmwareMemmap: readonly { readonly range: Range; readonly name: string }[];
  readonly iomem: readonly IomemLine[];
  /** SRAT lines as printed, without the time. */
  readonly srat: readonly string[];
  /** `node   0: [mem 0x…-0x…]`. */
  readonly earlyNodeRanges: readonly string[];
  readonly nodes: readonly LinuxNode[];
  readonly dax: readonly DaxDevice[];
  /** Bytes of a memory block. */
  readonly blockSize: number;
  /** Those at boot by number, then those of kmem. */
  readonly blocks: readonly BlockRun[];
  /** In slot order. */
  readonly dimms: readonly LinuxDimm[];
  readonly hotplug: HotplugRules;
  /** Parameters of the kernel's command line that were not understood, or have no effect, and why. */
  readonly remarks: readonly { readonly parameter: string; readonly text: string }[];
  readonly sure: Sureness;
  /** What is unknown or only modelled, and why, one sentence each. */
  readonly caveats: readonly string[];
}
