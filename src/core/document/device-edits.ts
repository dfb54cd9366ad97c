/** The compound edits of memory devices: each is one undo step, and each says what it took along. */
import { GiB, type Bytes } from '../base/addr';
import { deviceKinds } from '../devices/index';
import type { DeviceKind } from '../devices/kind';
import type { DocPath, RegionKind } from '../space/region';
import { freeName, memdevOf, nameOfDevice } from './device-names';
import type { Edit } from './edit';
import type { Backend, LayoutDocument } from './schema';
import { plugSteps } from './plugs';

export interface Change {
  readonly edits: readonly Edit[];
  /** What to select afterwards. */
  readonly select?: DocPath;
  /** What went along and was not asked for by name, to be said aloud. */
  readonly said?: string;
}

interface NewDevice {
  readonly prefix: string;
  readonly backendPrefix: string;
  readonly size: Bytes;
}

/** Names and size of a new device, by what its memory is. */
const NEW_DEVICES: Readonly<Partial<Record<RegionKind, NewDevice>>> = {
  'soft-reserved': { prefix: 'sp', backendPrefix: 'hbm', size: 128 * GiB },
  persistent: { prefix: 'pmem', backendPrefix: 'nv', size: 8 * GiB },
  'virtio-mem': { prefix: 'vmem', backendPrefix: 'vm', size: 8 * GiB },
};
const NEW_DIMM: NewDevice = { prefix: 'dimm', backendPrefix: 'mem', size: 8 * GiB };

/** The lowest node without CPUs, RAM and other memory devices; else the last one; none where there are no nodes. */
function nextNode(document: LayoutDocument): number | undefined {
  const used = new Set(
    [...document.devices, ...plugSteps(document).map(({ device }) => device)].map((device) =>
      'node' in device ? (device.node ?? 0) : 0,
    ),
  );
  const ids = document.nodes.map(({ id }) => id);
  const free = document.nodes.filter(
    ({ id, cpus, memdev }) => id !== 0 && (cpus ?? []).length === 0 && memdev === undefined && !used.has(id),
  );
  return free.length > 0 ? Math.min(...free.map(({ id }) => id)) : ids.length === 0 ? undefined : Math.max(...ids);
}

/** The backend that a device or node names, if the document has it. */
const backendNamed = (document: LayoutDocument, memdev: string | undefined): Backend | undefined =>
  memdev === undefined ? undefined : document.backends.find(({ id }) => id === memdev);

/** What a new device of a kind is called, and its node where the kind has one. */
function newFacts(document: LayoutDocument, kind: DeviceKind) {
  const { prefix, backendPrefix, size } = NEW_DEVICES[kind.region] ?? NEW_DIMM;
  const has = (key: string): boolean => kind.fields.some((field) => field.key === key);
  const node = has('node') ? nextNode(document) : undefined;
  return {
    size,
    backendId: freeName(document, backendPrefix),
    named: { id: freeName(document, prefix), ...(node === undefined ? {} : { node }) },
  };
}

/** A device of a kind with a backend of its own: the size of the last one of its kind, the next node, names that are free. */
export function newDevice(document: LayoutDocument, kind: DeviceKind) {
  const { size, backendId, named } = newFacts(document, kind);
  const alike = document.devices.findLast((device) => device.kind === kind.id);
  const likeBackend = alike !== undefined && 'memdev' in alike ? backendNamed(document, alike.memdev) : undefined;
  const backend: Backend = {
    id: backendId,
    type: likeBackend?.type ?? 'ram',
    size: likeBackend?.size ?? size,
  };
  const { id, ...node } = named;
  return { device: { kind: kind.id, id, memdev: backend.id, ...node }, backend };
}

const adding = (document: LayoutDocument, device: { readonly id: string }, backend: Backend): Change => ({
  edits: [
    { op: 'insert', path: 'backends.-', value: backend },
    { op: 'insert', path: 'devices.-', value: device },
  ],
  select: `devices.${document.devices.length}`,
  said: `${device.id} and its backend ${backend.id} were added`,
});

/** What a kind of device is to the guest. */
export const regionKindOf = (kindId: string): RegionKind => deviceKinds.find(kindId)?.region ?? 'unknown';

/** Adds a memory device with its backend. Nothing else changes: if the window is too small, the verdict says so. */
export function addDevice(document: LayoutDocument, kindId: string): Change {
  const kind = deviceKinds.find(kindId);
  if (kind === undefined) return { edits: [] };
  const { device, backend } = newDevice(document, kind);
  return adding(document, device, backend);
}

/** What only one device can have. */
const OWN: readonly string[] = ['id', 'memdev', 'node', 'addr', 'slot', 'uuid'];

/**
 * Adds one more device like this one, with a backend like its own. The address is left to QEMU, so that it takes the next free
 * place. Nothing where there is no memory device.
 */
export function duplicateDevice(document: LayoutDocument, index: number): Change | undefined {
  const device = document.devices[index];
  const kind = device === undefined ? undefined : deviceKinds.find(device.kind);
  if (device === undefined || kind === undefined) return undefined;
  const { size, backendId, named } = newFacts(document, kind);
  const original = backendNamed(document, memdevOf(device));
  const backend: Backend =
    original === undefined ? { id: backendId, type: 'ram', size } : { ...original, id: backendId };
  // The same host memory cannot stand behind both.
  delete backend.host;
  const alike = Object.fromEntries(Object.entries(device).filter(([key]) => !OWN.includes(key)));
  return adding(document, { ...alike, ...named, memdev: backendId } as { readonly id: string }, backend);
}

/** How many places in the layout name a backend. */
export function usesOfBackend(document: LayoutDocument, id: string): number {
  const named = [
    ...document.devices.map(memdevOf),
    ...plugSteps(document).map(({ device }) => device.memdev),
    ...document.nodes.map(({ memdev }) => memdev),
    document.machine.memoryBackend,
  ];
  return named.filter((memdev) => memdev === id).length;
}

/** Removes a device, with its backend if nothing else uses that. Nothing where there is no device. */
export function removeDevice(document: LayoutDocument, index: number): Change | undefined {
  const device = document.devices[index];
  if (device === undefined) return undefined;
  const path = `devices.${index}`;
  const left = document.devices.length - 1;
  const neighbour = left === 0 ? {} : { select: `devices.${Math.min(index, left - 1)}` };
  const memdev = memdevOf(device);
  const position = document.backends.findIndex(({ id }) => id === memdev);
  if (memdev === undefined || position < 0) return { edits: [{ op: 'remove', path }], ...neighbour };
  const name = nameOfDevice(device, index);
  if (usesOfBackend(document, memdev) > 1) {
    return {
      edits: [{ op: 'remove', path }],
      ...neighbour,
      said: `${name} was removed; its backend ${memdev} stays, since others use it`,
    };
  }
  return {
    edits: [
      { op: 'remove', path },
      { op: 'remove', path: `backends.${position}` },
    ],
    ...neighbour,
    said: `${name} and its backend ${memdev} were removed`,
  };
}
