/** Plugging a memory device, from its properties on. What kinds differ in is theirs to say (`core/devices`). */
import { err, ok, type Result } from '../base/result';
import {
  refusal,
  unsignedOf,
  type BackedDraft,
  type DeviceBehaviour,
  type DeviceDraft,
  type DevicePlace,
  type Finding,
  type PlugState,
  type PropertyValue,
} from '../devices/behaviours/behaviour';
import type { DeviceKind } from '../devices/kind';
import type { DeviceContext, DeviceRequest } from './devices';
import type { PlugMode, PlugOutcome } from './devices-plug';
import { addDevice, numbersOfLast, type Population } from './devices-population';
import { choosePlace, type PciBus, type PciPlace, type PciRequest } from './pci';
import { occupy } from './pci-bridges';
import { assignSlot, noWindow, place } from './placement';

export interface MemoryDeviceRequest {
  readonly request: DeviceRequest;
  readonly kind: DeviceKind;
  readonly behaviour: DeviceBehaviour;
  readonly values: ReadonlyMap<string, PropertyValue>;
  /** For the kinds that sit on PCI. */
  readonly bus: PciBus | undefined;
  readonly mode: PlugMode;
}

interface Placed {
  readonly draft: BackedDraft;
  readonly place: DevicePlace;
}

export function plugMemoryDevice(
  population: Population,
  context: DeviceContext,
  asked: MemoryDeviceRequest,
): PlugOutcome {
  const findings: Finding[] = [];
  const added = prepare(population, context, asked, findings);
  if (!added.ok) return { findings: [...findings, added.error] };
  const { draft, place: at, pci } = added.value;
  const { request, kind, behaviour, mode } = asked;
  addDevice(population, {
    kind: kind.id,
    ...(draft.id === undefined ? {} : { id: draft.id }),
    ordinal: mode.ordinal,
    option: request.option,
    memdev: draft.backend.id,
    node: Number(unsignedOf(draft, 'node') ?? 0n),
    address: at.address,
    size: at.size,
    alignment: behaviour.alignment(draft),
    ...(at.slot === undefined ? {} : { slot: Number(at.slot) }),
    placed: context.machine.version.family.placesMemoryDevices,
    ...numbersOfLast(population, draft.id),
    wasHotAdded: mode.hot,
    requestedSize: unsignedOf(draft, 'requested-size') ?? 0n,
    pluggedSize: 0n,
    draft,
    ...(pci === undefined ? {} : { pci: pciAt(pci.place) }),
    info: behaviour.info(draft, at),
  });
  if (pci !== undefined) population.pci = occupy(population.pci, pci.place, pci.request, NO_BRIDGE);
  return { findings };
}

const pciAt = ({ bus: { name }, devfn }: PciPlace) => ({ devfn, ...(name === undefined ? {} : { bus: name }) });

const NO_BRIDGE = { chassis: 0, slot: 0, busNumber: 0, node: undefined };

interface Prepared extends Placed {
  readonly pci?: { readonly place: PciPlace; readonly request: PciRequest };
}

/** All checks up to the end of the device's realize function. Warnings go to `findings`. */
function prepare(
  population: Population,
  context: DeviceContext,
  asked: MemoryDeviceRequest,
  findings: Finding[],
): Result<Prepared, Finding> {
  const { request, kind, behaviour, values, bus, mode } = asked;
  const state: PlugState = {
    machine: context.machine,
    memory: context.memory,
    map: context.map,
    nodeCount: context.numa.nodes.length,
    isBusy: (backend) => population.busy.has(backend),
    hasBootMemory: (node) => (context.numa.nodes[node]?.size ?? 0n) > 0n,
    hasDevice: (node) => population.devices.some((device) => device.node === node),
  };
  const draft = draftOf(population, request, values);
  const places = context.machine.version.family.placesMemoryDevices;
  const early = places ? placed(population, state, asked, draft, findings) : undefined;
  if (early?.ok === false) return early;
  const pci = bus === undefined ? ok(undefined) : pciPlace(bus, request, kind, values, mode);
  if (!pci.ok) return pci;
  const at = early ?? unplaced(behaviour, draft, mode);
  if (!at.ok) return at;
  for (const check of behaviour.realize) {
    const finding = check(at.value.draft, state);
    if (finding?.severity === 'refusal') return err(finding);
    if (finding !== undefined) findings.push(finding);
  }
  return ok(pci.value === undefined ? at.value : { ...at.value, pci: pci.value });
}

function draftOf(
  population: Population,
  { id }: DeviceRequest,
  values: ReadonlyMap<string, PropertyValue>,
): DeviceDraft {
  const memdev = values.get('memdev');
  const backend = typeof memdev === 'string' ? population.backends.get(memdev) : undefined;
  return { values, ...(id === undefined ? {} : { id }), ...(backend === undefined ? {} : { backend }) };
}

function firstFinding<D>(
  checks: readonly ((draft: D, state: PlugState) => Finding | undefined)[],
  draft: D,
  state: PlugState,
): Finding | undefined {
  for (const check of checks) {
    const finding = check(draft, state);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** The machine's part: slot, window, memdev, then a place. */
function placed(
  population: Population,
  state: PlugState,
  { kind, behaviour, mode: { hot } }: MemoryDeviceRequest,
  draft: DeviceDraft,
  findings: Finding[],
): Result<Placed, Finding> {
  const { memory, map } = state;
  const early = firstFinding(behaviour.beforeSlot, draft, state);
  if (early !== undefined) return err(early);
  const slot = kind.usesSlot
    ? assignSlot(unsignedOf(draft, 'slot') ?? -1n, memory.slots, population.slots)
    : ok(undefined);
  if (!slot.ok) return slot;
  if (map.deviceMemory === undefined) return err(noWindow);
  if (!isBacked(draft)) return err(refusal('device/no-memdev', "'memdev' property must be set"));
  const late = firstFinding(behaviour.beforePlacement, draft, state);
  if (late !== undefined) return err(late);
  const size = behaviour.size(draft);
  const placement = place(
    {
      size,
      alignment: behaviour.alignment(draft),
      ...(behaviour.wholeBackend ? { sizeMultiple: draft.backend.alignment } : {}),
      hint: unsignedOf(draft, behaviour.addressProperty) ?? 0n,
    },
    {
      window: map.deviceMemory,
      total: BigInt.asUintN(64, memory.maxram - memory.ram),
      used: population.used,
      devices: population.byAddress,
      runs: population.runs,
    },
  );
  findings.push(...placement.warnings);
  if (!placement.result.ok) return placement.result;
  const address = placement.result.value;
  return ok({
    draft,
    place: { address, size, hotplugged: hot, ...(slot.value === undefined ? {} : { slot: slot.value }) },
  });
}

/** A machine that takes memory devices without mapping them: address and slot stay as typed. */
function unplaced(behaviour: DeviceBehaviour, draft: DeviceDraft, { hot }: PlugMode): Result<Placed, Finding> {
  if (!isBacked(draft)) return err(refusal('device/no-memdev', behaviour.memdevMissing));
  for (const check of behaviour.beforePlacement) {
    const finding = check(draft);
    if (finding !== undefined) return err(finding);
  }
  const address = unsignedOf(draft, behaviour.addressProperty) ?? 0n;
  const slot = unsignedOf(draft, 'slot');
  const size = behaviour.size(draft);
  return ok({ draft, place: { address, size, hotplugged: hot, ...(slot === undefined ? {} : { slot }) } });
}

const isBacked = (draft: DeviceDraft): draft is BackedDraft => draft.backend !== undefined;

function pciPlace(
  bus: PciBus,
  { id }: DeviceRequest,
  kind: DeviceKind,
  values: ReadonlyMap<string, PropertyValue>,
  { hot }: PlugMode,
): Result<{ readonly place: PciPlace; readonly request: PciRequest }, Finding> {
  const devfn = values.get('addr');
  const request = {
    driver: kind.driver,
    ...(id === undefined ? {} : { id }),
    devfn: typeof devfn === 'bigint' ? Number(devfn) : -1,
    multifunction: values.get('multifunction') === true,
    hot,
  };
  const at = choosePlace(bus, request);
  return at.ok ? ok({ place: at.value, request }) : err(refusal('device/pci-place', at.error));
}
