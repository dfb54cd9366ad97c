/**
 * What QEMU makes of one command line, step by step. Everything is an unsigned 64-bit number held in a bigint, since QEMU's own
 * arithmetic wraps there; addresses become plain numbers only when a plan is drawn.
 */
import type { BackedDraft } from '../devices/behaviours/behaviour';
import type { Dialect } from '../dialects/dialect';
import type { MachineVersion } from '../machines/machine';
import type { DeviceContext, PlugResult } from './devices';
import type { Marking } from './marking/marking';

/** One option of the command line, in the order in which QEMU acts on them. */
export interface Option {
  /** Without dashes: `device`, `m`, `machine` (for `-M` too). */
  readonly name: string;
  /** Its argument as typed; empty for an option that takes none. */
  readonly text: string;
  /** Index into `args` of the option's own word; its argument is the next one. */
  readonly word: number;
  /** What QEMU prints before an error of this option: `-device pc-dimm,memdev=r: `, or `FILE:LINE: ` for a configuration file. */
  readonly prefix: string;
}

/** QEMU's reason for not starting. */
export interface Refusal {
  /** Stable id, lower case with dashes: `machine/phys-bits-too-low`. */
  readonly code: string;
  /** QEMU's own words, without the program's name, lines joined by a newline; second prefix included. */
  readonly text: string;
  /** The option that it is about, as an index into `Startup.options`. */
  readonly option?: number;
  /** Document paths of the settings that it depends on. */
  readonly inputs: readonly string[];
}

export interface Warning {
  readonly code: string;
  readonly text: string;
  readonly option?: number;
}

export interface Cpu {
  readonly model: string;
  /** The vendor id is `AuthenticAMD`. */
  readonly isAmd: boolean;
  readonly longMode: boolean;
  /** Not limited to 64: QEMU shifts by this modulo 64. */
  readonly physBits: number;
  readonly x2apic: boolean;
  /** It has pages of 1 GiB (`pdpe1gb`). */
  readonly gigabytePages: boolean;
}

export interface Topology {
  readonly cpus: number;
  readonly maxcpus: number;
  readonly sockets: number;
  readonly dies: number;
  readonly modules: number;
  readonly cores: number;
  readonly threads: number;
}

export interface CxlWindowRequest {
  readonly targets: readonly string[];
  readonly size: bigint;
  readonly granularity?: bigint;
}

/** The options of `-machine`, merged and typed. */
export interface MachineOptions {
  readonly version: MachineVersion;
  readonly acpi: boolean;
  readonly nvdimm: boolean;
  readonly hmat: boolean;
  readonly cxl: boolean;
  readonly cxlWindows: readonly CxlWindowRequest[];
  /** 0: not given. */
  readonly maxRamBelow4g: bigint;
  readonly pciHole64Size: bigint;
  readonly memoryBackend?: string;
  readonly oemId?: string;
  readonly oemTableId?: string;
  /** microvm only. */
  readonly pcie: boolean;
  readonly rtc: boolean;
  /** The SMBIOS entry point is the 32-bit one. */
  readonly smbios32: boolean;
  /** pc: `-global PIIX4_PM.memory-hotplug-support=off` clears it. */
  readonly memoryHotplugSupport: boolean;
}

export interface MemoryOptions {
  /** Already rounded up to 8 KiB where QEMU does so. */
  readonly ram: bigint;
  readonly maxram: bigint;
  readonly slots: bigint;
}

export interface HmatLatencyBandwidth {
  readonly initiator: number;
  readonly target: number;
  /** 0 memory, 1 first-level, 2 second-level, 3 third-level. */
  readonly hierarchy: number;
  /** 0 1 2 access, read, write latency in ns; 3 4 5 access, read, write bandwidth in bytes per second. */
  readonly dataType: number;
  readonly value: bigint;
}

export interface HmatCache {
  readonly node: number;
  readonly size: bigint;
  readonly level: number;
  readonly associativity: number;
  readonly policy: number;
  readonly line: number;
}

export interface NumaNode {
  readonly id: number;
  readonly memdev?: string;
  /** Bytes of boot RAM. */
  readonly size: bigint;
  readonly hasCpus: boolean;
  readonly initiator?: number;
  /** What its boot memory was to be, in a patch that was never merged. */
  readonly mark?: NodeMark;
}

export type NodeMark = 'spm' | 'reserved';

/** Boot memory that a patch was to give another type. */
export interface Mark {
  /** Absent where it is a backend that was marked and no node has it. */
  readonly node?: number;
  /** Id of the backend. */
  readonly memdev: string;
  /** E820 type number. */
  readonly type: number;
}

/** A mark, where its memory really is, and what the patch made of it. */
export interface MarkedRange extends Mark {
  readonly meant: readonly Window[];
  /** Computed by the patch, right or wrong. */
  readonly start: bigint;
  readonly length: bigint;
  /** A part lies below 4 GiB and a part above, and the patch minds. */
  readonly spans: boolean;
  /** `failed` leaves the table as it was, and the machine starts; `refused` ends QEMU. */
  readonly outcome: 'appended' | 'carved' | 'failed' | 'refused';
}

export interface Numa {
  /** By id, gap-free from 0. */
  readonly nodes: readonly NumaNode[];
  /** QEMU made node 0 itself. */
  readonly automatic: boolean;
  /** Node of each possible CPU, by CPU index; its length is maxcpus. */
  readonly cpuNode: readonly number[];
  /** Row major n × n, completed as the SLIT has it; absent if no distance was given. */
  readonly distances?: readonly (readonly number[])[];
  readonly latencyBandwidth: readonly HmatLatencyBandwidth[];
  readonly caches: readonly HmatCache[];
}

export interface Window {
  readonly base: bigint;
  readonly size: bigint;
}

/** Where the machine put its areas. */
export interface AddressMap {
  readonly below: bigint;
  readonly above: bigint;
  /** Where RAM above 4 GiB starts: 4 GiB, or 1 TiB after the HyperTransport move. */
  readonly start: bigint;
  /** The HyperTransport range is in the E820 table. */
  readonly hyperTransportReserved: boolean;
  /** RAM above 4 GiB moved to 1 TiB. */
  readonly moved: boolean;
  readonly deviceMemory?: Window;
  /** Host-bridge registers, 1 MiB, and the fixed windows behind them. */
  readonly cxl?: { readonly registers: bigint; readonly windows: readonly Window[] };
  readonly reservedMemoryEnd?: bigint;
  readonly hole64: Window;
  /** The highest address reserved for growth, and the highest that the CPU has. */
  readonly maxGuestAddress: bigint;
  readonly limit: bigint;
}

/** A memory-backend object that exists. */
export interface Backend {
  readonly id: string;
  /** `memory-backend-ram`, … */
  readonly type: string;
  readonly size: bigint;
  /** What placement aligns to. */
  readonly alignment: bigint;
  readonly pageSize: bigint;
  readonly share: boolean;
  /** It was to be specific-purpose memory, by a property that was never merged. */
  readonly hmem?: true;
}

/** A memory device that got its place (or, on microvm, was accepted without one). */
export interface PluggedDevice {
  /** Id of its kind in `core/devices`. */
  readonly kind: string;
  readonly id?: string;
  /** Its ordinal among the `-device` options of the command line, as `devices.N` of a document counts them. */
  readonly ordinal: number;
  /** Index into `Startup.options`. */
  readonly option: number;
  readonly memdev: string;
  readonly node: number;
  readonly address: bigint;
  readonly size: bigint;
  readonly alignment: bigint;
  readonly slot?: number;
  /** False where nothing is mapped (microvm). */
  readonly placed: boolean;
  /** Its place among all devices in the order of their creation, refused ones without id included: what QEMU counts nameless ones by. */
  readonly creation: number;
  /** Its number among all nameless devices; absent where it has an id. */
  readonly nameless?: number;
  readonly wasHotAdded: boolean;
  /** virtio-mem: bytes that the host asks for, and that the guest's driver has plugged, as it comes; a running machine knows the newest. */
  readonly requestedSize: bigint;
  readonly pluggedSize: bigint;
  /** What it was made of; run-time commands read its properties from here. */
  readonly draft: BackedDraft;
  /** Where it sits, if on PCI: the bus's name and device × 8 + function. */
  readonly pci?: { readonly bus?: string; readonly devfn: number };
  /** As `query-memory-devices` lists it, numbers beyond 2^53 included. */
  readonly info: { readonly type: string; readonly data: Readonly<Record<string, string | bigint | boolean>> };
}

/** A PCI device or bridge that tables refer to, or any other `-device`. Order is that of the command line. */
export interface OtherDevice {
  readonly driver: string;
  readonly id?: string;
  readonly option: number;
  /** As of a memory device. */
  readonly creation: number;
  readonly nameless?: number;
  /** Name of the bus that it sits on, if that is one of PCI. */
  readonly bus?: string;
}

/** `-object acpi-generic-initiator` and `acpi-generic-port`. */
export interface GenericAffinity {
  readonly kind: 'initiator' | 'port';
  readonly id: string;
  readonly node: number;
  readonly bus: number;
  /** device × 8 + function; initiators only. */
  readonly devfn: number;
}

/**
 * The machine as far as QEMU would get. Parts that could not be computed are absent. The first refusal is what QEMU prints; planning
 * goes on past it where that makes sense, so that a refused layout can still be drawn.
 */
export interface Startup {
  readonly options: readonly Option[];
  readonly refusals: readonly Refusal[];
  /** Only those that QEMU prints before its first refusal. */
  readonly warnings: readonly Warning[];
  readonly machine?: MachineOptions;
  readonly cpu?: Cpu;
  readonly topology?: Topology;
  readonly memory?: MemoryOptions;
  readonly numa?: Numa;
  readonly map?: AddressMap;
  readonly backends: readonly Backend[];
  readonly devices: readonly PluggedDevice[];
  /** Names of every `-device` in order, memory devices included: ids, or undefined for none. Orders the NVDIMM entries of the SRAT. */
  readonly deviceIds: readonly (string | undefined)[];
  /** In the order in which the SRAT has them. */
  readonly affinities: readonly GenericAffinity[];
  /** What plugging at run time goes on from; absent where QEMU did not get as far as devices. */
  readonly plugging?: { readonly context: DeviceContext; readonly result: PlugResult };
  /** What was asked; absent is the newest release. */
  readonly dialect?: Dialect;
  /** Absent where no boot memory can be marked. */
  readonly marking?: Marking;
}
