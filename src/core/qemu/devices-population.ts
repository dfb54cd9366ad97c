/** The devices that a machine has while it is being filled. One such value lives for the length of one call. */
import type { DeviceContext, PlugResult } from './devices';
import type { Backend, OtherDevice, PluggedDevice } from './machine';
import { initialTopology, vacate, type PciTopology } from './pci';
import { addRun, removeRun, type Occupied, type Run } from './placement';

/** Backends by their ids; they may come and go while the machine runs. */
export interface Backends {
  get(id: string): Backend | undefined;
  has(id: string): boolean;
  set(id: string, backend: Backend): unknown;
  delete(id: string): boolean;
}

export interface Population {
  readonly devices: PluggedDevice[];
  readonly others: OtherDevice[];
  /** Of devices that were there at the start. */
  readonly deviceIds: (string | undefined)[];
  /** Devices that QEMU has counted so far, refused ones included, and those of them without id. */
  created: number;
  nameless: number;
  /** Ids of devices that exist. */
  readonly named: Set<string>;
  /** Devices in the window, by ascending address. */
  readonly byAddress: Occupied[];
  /** The window's addresses that are taken, by ascending address. */
  readonly runs: Run[];
  readonly slots: Set<number>;
  /** Ids of backends in use, by boot RAM or by a device. */
  readonly busy: Set<string>;
  readonly backends: Backends;
  used: bigint;
  pci: PciTopology;
}

export function emptyPopulation({ machine, numa, backends }: DeviceContext): Population {
  const { rootBus } = machine.version.family;
  const busy = new Set<string>();
  for (const node of numa.nodes) if (node.memdev !== undefined) busy.add(node.memdev);
  if (machine.memoryBackend !== undefined) busy.add(machine.memoryBackend);
  return {
    devices: [],
    others: [],
    deviceIds: [],
    created: 0,
    nameless: 0,
    named: new Set(),
    byAddress: [],
    runs: [],
    slots: new Set(),
    busy,
    backends: new Map(backends.map((backend) => [backend.id, backend])),
    used: 0n,
    pci: initialTopology(rootBus?.optional === true && !(machine.pcie && machine.acpi) ? undefined : rootBus),
  };
}

/** The machine that an earlier call left. */
export function populationOf(context: DeviceContext, plugged: PlugResult): Population {
  const population = emptyPopulation(context);
  for (const device of plugged.devices) addDevice(population, device);
  for (const other of plugged.others) {
    population.others.push(other);
    if (other.id !== undefined) population.named.add(other.id);
  }
  plugged.deviceIds.forEach((id) => count(population, id));
  population.deviceIds.push(...plugged.deviceIds);
  population.pci = plugged.pci;
  return population;
}

/** The same devices; what comes to either, or goes, the other does not see. */
export function copyOf(population: Population, backends: Backends): Population {
  const { devices, others, deviceIds, named, byAddress, runs, slots, busy } = population;
  return {
    ...population,
    devices: [...devices],
    others: [...others],
    deviceIds,
    named: new Set(named),
    byAddress: [...byAddress],
    runs: [...runs],
    slots: new Set(slots),
    busy: new Set(busy),
    backends,
  };
}

/** QEMU counts a device, whether or not it comes to anything. */
export function count(population: Population, id: string | undefined): void {
  population.created += 1;
  if (id === undefined) population.nameless += 1;
}

/** What the device that was counted last is called by where it has no id. */
export const numbersOfLast = ({ created, nameless }: Population, id: string | undefined) => ({
  creation: created - 1,
  ...(id === undefined ? { nameless: nameless - 1 } : {}),
});

export function addDevice(population: Population, device: PluggedDevice): void {
  population.devices.push(device);
  population.busy.add(device.memdev);
  if (device.id !== undefined) population.named.add(device.id);
  if (!device.placed) return;
  population.used += device.size;
  if (device.slot !== undefined) population.slots.add(device.slot);
  const { address, size, id } = device;
  const before = population.byAddress.findLastIndex((other) => other.address <= address);
  addRun(population.runs, device);
  population.byAddress.splice(before + 1, 0, { address, size, ...(id === undefined ? {} : { id }) });
}

/** Takes a placed device out again: its address range, slot, backend, name and PCI place are free then. */
export function removeDevice(population: Population, device: PluggedDevice): void {
  population.devices.splice(population.devices.indexOf(device), 1);
  population.busy.delete(device.memdev);
  if (device.id !== undefined) population.named.delete(device.id);
  if (device.pci !== undefined) population.pci = vacate(population.pci, device.pci);
  if (!device.placed) return;
  population.used -= device.size;
  if (device.slot !== undefined) population.slots.delete(device.slot);
  removeRun(population.runs, device);
  population.byAddress.splice(
    population.byAddress.findIndex(({ address }) => address === device.address),
    1,
  );
}

export const snapshot = ({ devices, others, deviceIds, pci }: Population) => ({ devices, others, deviceIds, pci });
