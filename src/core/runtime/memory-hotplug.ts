/**
 * The register block through which a guest's ACPI code learns of DIMMs (hw/acpi/memory_hotplug.c; docs/specs/acpi_mem_hotplug.rst):
 * 24 bytes of I/O from 0xA00 on. Per slot it keeps more than the DIMM: what is pending stays with the slot.
 */
import { deviceKinds } from '../devices/index';
import type { DeviceContext } from '../qemu/devices';
import type { PluggedDevice } from '../qemu/machine';
import type { Answer } from './reply';
import { behaviourOf } from '../devices/behaviours';

export const FIRST_PORT = 0xa00;
export const LAST_PORT = 0xa17;

const OFFSET = { selector: 0, event: 4, status: 8, sizeHigh: 0xc, node: 0x10, flags: 0x14 } as const;
const FLAG = { enabled: 1, inserting: 2, removing: 4, eject: 8 } as const;
const U32 = 2n ** 32n;

interface Slot {
  dimm?: PluggedDevice;
  isEnabled: boolean;
  isInserting: boolean;
  isRemoving: boolean;
  event: number;
  status: number;
}

const emptySlot = (): Slot => ({ isEnabled: false, isInserting: false, isRemoving: false, event: 0, status: 0 });

/** What a write asks of the machine. */
export type Asked =
  | { readonly eject: PluggedDevice }
  /** The guest reported how a request went. */
  | { readonly report: Answer }
  | undefined;

export class MemoryHotplugRegisters {
  /** Absent on machines without the block: reads give all ones there, and nothing can be written. */
  readonly isThere: boolean;
  readonly #slots: readonly Slot[];
  /** Slots of which something may be asked. */
  readonly #asked = new Set<number>();
  #selected = 0;

  static of({ machine, memory }: DeviceContext): MemoryHotplugRegisters {
    const { family } = machine.version;
    const isThere = family.acpiHotplug?.hasRegisters(machine) === true && memory.slots > 0n;
    return new MemoryHotplugRegisters(isThere, Array.from({ length: Number(memory.slots) }, emptySlot));
  }

  private constructor(isThere: boolean, slots: readonly Slot[]) {
    this.isThere = isThere;
    this.#slots = slots;
  }

  copy(): MemoryHotplugRegisters {
    const copied = new MemoryHotplugRegisters(
      this.isThere,
      this.#slots.map((slot) => ({ ...slot })),
    );
    copied.#selected = this.#selected;
    for (const slot of this.#asked) copied.#asked.add(slot);
    return copied;
  }

  /** Of devices that the registers do not tell of, nothing is taken in. */
  plug(dimm: PluggedDevice): void {
    if (behaviourOf(deviceKinds.find(dimm.kind))?.inRegisters !== true) return;
    const number = dimm.slot ?? -1;
    const slot = this.#slots[number];
    if (slot === undefined) return;
    slot.dimm = dimm;
    slot.isEnabled = true;
    if (dimm.wasHotAdded) slot.isInserting = true;
    this.#asked.add(number);
  }

  /** The host asks for the DIMM back. */
  requestRemoval(dimm: PluggedDevice): void {
    const number = dimm.slot ?? -1;
    const slot = this.#slots[number];
    if (slot?.dimm !== dimm) return;
    slot.isRemoving = true;
    this.#asked.add(number);
  }

  /** Whether the host has asked for the DIMM back, and the guest has not cleared that yet. */
  isRemovalAsked(dimm: PluggedDevice): boolean {
    const slot = this.#slots[dimm.slot ?? -1];
    return slot?.dimm === dimm && slot.isRemoving;
  }

  /** The register that begins at an offset; undefined where none does. Behind the last slot all is 0. */
  read(offset: number): number | undefined {
    const slot = this.#slots[this.#selected];
    if (slot === undefined) return 0;
    const { dimm } = slot;
    switch (offset) {
      case OFFSET.selector:
        return low(dimm?.address);
      case OFFSET.event:
        return high(dimm?.address);
      case OFFSET.status:
        return low(dimm?.size);
      case OFFSET.sizeHigh:
        return high(dimm?.size);
      case OFFSET.node:
        return dimm?.node ?? 0;
      case OFFSET.flags:
        return (
          (slot.isEnabled ? FLAG.enabled : 0) +
          (slot.isInserting ? FLAG.inserting : 0) +
          (slot.isRemoving ? FLAG.removing : 0)
        );
      default:
        return undefined;
    }
  }

  /** Writes a value to the register that begins at an offset; elsewhere nothing happens. */
  write(offset: number, value: number): Asked {
    if (offset === OFFSET.selector) {
      this.#selected = value;
      return undefined;
    }
    const slot = this.#slots[this.#selected];
    if (slot === undefined) return undefined;
    switch (offset) {
      case OFFSET.event:
        slot.event = value;
        return undefined;
      case OFFSET.status:
        slot.status = value;
        return { report: reportOf(slot, this.#selected) };
      case OFFSET.flags:
        return act(slot, value);
      default:
        return undefined;
    }
  }

  /** Slots of which something is asked, by number. */
  pending(): readonly {
    readonly slot: number;
    readonly dimm?: PluggedDevice;
    readonly isInserting: boolean;
    readonly isRemoving: boolean;
  }[] {
    const found = [];
    for (const slot of [...this.#asked].sort((a, b) => a - b)) {
      const { dimm, isInserting = false, isRemoving = false } = this.#slots[slot] ?? {};
      if (!isInserting && !isRemoving) this.#asked.delete(slot);
      else found.push({ slot, isInserting, isRemoving, ...(dimm === undefined ? {} : { dimm }) });
    }
    return found;
  }

  /** What the guest reported of each slot last. */
  reports(): readonly Answer[] {
    return this.#slots.map(reportOf);
  }
}

const low = (value = 0n): number => Number(value % U32);
const high = (value = 0n): number => Number((value / U32) % U32);

const reportOf = ({ dimm, event, status }: Slot, index: number): Answer => ({
  device: dimm?.id,
  source: event,
  status,
  slot: String(index),
  'slot-type': 'DIMM',
});

const has = (value: number, flag: number): boolean => Math.floor(value / flag) % 2 === 1;

/** One action for a write: the lowest bit that stands for one counts. */
function act(slot: Slot, value: number): Asked {
  if (has(value, FLAG.inserting)) slot.isInserting = false;
  else if (has(value, FLAG.removing)) slot.isRemoving = false;
  else if (has(value, FLAG.eject) && slot.isEnabled && slot.dimm !== undefined) {
    const eject = slot.dimm;
    delete slot.dimm;
    slot.isEnabled = false;
    return { eject };
  }
  return undefined;
}
