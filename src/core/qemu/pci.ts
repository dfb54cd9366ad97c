/**
 * PCI buses and who sits where on them, before firmware has numbered anything (hw/pci/pci.c: do_pci_register_device,
 * pci_init_multifunction; hw/pci-bridge). Order of `-device` decides automatic device numbers.
 */
import { err, ok, type Result } from '../base/result';
import type { RootBus } from '../machines/machine';
import { isBridge } from './pci-bridges';

export interface Occupant {
  readonly driver: string;
  readonly id?: string;
  readonly multifunction: boolean;
}

export interface PciBus {
  /** Absent for buses that `bus=` cannot name. */
  readonly name?: string;
  /** Named by QEMU after its type, with a count: the bus of a bridge without id. */
  readonly counted: boolean;
  /** As QEMU's texts call it. */
  readonly type: string;
  /** What a table says before firmware: 0 for the root bus and behind ports, `bus_nr` for an expander. */
  readonly number: number;
  /** The chipset's own bus. */
  readonly root: boolean;
  readonly hotpluggable: boolean;
  /** Behind a PCIe port: one device, and a second one only while the machine is not running. */
  readonly port: boolean;
  /** The expander that takes nothing but bridges. */
  readonly bridgesOnly?: string;
  /** A CXL host bridge. */
  readonly cxl: boolean;
  /** device × 8 + function → who is there. */
  readonly occupants: ReadonlyMap<number, Occupant>;
}

export interface PciTopology {
  /** The root bus first, then in the order of creation. */
  readonly buses: readonly PciBus[];
  /** `chassis.slot` of ports: QEMU lets no two share one. */
  readonly chassisSlots: ReadonlySet<string>;
}

export interface PciRequest {
  readonly driver: string;
  readonly id?: string;
  /** Name of the bus; absent for QEMU's choice. */
  readonly bus?: string;
  /** device × 8 + function, -1 for the first free device. */
  readonly devfn: number;
  readonly multifunction: boolean;
  /** Plugged while the machine runs. */
  readonly hot: boolean;
}

export interface PciPlace {
  readonly bus: PciBus;
  readonly devfn: number;
}

export function initialTopology(rootBus: RootBus | undefined): PciTopology {
  if (rootBus === undefined) return { buses: [], chassisSlots: new Set() };
  const occupants = Object.entries(rootBus.taken).map(
    ([devfn, driver]) => [Number(devfn), { driver, multifunction: true }] as const,
  );
  const { name, type, hotpluggable } = rootBus;
  const root = {
    name,
    // pc leaves the name to QEMU, q35 does not.
    counted: type === 'PCI',
    type,
    number: 0,
    root: true,
    hotpluggable,
    port: false,
    cxl: false,
    occupants: new Map(occupants),
  };
  return { buses: [root], chassisSlots: new Set() };
}

export const findBus = (topology: PciTopology, name: string): PciBus | undefined =>
  topology.buses.find((bus) => bus.name === name);

/** The bus a device goes on: the one it names, else the newest expander's, else the root. */
export function chooseBus(topology: PciTopology, name: string | undefined): PciBus | undefined {
  if (name !== undefined) return findBus(topology, name);
  return topology.buses.findLast((bus) => bus.bridgesOnly !== undefined) ?? topology.buses[0];
}

/** Where the device goes, or QEMU's words. */
export function choosePlace(bus: PciBus, request: PciRequest): Result<PciPlace, string> {
  const { driver } = request;
  if (bus.bridgesOnly !== undefined && !isBridge(driver)) {
    return err(`PCI: Only PCI/PCIe bridges can be plugged into ${bus.bridgesOnly}`);
  }
  const devfn = request.devfn >= 0 ? request.devfn : firstFreeDevice(bus);
  if (devfn === undefined) return err(`PCI: no slot/function available for ${driver}, all in use or reserved`);
  const slot = Math.floor(devfn / 8);
  const fn = devfn % 8;
  const there = bus.occupants.get(devfn);
  if (there !== undefined) {
    return err(
      `PCI: slot ${slot} function ${fn} not available for ${driver}, in use by ${there.driver},id=${there.id ?? '(null)'}`,
    );
  }
  const first = bus.occupants.get(bus.port ? 0 : slot * 8);
  if (request.hot && first !== undefined) {
    const at = bus.port ? 0 : slot;
    return err(
      `PCI: slot ${at} function 0 already occupied by ${first.driver}, new func ${driver} cannot be exposed to guest.`,
    );
  }
  const text = functionConflict(bus, request, slot, fn);
  return text === undefined ? ok({ bus, devfn }) : err(text);
}

function firstFreeDevice(bus: PciBus): number | undefined {
  for (let devfn = 0; devfn < 256; devfn += 8) if (!bus.occupants.has(devfn)) return devfn;
  return undefined;
}

/** Functions other than 0 need `multifunction=on` at function 0. */
function functionConflict(bus: PciBus, request: PciRequest, slot: number, fn: number): string | undefined {
  const at = slot.toString(16);
  if (fn !== 0) {
    const first = bus.occupants.get(slot * 8);
    if (first === undefined || first.multifunction) return undefined;
    return `PCI: single function device can't be populated in function ${at}.${fn}`;
  }
  if (request.multifunction) return undefined;
  for (let other = 1; other < 8; other += 1) {
    if (bus.occupants.has(slot * 8 + other)) {
      return `PCI: ${at}.0 indicates single function, but ${at}.${other} is already populated.`;
    }
  }
  return undefined;
}

/** The device with an id, wherever it is. */
export function findDevice(topology: PciTopology, id: string): PciPlace | undefined {
  for (const bus of topology.buses) {
    for (const [devfn, occupant] of bus.occupants) if (occupant.id === id) return { bus, devfn };
  }
  return undefined;
}

/** The topology once the device at a place is gone. */
export function vacate(topology: PciTopology, place: { readonly bus?: string; readonly devfn: number }): PciTopology {
  const without = (bus: PciBus): PciBus => {
    const occupants = new Map(bus.occupants);
    occupants.delete(place.devfn);
    return { ...bus, occupants };
  };
  return { ...topology, buses: topology.buses.map((bus) => (bus.name === place.bus ? without(bus) : bus)) };
}
