/** Checks and pieces of behaviour that several kinds share. */
import {
  refusal,
  unsignedOf,
  type BackedDraft,
  type DeviceDraft,
  type Finding,
  type PlugState,
  type RunningDevice,
} from './behaviour';

export const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A pc-dimm's or nvdimm's properties. `size` exists for reading only. */
export const dimmProperties = {
  addr: { type: 'uint64' },
  memdev: { type: 'backend' },
  node: { type: 'uint32' },
  slot: { type: 'int32' },
  size: { type: 'read-only' },
} as const;

/** pc_memory_pre_plug: without ACPI nothing could tell the guest. isapc has no ACPI device at all. */
export const acpiPresent = (_draft: DeviceDraft, { machine }: PlugState): Finding | undefined =>
  machine.acpi && machine.version.family.hasDeviceMemory
    ? undefined
    : refusal(
        'device/no-acpi',
        'memory hotplug is not enabled: missing acpi device or acpi disabled',
        'machine.acpi',
        'machine.type',
      );

/** piix4_device_pre_plug_cb. Only pc has the switch. */
export const hotplugSupported = (_draft: DeviceDraft, { machine }: PlugState): Finding | undefined =>
  machine.memoryHotplugSupport
    ? undefined
    : refusal(
        'device/no-hotplug-support',
        'memory hotplug is not enabled: PIIX4_PM.memory-hotplug-support is not set',
        'globals',
      );

/** QEMU accepts node 0 where there are no nodes, and then speaks of one. */
const lacksNode = (node: bigint, count: number): boolean => (count > 0 ? node >= BigInt(count) : node !== 0n);

/** pc_dimm_realize. */
export function dimmNode(draft: DeviceDraft, { nodeCount }: PlugState): Finding | undefined {
  const node = unsignedOf(draft, 'node') ?? 0n;
  if (!lacksNode(node, nodeCount)) return undefined;
  const text = `'DIMM property node has value ${node}' which exceeds the number of numa nodes: ${nodeCount || 1}`;
  return refusal('device/no-such-node', text, 'nodes');
}

/** virtio_mem_device_realize. The missing space is QEMU's. */
export function virtioMemNode(draft: DeviceDraft, { nodeCount }: PlugState): Finding | undefined {
  const node = unsignedOf(draft, 'node') ?? 0n;
  if (!lacksNode(node, nodeCount)) return undefined;
  const text = `'node' property has value '${node}', which exceedsthe number of numa nodes: ${nodeCount || 1}`;
  return refusal('device/no-such-node', text, 'nodes');
}

/** One backend serves one device; each kind has its own words for it. */
export const backendFree =
  (words: (backend: string) => string) =>
  ({ backend }: BackedDraft, state: PlugState): Finding | undefined =>
    state.isBusy(backend.id) ? refusal('device/busy-backend', words(backend.id)) : undefined;

export const alreadyBusy = backendFree((backend) => `can't use already busy memdev: ${backend}`);

/** QMP lists the addresses of DIMMs as signed numbers, and only theirs. */
const signed = (address: bigint): bigint => (address < 2n ** 63n ? address : address - 2n ** 64n);

/** The `query-memory-devices` fields of both DIMM kinds, in QEMU's order. */
export function dimmInfo(
  type: string,
  draft: BackedDraft,
  place: { readonly address: bigint; readonly size: bigint; readonly slot?: bigint; readonly hotplugged: boolean },
) {
  return {
    type,
    data: {
      memdev: `/objects/${draft.backend.id}`,
      hotplugged: place.hotplugged,
      addr: signed(place.address),
      hotpluggable: true,
      size: place.size,
      slot: place.slot ?? -1n,
      node: unsignedOf(draft, 'node') ?? 0n,
      ...(draft.id === undefined ? {} : { id: draft.id }),
    },
  };
}

/** What `qom-get` reads of both DIMM kinds. */
export const dimmReadable = (device: RunningDevice) => ({
  addr: device.address,
  slot: BigInt(device.slot ?? -1),
  node: BigInt(device.node),
  size: device.size,
});
