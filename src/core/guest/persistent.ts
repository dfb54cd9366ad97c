/** Persistent memory: no RAM, no blocks, a namespace of its own (Linux drivers/nvdimm; recorded without a label area). */
import type { PluggedDevice } from '../qemu/machine';
import { lowestFree } from './numbers';
import { regionOf, type GuestState } from './state';

/** The driver takes what is there, by address. */
export function takePersistent(state: GuestState, devices: readonly PluggedDevice[]): void {
  if (!state.settings.drivers.has('nd_pmem')) return;
  const found = devices.filter(
    (device) => device.placed && regionOf(device) === 'persistent' && !state.persistent.has(device),
  );
  for (const device of found.sort((a, b) => (a.address < b.address ? -1 : 1))) {
    state.persistent.set(device, lowestFree(state.persistent.values()));
    state.machine.changed.add(device);
  }
}

/** An NVDIMM with an empty label area has no namespace until somebody makes one. */
export const hasNamespace = ({ draft }: PluggedDevice): boolean => {
  const labels = draft.values.get('label-size');
  return typeof labels !== 'bigint' || labels === 0n;
};
