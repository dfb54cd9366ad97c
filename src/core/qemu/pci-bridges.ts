/**
 * Bridges and expanders: which buses they make, and what their own realize functions refuse (hw/pci-bridge, hw/pci/pcie_port.c:
 * pcie_chassis_add_slot).
 */
import type { GlobalSetting } from './devices';
import type { Occupant, PciBus, PciPlace, PciRequest, PciTopology } from './pci';

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

export const isBridge = (driver: string): boolean => Object.hasOwn(BRIDGES, driver);

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

/** Host bridges that expanders make: host bridges too, but without a 64-bit hole of their own. */
const EXPANDER_HOSTS: Readonly<Record<string, string>> = {
  pxb: 'pxb-host',
  'pxb-pcie': 'pxb-host',
  'pxb-cxl': 'pxb-cxl-host',
};

/** QEMU's words where a global that is meant for the root host bridge meets an expander's. */
export function expanderGlobal(driver: string, globals: readonly GlobalSetting[]): string | undefined {
  const host = entry(EXPANDER_HOSTS, driver);
  if (host === undefined) return undefined;
  const unfit = globals.find(
    (global) =>
      global.property === 'pci-hole64-size' && (global.driver === host || global.driver === 'pci-host-bridge'),
  );
  if (unfit === undefined) return undefined;
  return `can't apply global ${unfit.driver}.pci-hole64-size=${unfit.value}: Property '${host}.pci-hole64-size' not found`;
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
