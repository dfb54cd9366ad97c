/** What of a libvirt domain decides its memory map. Sizes are bytes, rounded as libvirt rounds them. */
import type { Bytes } from '../../base/addr';

/** Where in the text something stands. */
export interface Origin {
  readonly start: number;
  readonly length: number;
}

export interface IndexRange {
  readonly first: number;
  readonly last: number;
}

export type Access = 'shared' | 'private';

export interface CellCache {
  readonly level: number;
  readonly associativity: string;
  readonly policy: string;
  readonly size: Bytes;
  readonly line: number;
  readonly from: Origin;
}

export interface Cell {
  readonly id: number;
  readonly cpus: readonly IndexRange[];
  readonly memory: Bytes;
  readonly access?: Access;
  readonly discard?: boolean;
  readonly distances: readonly { readonly to: number; readonly value: number }[];
  readonly caches: readonly CellCache[];
  readonly from: Origin;
}

export interface Interconnect {
  readonly what: 'latency' | 'bandwidth';
  readonly initiator: number;
  readonly target: number;
  readonly cache: number;
  readonly access: string;
  /** Nanoseconds, or bytes per second. */
  readonly value: number;
  readonly from: Origin;
}

export const MODULE_MODELS = ['dimm', 'nvdimm', 'virtio-mem', 'virtio-pmem', 'sgx-epc'] as const;
export type ModuleModel = (typeof MODULE_MODELS)[number];

/** A `<memory model=…>` among the devices. */
export interface MemoryModule {
  readonly model: ModuleModel;
  readonly size: Bytes;
  readonly node?: number;
  readonly slot?: number;
  readonly base?: number;
  readonly block?: Bytes;
  readonly requested?: Bytes;
  readonly label?: Bytes;
  readonly isReadOnly: boolean;
  readonly path?: string;
  readonly alignment?: Bytes;
  readonly isPersistent: boolean;
  readonly pageSize?: Bytes;
  readonly access?: Access;
  readonly discard?: boolean;
  readonly dynamicSlots?: boolean;
  readonly alias?: string;
  readonly from: Origin;
}

/** `<memoryBacking>`. */
export interface Backing {
  readonly source?: 'anonymous' | 'file' | 'memfd';
  readonly access?: Access;
  readonly isImmediate: boolean;
  readonly threads?: number;
  readonly discard: boolean;
  /** Huge pages; a size is absent where libvirt takes the host's own, nodes where they are for all. */
  readonly pages: readonly { readonly size?: Bytes; readonly nodes?: readonly IndexRange[] }[];
}

export interface CpuChoice {
  readonly model?: string;
  /** `name=on`, in order. */
  readonly features: readonly string[];
  readonly physBits?: number;
  readonly from: Origin;
}

export interface Topology {
  readonly sockets: number;
  readonly dies: number;
  readonly clusters: number;
  readonly cores: number;
  readonly threads: number;
}

/** A device that is no memory device, as libvirt spells it for QEMU. */
export interface OtherDevice {
  readonly driver: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  readonly from: Origin;
}

export interface Domain {
  readonly name: string;
  readonly title: string;
  readonly machine: string;
  /** Absent where the text says nothing of it, so that QEMU's own default holds. */
  readonly acpi?: boolean;
  readonly firmware?: string;
  readonly boot: readonly { readonly option: string; readonly value: string; readonly from: Origin }[];
  readonly cpu?: CpuChoice;
  readonly topology?: Topology;
  readonly vcpus: { readonly most: number; readonly now: number; readonly from: Origin };
  /** `<memory>`: boot memory and memory devices together. */
  readonly total?: { readonly bytes: Bytes; readonly from: Origin };
  readonly largest?: { readonly bytes: Bytes; readonly slots?: number; readonly from: Origin };
  readonly backing: Backing;
  readonly cells: readonly Cell[];
  readonly interconnects: readonly Interconnect[];
  readonly modules: readonly MemoryModule[];
  readonly hole?: { readonly bytes: Bytes; readonly from: Origin };
  readonly others: readonly OtherDevice[];
  /** Words of `<qemu:commandline>`. */
  readonly args: readonly { readonly text: string; readonly from: Origin }[];
  readonly from: Origin;
}

export const noBacking: Backing = { isImmediate: false, discard: false, pages: [] };
