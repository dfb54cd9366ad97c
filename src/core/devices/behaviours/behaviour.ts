/** What QEMU asks of a memory-device kind while it plugs one; each kind answers in its own file. */
import type { AddressMap, Backend, MachineOptions, MemoryOptions, PluggedDevice } from '../../qemu/machine';

/** How a property's value is read, and what QEMU thinks of the value by itself. */
export type PropertyType =
  | {
      readonly type: 'uint64' | 'uint32' | 'uint16' | 'uint8' | 'int32' | 'size';
      /** QEMU's words if the value is not acceptable by itself. */
      readonly check?: (value: bigint) => string | undefined;
    }
  | { readonly type: 'boolean' | 'text' | 'uuid' | 'backend' | 'pci-address' }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  /** `of` is the driver that QEMU's text names, where that is an inner one. */
  | { readonly type: 'read-only'; readonly of?: string };

export type PropertyTable = Readonly<Record<string, PropertyType>>;

export type PropertyValue = bigint | boolean | string;

/** A device with its properties set, before anything was decided about it. */
export interface DeviceDraft {
  readonly id?: string;
  readonly values: ReadonlyMap<string, PropertyValue>;
  readonly backend?: Backend;
}

export interface BackedDraft extends DeviceDraft {
  readonly backend: Backend;
}

/** What checks may ask about the machine and the devices that it has by now. */
export interface PlugState {
  readonly machine: MachineOptions;
  readonly memory: MemoryOptions;
  readonly map: AddressMap;
  /** Of NUMA nodes, an automatic one included. */
  readonly nodeCount: number;
  /** A device or boot RAM uses the backend. */
  isBusy(backend: string): boolean;
  /** A node has boot memory of its own; it has a memory device by now. */
  hasBootMemory(node: number): boolean;
  hasDevice(node: number): boolean;
}

export interface Finding {
  /** Stable id, `device/no-window`. */
  readonly code: string;
  /** QEMU's words without prefix. */
  readonly text: string;
  readonly severity: 'refusal' | 'warning';
  /** QEMU prints it for the first device only. */
  readonly once?: true;
  /** Document paths of the machine's settings that it depends on. */
  readonly inputs: readonly string[];
}

export const refusal = (code: string, text: string, ...inputs: readonly string[]): Finding => ({
  code,
  text,
  severity: 'refusal',
  inputs,
});

export const warning = (code: string, text: string): Finding => ({ code, text, severity: 'warning', inputs: [] });

/** What a device got. */
export interface DevicePlace {
  readonly address: bigint;
  /** What it occupies. */
  readonly size: bigint;
  readonly slot?: bigint;
  readonly hotplugged: boolean;
}

export interface DeviceBehaviour {
  /**
   * QEMU class names that `-global` may use for it, in groups: defaults of the first group are applied first. The kinds with an
   * inner device (virtio) have that in a group before their own.
   */
  readonly classes: readonly (readonly string[])[];
  /** Known properties by QEMU's names; those that every device has are added to them. */
  readonly properties: PropertyTable;
  /** The property that asks for an address in the window; 0 there means none. */
  readonly addressProperty: string;
  /** The guest's ACPI code finds it in the memory-hotplug registers. */
  readonly inRegisters?: true;
  /** QEMU's words for a missing memdev where nothing is placed. */
  readonly memdevMissing: string;
  /** In QEMU's order, before slot, window and memdev. */
  readonly beforeSlot: readonly ((draft: DeviceDraft, state: PlugState) => Finding | undefined)[];
  /** Right after the memdev is known to be given. */
  readonly beforePlacement: readonly ((draft: BackedDraft) => Finding | undefined)[];
  /** What it occupies, in bytes. */
  size(draft: BackedDraft): bigint;
  alignment(draft: BackedDraft): bigint;
  /** Its backend's size must be a multiple of its backend's alignment. */
  readonly wholeBackend: boolean;
  /** The device's own realize function, after placement; warnings in their place. Ends at the first refusal. */
  readonly realize: readonly ((draft: BackedDraft, state: PlugState) => Finding | undefined)[];
  /** An item of `query-memory-devices`. */
  info(draft: BackedDraft, place: DevicePlace): PluggedDevice['info'];
  /** What `device_del` does once the device's bus lets it; absent for kinds that cannot be plugged into a running machine either. */
  readonly unplug?: (device: RunningDevice, machine: MachineOptions) => Unplug;
  /** What `qom-get` reads besides what it reads of every device. */
  readable(device: RunningDevice, machine: MachineOptions): Readonly<Record<string, string | bigint | boolean>>;
  /** `qom-set requested-size`: QEMU's words if it refuses the bytes; absent for kinds without that property. */
  readonly resize?: (device: RunningDevice, wanted: bigint) => string | undefined;
  /** What `qom-set` says of properties for which it has words of their own. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/** A plugged device with what changes while the machine runs. */
export interface RunningDevice extends PluggedDevice {
  /** virtio-mem: bytes that the host asks for, and that the guest's driver has plugged. */
  readonly requestedSize: bigint;
  readonly pluggedSize: bigint;
}

/** QEMU's words, or who has to let the device go: the guest's ACPI code, or its PCI hotplug. */
export type Unplug = { readonly refused: string } | { readonly asks: 'acpi' | 'pci' };

export const unsignedOf = (draft: DeviceDraft, property: string): bigint | undefined => {
  const value = draft.values.get(property);
  return typeof value === 'bigint' ? value : undefined;
};
