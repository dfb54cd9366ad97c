/**
 * The guest's ACPI code: it scans the slots of the memory-hotplug registers, and reports how each request went with _OST
 * (hw/acpi/memory_hotplug.c, build_memory_hotplug_aml; Linux drivers/acpi/scan.c, acpi_device_hotplug).
 */
import { lessSure } from '../space/sureness';
import type { PluggedDevice } from '../qemu/machine';
import { forgetDimm, takeNewDimm } from './dimms';
import type { Choices } from './guest';
import { wouldRelease } from './release';
import type { GuestState } from './state';

const REGISTER = { selector: 0, event: 4, status: 8, flags: 0x14 } as const;
const CLEAR = { inserting: 2, removing: 4, eject: 8 } as const;

/** ACPI 6.5, table 6.19 and 6.20: notifications that are reported on, and how they went. */
const SOURCE = { deviceCheck: 1, ejectRequest: 3 } as const;
const STATUS = { success: 0, busy: 0x82, ejecting: 0x84 } as const;

/** Answers what is pending, slot by slot. */
export function answerAcpi(state: GuestState, choices: Choices): void {
  const { registers } = state.machine;
  for (const { slot, dimm, isInserting, isRemoving } of registers.pending()) {
    if (isInserting) {
      write(state, slot, 'flags', CLEAR.inserting);
      if (dimm !== undefined) takeNewDimm(state, dimm);
      report(state, slot, SOURCE.deviceCheck, STATUS.success);
    }
    if (isRemoving) {
      write(state, slot, 'flags', CLEAR.removing);
      if (dimm !== undefined) eject(state, slot, dimm, choices);
    }
  }
}

/** The report behind an eject names no device, since it is gone by then. */
function eject(state: GuestState, slot: number, dimm: PluggedDevice, { answer }: Choices): void {
  report(state, slot, SOURCE.ejectRequest, STATUS.ejecting);
  if (answer === undefined) state.sure = lessSure(state.sure, 'modelled');
  const agrees = answer === undefined ? wouldRelease(state, dimm).is : answer === 'agrees';
  state.machine.changed.add(dimm);
  if (!agrees) {
    report(state, slot, SOURCE.ejectRequest, STATUS.busy);
    return;
  }
  forgetDimm(state, dimm);
  write(state, slot, 'flags', CLEAR.eject);
  report(state, slot, SOURCE.ejectRequest, STATUS.success);
}

function report(state: GuestState, slot: number, source: number, status: number): void {
  write(state, slot, 'event', source);
  write(state, slot, 'status', status);
}

function write({ machine }: GuestState, slot: number, register: keyof typeof REGISTER, value: number): void {
  machine.writeRegister(REGISTER.selector, slot);
  machine.writeRegister(REGISTER[register], value);
}
