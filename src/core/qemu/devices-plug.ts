/** Plugging one device: QEMU's checks in QEMU's order (system/qdev-monitor.c: qdev_device_add_from_qdict; spec section 6.3). */
import { err, ok, type Result } from '../base/result';
import {
  refusal,
  type DeviceBehaviour,
  type Finding,
  type PropertyTable,
  type PropertyValue,
} from '../devices/behaviours/behaviour';
import { isWellFormedId } from '../options/identifier';
import { complaintOf, isSingle, modelBus, neededMessages, type ModelBus } from './device-models';
import type { DeviceKind } from '../devices/kind';
import type { DeviceContext, DeviceRequest } from './devices';
import { plugMemoryDevice } from './devices-memory';
import { count, numbersOfLast, type Population } from './devices-population';
import { chooseBus, choosePlace, type PciBus } from './pci';
import { bridgeConflict, expanderGlobal, occupy, type BridgeNumbers } from './pci-bridges';
import { memoryModel } from './memory-models';
import { setProperties, type Given, type ResolveBackend } from './properties';

export interface PlugMode {
  /** The machine runs; the request came over QMP. */
  readonly hot: boolean;
  readonly ordinal: number;
}

export interface PlugOutcome {
  /** Warnings in order, then the refusal if there is one. */
  readonly findings: readonly Finding[];
  /** An error line that QEMU prints and goes on. */
  readonly complaint?: string;
}

const refused = (code: string, text: string, ...inputs: readonly string[]): PlugOutcome => ({
  findings: [refusal(code, text, ...inputs)],
});

/** Adds the device to the population, or says why QEMU does not. */
export function plug(
  population: Population,
  context: DeviceContext,
  request: DeviceRequest,
  mode: PlugMode,
): PlugOutcome {
  const { driver } = request;
  if (!mode.hot) {
    population.deviceIds.push(request.id);
    count(population, request.id);
  }
  if (driver === undefined) return refused('device/no-driver', "Parameter 'driver' is missing");
  const model = memoryModel(driver, context.dialect);
  const kind = model?.kind;
  const needs = kind === undefined ? modelBus(driver) : kind.bus === 'pci' ? 'PCI' : 'none';
  if (needs === undefined || context.dialect?.lacks.includes(driver) === true)
    return refused('device/unknown-driver', `'${driver}' is not a valid device model name`);
  const bus = findBusFor(population, driver, needs, request.bus);
  if (!bus.ok) return { findings: [bus.error] };
  const cold = mode.hot ? hotplugRefusal(context, driver, kind, bus.value) : undefined;
  if (cold !== undefined) return { findings: [cold] };

  const values = new Map<string, PropertyValue>();
  const resolve = resolverOf(population, context, request.id);
  const global = model === undefined || mode.hot ? undefined : applyGlobals(model.behaviour, context, values, resolve);
  if (global !== undefined) return refused('device/bad-global', global, 'globals');
  if (request.json || mode.hot) {
    const text = idRefusal(population, request.id);
    if (text !== undefined) return refused('device/bad-id', text);
  }
  if (mode.hot) count(population, request.id);
  const table = model?.behaviour.properties ?? OTHER_PROPERTIES;
  const given = kind === undefined ? known(request.properties) : request.properties;
  const text = setProperties(driver, table, given, values, resolve);
  if (text !== undefined) return refused('device/bad-property', text);
  if (model !== undefined) {
    return plugMemoryDevice(population, context, { request, ...model, values, bus: bus.value, mode });
  }
  return plugOther(population, context, { ...request, driver }, values, bus.value, mode);
}

/** Nothing for devices that sit on no bus, or on one that is not looked at here. */
function findBusFor(
  population: Population,
  driver: string,
  needs: ModelBus | 'none',
  name: string | undefined,
): Result<PciBus | undefined, Finding> {
  if (needs === 'other') return ok(undefined);
  if (needs === 'none' && name === undefined) return ok(undefined);
  const bus = chooseBus(population.pci, name);
  if (name !== undefined && bus === undefined) return err(refusal('device/no-such-bus', `Bus '${name}' not found`));
  if (name !== undefined && bus !== undefined && needs !== 'PCI') {
    return err(refusal('device/wrong-bus', `Device '${driver}' can't go on ${bus.type} bus`));
  }
  if (needs === 'PCI' && bus !== undefined) return ok(bus);
  return err(refusal('device/no-bus', `No '${needs}' bus found for device '${driver}'`, 'machine.type'));
}

function hotplugRefusal(
  { machine }: DeviceContext,
  driver: string,
  kind: DeviceKind | undefined,
  bus: PciBus | undefined,
): Finding | undefined {
  if (bus !== undefined && !(bus.hotpluggable && (!bus.root || machine.acpi))) {
    return refusal('device/bus-not-hotpluggable', `Bus '${bus.name ?? ''}' does not support hotplugging`);
  }
  if (kind?.coldPlugOnly === true) {
    return refusal('device/cold-plug-only', `Device '${driver}' does not support hotplugging`);
  }
  if (kind !== undefined && !machine.version.family.placesMemoryDevices) {
    return refusal('device/no-hotplug', `Device '${driver}' can not be hotplugged on this machine`, 'machine.type');
  }
  return undefined;
}

function idRefusal({ named }: Population, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  if (!isWellFormedId(id)) return `Invalid qdev ID '${id}'`;
  return named.has(id) ? `Duplicate device ID '${id}'` : undefined;
}

/**
 * A link to a backend is given by its id or its path (object_resolve_path_type).
 *
 * @param own the id of the device whose link it is, which exists by then
 */
export const resolverOf =
  (population: Population, { objectNames = [], hasObject }: DeviceContext, own?: string): ResolveBackend =>
  (name) => {
    if (name === '') return ok(undefined);
    const id = name.replace(/^\/?objects\//, '');
    if (population.backends.has(id)) return ok(id);
    const exists = name === own || population.named.has(name) || (hasObject?.(id) ?? objectNames.includes(id));
    return err(exists ? "Invalid parameter type for 'memdev', expected: memory-backend" : `Device '${name}' not found`);
  };

/** Defaults that `-global` gives to the device's class or one it derives from; the last one wins within a group. */
function applyGlobals(
  { classes, properties }: DeviceBehaviour,
  { globals }: DeviceContext,
  values: Map<string, PropertyValue>,
  resolve: ResolveBackend,
): string | undefined {
  if (globals.length === 0) return undefined;
  for (const group of classes) {
    for (const { driver, property, value } of globals) {
      if (!group.includes(driver)) continue;
      const given = new Map<string, Given>([[property, { form: 'global', text: value }]]);
      const text = setProperties(group[0] ?? driver, properties, given, values, resolve);
      if (text !== undefined) return `can't apply global ${driver}.${property}=${value}: ${text}`;
    }
  }
  return undefined;
}

/** Of all that other PCI devices can have, what decides where they sit. */
const OTHER_PROPERTIES: PropertyTable = {
  addr: { type: 'pci-address' },
  multifunction: { type: 'boolean' },
  bus_nr: { type: 'uint8' },
  chassis: { type: 'uint8' },
  slot: { type: 'uint16' },
  numa_node: { type: 'uint16' },
};

const known = (properties: ReadonlyMap<string, Given>): ReadonlyMap<string, Given> =>
  new Map([...properties].filter(([name]) => Object.hasOwn(OTHER_PROPERTIES, name)));

const NOT_A_NODE = 128;

function numbersOf(values: ReadonlyMap<string, PropertyValue>): BridgeNumbers {
  const number = (name: string, otherwise: number): number => {
    const value = values.get(name);
    return typeof value === 'bigint' ? Number(value) : otherwise;
  };
  const node = number('numa_node', NOT_A_NODE);
  return {
    chassis: number('chassis', 0),
    slot: number('slot', 0),
    busNumber: number('bus_nr', 0),
    node: node === NOT_A_NODE ? undefined : node,
  };
}

function plugOther(
  population: Population,
  { numa, globals, hasApic = true }: DeviceContext,
  request: DeviceRequest & { readonly driver: string },
  values: ReadonlyMap<string, PropertyValue>,
  bus: PciBus | undefined,
  { hot }: PlugMode,
): PlugOutcome {
  const { driver, id, option } = request;
  const named = id === undefined ? {} : { id };
  if (isSingle(driver) && population.others.some((other) => other.driver === driver)) {
    return refused('device/single', `at most one ${driver} device is permitted`);
  }
  if (bus !== undefined) {
    const devfn = values.get('addr');
    const wanted = {
      driver,
      ...named,
      devfn: typeof devfn === 'bigint' ? Number(devfn) : -1,
      multifunction: values.get('multifunction') === true,
      hot,
    };
    const at = choosePlace(bus, wanted);
    if (!at.ok) return refused('device/pci-place', at.error);
    const messages = hasApic ? undefined : neededMessages(driver);
    if (messages !== undefined) {
      return refused('device/no-msi', `${messages} is not supported by interrupt controller`, 'cpu.model');
    }
    const numbers = numbersOf(values);
    const conflict = bridgeConflict(population.pci, bus, driver, numbers, numa.nodes.length);
    if (conflict !== undefined) return refused('device/bridge', conflict);
    const unfit = expanderGlobal(driver, globals);
    if (unfit !== undefined) return refused('device/bad-global', unfit, 'machine.pciHole64Size', 'globals');
    population.pci = occupy(population.pci, at.value, wanted, numbers);
  }
  population.others.push({
    driver,
    option,
    ...numbersOfLast(population, id),
    ...named,
    ...(bus?.name === undefined ? {} : { bus: bus.name }),
  });
  if (id !== undefined) population.named.add(id);
  const complaint = complaintOf(driver);
  return complaint === undefined ? { findings: [] } : { findings: [], complaint };
}
