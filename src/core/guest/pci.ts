/** Devices that come and go through PCI: what is neither in the ACPI registers nor fixed to its bus. */
import { lowestFree } from './numbers';
import type { Choices } from './guest';
import { takePersistent } from './persistent';
import { regionOf, type GuestState } from './state';
import { takeVirtioMem } from './virtio-mem';
import type { PluggedDevice } from '../qemu/machine';

const isVirtio = (driver: string): boolean => driver.startsWith('virtio-');

/** The kernel numbers virtio devices as it finds them; those that are no memory devices keep theirs. */
export function numberVirtioOfBoot({ machine, virtio }: GuestState): void {
  const { devices, others } = machine.population;
  const found: { readonly creation: number; readonly device?: PluggedDevice }[] = [
    ...others.filter(({ driver }) => isVirtio(driver)).map(({ creation }) => ({ creation })),
    ...devices.filter(({ pci }) => pci !== undefined).map((device) => ({ creation: device.creation, device })),
  ].sort((a, b) => a.creation - b.creation);
  for (const [index, { device }] of found.entries()) if (device !== undefined) virtio.set(device, index);
}

/** Whatever came, and is not told of through the registers. */
export function takeNew(state: GuestState, devices: readonly PluggedDevice[]): void {
  const { machine, virtio } = state;
  for (const device of devices) {
    if (device.pci === undefined || virtio.has(device)) continue;
    const others = machine.population.others.filter(({ driver }) => isVirtio(driver)).length;
    const taken = [...virtio.values(), ...Array.from({ length: others }, (_, index) => index)];
    virtio.set(device, lowestFree(taken));
    takeVirtioMem(state, device);
  }
  takePersistent(state, devices);
}

export function forget(state: GuestState, device: PluggedDevice): void {
  const { memory, virtio, virtioMem, persistent, kept } = state;
  kept.delete(device);
  if (regionOf(device) !== 'dimm') memory.delete(device);
  virtio.delete(device);
  virtioMem.delete(device);
  persistent.delete(device);
}

/** QEMU asks for a device back only once it is empty: the guest lets it go, and its virtio part goes first. */
export function releasePci(state: GuestState, { answer }: Choices): void {
  const { machine, kept } = state;
  for (const device of [...machine.leaving]) {
    if (answer === 'refuses') kept.add(device);
    if (kept.has(device)) continue;
    machine.events.push(['DEVICE_DELETED', { path: `${machine.pathOf(device)}/virtio-backend` }]);
    machine.remove(device);
    forget(state, device);
  }
}
