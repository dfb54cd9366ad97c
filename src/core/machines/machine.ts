import type { MachineOptions } from '../qemu/machine';
/** What differs between versions of a machine type. Rules read these switches; nothing compares version numbers. */
export interface VersionRules {
  /** Reserves 0xfd00000000-0xffffffffff on AMD CPUs and moves RAM behind it (since 7.1). */
  readonly avoidsHyperTransport: boolean;
  /** Tests 32-bit CPUs against the address-space limit with the real layout (since 8.2). */
  readonly checks32BitCpus: boolean;
  /** `-smp` fills cores before sockets (since 6.2). */
  readonly prefersCores: boolean;
  readonly maxCpus: number;
  /** virtio-mem's default: off (to 6.2), by backend (7.0 to 8.0), on (since 8.1). */
  readonly unpluggedInaccessible: 'off' | 'auto' | 'on';
  /** Describes the machine through the 32-bit SMBIOS entry point (to 8.0), whose counts of cores have 8 bits. */
  readonly smbios32: boolean;
  /** SMBIOS tells of RAM in modules of 16 GiB (to 9.0) rather than in one. */
  readonly smallModules: boolean;
  /** A running guest is asked through ACPI to let a PCI device go (q35 since 6.1); by native PCIe hotplug before. */
  readonly unplugsThroughAcpi: boolean;
}

/** A machine type with its version, as `-machine` names it. */
export interface MachineVersion {
  /** `pc-q35-11.1`; `microvm` and `isapc` have no versions. */
  readonly id: string;
  readonly family: MachineFamily;
  readonly rules: VersionRules;
}

/** Where RAM splits, and the warnings that QEMU prints while splitting. */
export interface RamSplit {
  readonly below: bigint;
  readonly above: bigint;
  readonly warnings: readonly string[];
}

/** The PCI bus that `-device` uses when none is named. */
export interface RootBus {
  /** As `bus=` names it: `pcie.0`. */
  readonly name: string;
  /** As QEMU's texts call it. */
  readonly type: 'PCI' | 'PCIE';
  /** What the chipset itself takes: device × 8 + function → QEMU's name of the driver. */
  readonly taken: Readonly<Record<number, string>>;
  readonly hotpluggable: boolean;
  /** Exists only with `-machine pcie=on`, and ACPI to tell the guest of it. */
  readonly optional: boolean;
}

/** A fw_cfg file that a machine type always has. */
export interface FirmwareFile {
  readonly name: string;
  /** In bytes; absent where it depends on more than memory. */
  readonly size?: number;
}

/** What firmware finds of a chipset, as far as it decides what the firmware keeps for itself. */
export interface Chipset {
  /** PCI Express configuration space is memory-mapped, and the board has an AHCI controller. */
  readonly isPcie: boolean;
  /** The device that has `disable_s3` (hw/acpi/ich9.c, hw/acpi/piix4.c). */
  readonly powerDevice: string;
  /** In the SMBIOS tables (hw/i386/pc_q35.c, pc_piix.c, `desc`). */
  readonly product: string;
}

/** What a machine type tells its firmware beside E820. `machines/firmware.ts` has the three forms that exist. */
export interface FirmwareInterface {
  readonly files: readonly FirmwareFile[];
  /** Those that come with ACPI. */
  readonly acpiFiles: readonly FirmwareFile[];
  /** Those that come with a CPU that has a local APIC. */
  readonly apicFiles: readonly FirmwareFile[];
  /** CMOS register 0x5F holds the number of boot CPUs. */
  readonly recordsBootCpus: boolean;
  /** The legacy NUMA item lists nodes, and is indexed by APIC id rather than by CPU. */
  readonly listsNodes: boolean;
}

/** What values a machine property takes; `any` where QEMU's checks of it do not concern memory. */
export type PropertyType = 'boolean' | 'on-off-auto' | 'size' | 'integer' | 'any';

/** What `-smp` and the RAM options of a machine type are held to. */
export interface MachineLimits {
  /** `-smp dies=`, `modules=` above 1. */
  readonly dies: boolean;
  readonly modules: boolean;
  /** Most RAM, in MiB; absent where only the address space limits it. */
  readonly ramMiB?: number;
  /** Refuses `slots` and `maxmem` outright. */
  readonly fixedRam: boolean;
}

/** A machine type: `q35`, `pc`, `microvm`, `isapc`. */
/** What a machine's ACPI device knows of hotplug (docs/specs/acpi_mem_hotplug). */
export interface AcpiHotplug {
  /** Whether DIMMs have their register block, given slots. */
  hasRegisters(machine: Pick<MachineOptions, 'acpi' | 'memoryHotplugSupport'>): boolean;
  /** Whether `query-acpi-ospm-status` finds the device. */
  isThere(machine: Pick<MachineOptions, 'acpi'>): boolean;
  /** It tells of CPUs too, and of DIMMs only where they have registers. */
  readonly tellsOfCpus: boolean;
}

export interface MachineFamily {
  readonly id: string;
  readonly title: string;
  /** Everything that `-machine KEY=` takes, by key. */
  readonly properties: Readonly<Record<string, PropertyType>>;
  readonly limits: MachineLimits;
  /** Id of the backend that QEMU makes for RAM by itself; no `-object` may have it. */
  readonly ramId: string;
  /** Driver classes whose `pci-hole64-size` global sets the 64-bit hole. */
  readonly hostBridges: readonly string[];
  readonly defaultCpu: string;
  /** Size of the 64-bit PCI hole unless a global sets it, in bytes. */
  readonly defaultHole64Size: bigint;
  /** Has a device-memory window, NUMA tables and ACPI hotplug. */
  readonly hasDeviceMemory: boolean;
  /** False: takes memory devices without giving them a place (microvm). True where they are refused for want of a window. */
  readonly placesMemoryDevices: boolean;
  readonly rootBus?: RootBus;
  readonly hasMaxRamBelow4g: boolean;
  readonly hasCxl: boolean;
  /** Is tested against the CPU's address bits. */
  readonly checksAddressSpace: boolean;
  /** @param maxRamBelow4g bytes, 0 if not given */
  split(ram: bigint, maxRamBelow4g: bigint): RamSplit;
  /** Bytes of RAM from which on less of it stays below 4 GiB; absent where it never gets less. */
  readonly splitsFrom?: bigint;
  /** One sentence saying why `split` cut where it did, with its numbers. */
  explainSplit(ram: bigint, maxRamBelow4g: bigint): string;
  /** Where QEMU does it: file and function. */
  readonly splitCitation: string;
  readonly firmware: FirmwareInterface;
  /** ACPI's part in hotplug; absent where a machine has no ACPI at all. */
  readonly acpiHotplug?: AcpiHotplug;
  /** Absent for a machine without a PC's chipset. */
  readonly chipset?: Chipset;
  /** What lies between RAM and 4 GiB: `PCI, flash`. */
  readonly lowHoleName: string;
}
