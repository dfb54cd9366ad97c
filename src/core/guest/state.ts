/** What a running guest has in mind. The class around it copies it; each rule in a file of its own reads and changes it. */
import type { Range } from '../base/range';
import { deviceKinds } from '../devices/index';
import { spanOf } from '../linux/addresses';
import type { DaxDevice, LinuxView } from '../linux/view';
import type { PluggedDevice } from '../qemu/machine';
import type { RunningMachine } from '../runtime/running-machine';
import type { RegionKind, Sureness } from '../space/region';
import type { AddedMemory, Owner } from './added-memory';
import { contiguous, placed, type Run } from './blocks';
import type { GuestSettings } from './guest';
import type { VirtioMem } from './virtio-mem-layout';
import { placeBy } from './zones';

/** A DIMM that ACPI has told of. */
export interface KnownDimm {
  readonly range: Range;
  /** The kernel found it while it booted, whatever the host calls it. */
  readonly atBoot: boolean;
  /** Why the kernel does not take it; absent where it does. */
  readonly refused?: string;
}

/** The same for every moment of a guest. */
export interface BootFacts {
  readonly linux: LinuxView;
  /** Guest number of a node by QEMU's, where the SRAT names it. */
  readonly nodeOf: ReadonlyMap<number, number>;
  /** Whether the kernel is one that recordings were made with. */
  readonly recorded: boolean;
  /** The firmware resets once more by itself. */
  readonly resetsTwice: boolean;
}

export interface GuestState {
  readonly boot: BootFacts;
  readonly machine: RunningMachine;
  readonly memory: AddedMemory;
  settings: GuestSettings;
  readonly dimms: Map<PluggedDevice, KnownDimm>;
  /** Those of them that the kernel did not take. */
  readonly waiting: Set<PluggedDevice>;
  /** virtio-mem devices that a driver has. */
  readonly virtioMem: Map<PluggedDevice, VirtioMem>;
  /** Persistent memory, by the number of its namespace. */
  readonly persistent: Map<PluggedDevice, number>;
  /** Dax devices that kmem has; those that it could not give back are not among them, though their memory stays. */
  readonly kmem: Set<DaxDevice>;
  /** Memory devices on virtio, by the number that the kernel gave them. */
  readonly virtio: Map<PluggedDevice, number>;
  /** Devices that the layout has the guest hold on to though QEMU asked for them through PCI. */
  readonly kept: Set<PluggedDevice>;
  /** Of all answers that the guest has given so far, by itself. */
  sure: Sureness;
}

export const regionOf = (device: PluggedDevice): RegionKind | undefined => deviceKinds.find(device.kind)?.region;

export const rangeOf = ({ address, size }: PluggedDevice): Range => spanOf(address, size);

/** Node of a device: by its proximity domain, or where that is unknown to the SRAT, that of the lowest RAM. */
export const nodeOf = ({ boot }: GuestState, device: PluggedDevice): number =>
  boot.nodeOf.get(device.node) ?? boot.linux.hotplug.firstNode;

/** Adds blocks of an owner, and brings them online as the policy has it. */
export function addBlocks(state: GuestState, owner: Owner, node: number, blocks: readonly Run[]): void {
  const { memory, boot, settings } = state;
  for (const run of contiguous(blocks)) {
    const place = placeBy(settings.policy, run, memory.spans(node), boot.linux.hotplug.prefersMovable);
    const before = memory.get(owner);
    memory.set(owner, { node, ...before, runs: placed(before?.runs ?? [], { ...run, place }) });
  }
}
