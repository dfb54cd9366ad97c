/** DIMMs that come and go (Linux drivers/acpi/acpi_memhotplug.c). */
import { size } from '../base/range';
import { dimmRefusal } from '../linux/dimms';
import { spanText } from '../linux/log-text';
import type { PluggedDevice } from '../qemu/machine';
import { lessSure } from '../space/sureness';
import { blocksOf } from './blocks';
import { canDescribe, metadataOf } from './metadata';
import { addBlocks, nodeOf, rangeOf, regionOf, type GuestState } from './state';

/** Takes a DIMM that ACPI tells of, if the kernel's rules let it; else remembers it, since the next DIMM has the kernel try again. */
export function takeDimm(state: GuestState, device: PluggedDevice, atBoot: boolean): void {
  if (state.memory.get(device) !== undefined) return;
  const range = rangeOf(device);
  const refused = refusal(state, device, atBoot);
  state.dimms.set(device, { range, atBoot, ...(refused === undefined ? {} : { refused }) });
  if (refused !== undefined) {
    state.waiting.add(device);
  } else {
    state.waiting.delete(device);
    addBlocks(state, device, nodeOf(state, device), [blocksOf(range, state.memory.blockSize)]);
  }
}

function refusal(state: GuestState, device: PluggedDevice, atBoot: boolean): string | undefined {
  const { boot, memory } = state;
  const { memoryLimit } = boot.linux.hotplug;
  const range = rangeOf(device);
  const byRule = dimmRefusal(range, {
    blockSize: memory.blockSize,
    ...(memoryLimit === undefined || !atBoot ? {} : { memoryLimit: BigInt(memoryLimit) }),
  });
  if (byRule !== undefined || canDescribe(size(range), boot.linux.ramBytes, memory)) return byRule;
  state.sure = lessSure(state.sure, 'modelled');
  return `Linux refuses the DIMM at ${spanText(range)}: it needs ${metadataOf(size(range))} bytes of RAM to describe it.`;
}

/** A DIMM comes: the kernel looks again at those that it could not take before. */
export function takeNewDimm(state: GuestState, device: PluggedDevice): void {
  for (const other of [...state.waiting]) {
    takeDimm(state, other, false);
    if (state.memory.get(other) !== undefined) state.machine.changed.add(other);
  }
  takeDimm(state, device, false);
}

export function forgetDimm({ memory, dimms, waiting }: GuestState, device: PluggedDevice): void {
  memory.delete(device);
  waiting.delete(device);
  dimms.delete(device);
}

/** All that ACPI lists while the kernel boots, in slot order. */
export function takeDimmsOfBoot(state: GuestState): void {
  const { population, context } = state.machine;
  if (!context.machine.acpi) return;
  const found = population.devices.filter((device) => device.placed && regionOf(device) === 'dimm');
  for (const device of found.sort((a, b) => (a.slot ?? 0) - (b.slot ?? 0))) takeDimm(state, device, true);
}
