/**
 * PCI buses and who sits where on them, before firmware has numbered anything (hw/pci/pci.c: do_pci_register_device,
 * pci_init_multifunction; hw/pci-bridge). Order of `-device` decides automatic device numbers.
 */
import { err, ok, type Result } from '../base/result';
import type { RootBus } from '../machines/machine';

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

interface Bridge {
  readonly type: string;
  readonly port: boolean;
  readonly hotpluggable: boolean;
  /** Registers a chassis and slot number. */
  readonly chassis: boolean;
}

const port = (type: string): Bridge => ({ type, port: true, hotpluggable: true, chassis: true });
const bridge = (type: string, hotpluggable: boolean): Bridge => ({ type, port: false, hotpluggable, chassis: false });

/** Bridges make a bus named like themselves. */
const BRIDGES: Readonly<Record<string, Bridge>> = {
  'pcie-root-port': port('PCIE'),
  ioh3420: port('PCIE'),
  'xio3130-downstream': port('PCIE'),
  'cxl-rp': port('CXL'),
  'cxl-downstream': port('CXL'),
  'x3130-upstream': bridge('PCIE', false),
  'cxl-upstream': bridge('CXL', false),
  'i82801b11-bridge': bridge('PCI', false),
  'pci-bridge': bridge('PCI', true),
  'pci-bridge-seat': bridge('PCI', true),
  'pcie-pci-bridge': bridge('PCI', true),
};

/** Expanders make a root bus of their own, which QEMU then prefers where no bus is named. */
const EXPANDERS: Readonly<
  Record<string, { readonly type: string; readonly on: 'PCI' | 'PCIE'; readonly cxl: boolean }>
> = {
  pxb: { type: 'pxb-bus', on: 'PCI', cxl: false },
  'pxb-pcie': { type: 'pxb-pcie-bus', on: 'PCIE', cxl: false },
  'pxb-cxl': { type: 'pxb-cxl-bus', on: 'PCIE', cxl: true },
};

const entry = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

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
  if (bus.bridgesOnly !== undefined && entry(BRIDGES, driver) === undefined) {
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

/** Properties of a bridge that decide something here. */
export interface BridgeNumbers {
  readonly chassis: number;
  readonly slot: number;
  readonly busNumber: number;
  /** Undefined: not given. */
  readonly node: number | undefined;
}

/** Checks a placed device's own realize function makes, for those that make a bus. */
export function bridgeConflict(
  topology: PciTopology,
  at: PciBus,
  driver: string,
  numbers: BridgeNumbers,
  nodeCount: number,
): string | undefined {
  const expander = entry(EXPANDERS, driver);
  if (expander !== undefined) {
    if (expander.on === 'PCIE' && at.type === 'PCI') return `${driver} devices cannot reside on a PCI bus`;
    if (expander.on === 'PCI' && at.type !== 'PCI') return `${driver} devices cannot reside on a PCIe bus`;
    if (numbers.node !== undefined && numbers.node >= nodeCount) return `Illegal numa node ${numbers.node}`;
    if (!at.root) return 'PXB devices can be attached only to root bus';
    const taken = topology.buses.some((bus) => bus.bridgesOnly !== undefined && bus.number === numbers.busNumber);
    return taken ? `Bus ${numbers.busNumber} is already in use` : undefined;
  }
  if (entry(BRIDGES, driver)?.chassis !== true) return undefined;
  return topology.chassisSlots.has(chassisSlot(numbers)) ? "Can't add chassis slot, error -16" : undefined;
}

const chassisSlot = ({ chassis, slot }: BridgeNumbers): string => `${chassis}.${slot}`;

/** The topology with the device at its place, and with the bus that it makes. */
export function occupy(
  topology: PciTopology,
  { bus, devfn }: PciPlace,
  { driver, id, multifunction }: PciRequest,
  numbers: BridgeNumbers,
): PciTopology {
  const occupant: Occupant = { driver, multifunction, ...(id === undefined ? {} : { id }) };
  const occupied: PciBus = { ...bus, occupants: new Map(bus.occupants).set(devfn, occupant) };
  const buses = topology.buses.map((other) => (other === bus ? occupied : other));
  buses.push(...madeBuses(driver, id, numbers, topology));
  const chassis = entry(BRIDGES, driver)?.chassis === true;
  return {
    buses,
    chassisSlots: chassis ? new Set(topology.chassisSlots).add(chassisSlot(numbers)) : topology.chassisSlots,
  };
}

function madeBuses(
  driver: string,
  id: string | undefined,
  numbers: BridgeNumbers,
  topology: PciTopology,
): readonly PciBus[] {
  const expander = entry(EXPANDERS, driver);
  if (expander !== undefined) {
    const { type, cxl } = expander;
    const own = {
      type,
      number: numbers.busNumber,
      root: false,
      hotpluggable: false,
      port: false,
      bridgesOnly: driver,
      cxl,
    };
    const bus = { ...own, counted: false, occupants: new Map() };
    if (expander.on === 'PCIE') return [id === undefined ? bus : { ...bus, name: id }];
    // `pxb` puts a bridge onto its bus; that one has the name and takes any device.
    return [bus, ...madeBuses('pci-bridge', id, numbers, topology)];
  }
  const model = entry(BRIDGES, driver);
  if (model === undefined) return [];
  const { type, port: isPort, hotpluggable } = model;
  const count = topology.buses.filter((bus) => bus.counted && bus.type === type).length;
  const name = id ?? `${type.toLowerCase()}.${count}`;
  const counted = id === undefined;
  return [
    { name, counted, type, number: 0, root: false, port: isPort, hotpluggable, cxl: false, occupants: new Map() },
  ];
}

/** The device with an id, wherever it is. */
export function findDevice(topology: PciTopology, id: string): PciPlace | undefined {
  for (const bus of topology.buses) {
    for (const [devfn, occupant] of bus.occupants) if (occupant.id === id) return { bus, devfn };
  }
  return undefined;
}
