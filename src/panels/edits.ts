/** The compound edits behind one click: each is one undo step, and each says what it took along. */
import { GiB } from '../core/base/addr';
import { deviceKinds } from '../core/devices/index';
import type { DeviceKind } from '../core/devices/kind';
import type { Edit } from '../core/document/edit';
import type { Backend, LayoutDocument } from '../core/document/schema';
import type { DocPath, RegionKind } from '../core/space/region';
import { entityAt, valueAt, type EntityPlace, type ListPath } from './document-path';
import { nameOfDevice } from './names';

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
  readonly size: number;
}

/** Names and size of a new device, by what its memory is. */
const NEW_DEVICES: Readonly<Partial<Record<RegionKind, NewDevice>>> = {
  'soft-reserved': { prefix: 'sp', backendPrefix: 'hbm', size: 128 * GiB },
  persistent: { prefix: 'pmem', backendPrefix: 'nv', size: 8 * GiB },
  'virtio-mem': { prefix: 'vmem', backendPrefix: 'vm', size: 8 * GiB },
};
const NEW_DIMM: NewDevice = { prefix: 'dimm', backendPrefix: 'mem', size: 8 * GiB };

/** The first `prefix` with a number that nothing in the layout has as its name. */
export function freeName(document: LayoutDocument, prefix: string): string {
  const taken = new Set(
    [
      ...document.backends.map(({ id }) => id),
      ...document.objects.map(({ id }) => id),
      ...document.devices.map(({ id }) => id),
      ...document.events.flatMap(({ device, backend }) => [device.id, backend?.id]),
    ].filter((id) => id !== undefined),
  );
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** The lowest node without CPUs, RAM and other memory devices; else the last one; none where there are no nodes. */
function nextNode(document: LayoutDocument): number | undefined {
  const used = new Set(
    [...document.devices, ...document.events.map(({ device }) => device)].map((device) =>
      'node' in device ? (device.node ?? 0) : 0,
    ),
  );
  const ids = document.nodes.map(({ id }) => id);
  const free = document.nodes.filter(
    ({ id, cpus, memdev }) => id !== 0 && (cpus ?? []).length === 0 && memdev === undefined && !used.has(id),
  );
  return free.length > 0 ? Math.min(...free.map(({ id }) => id)) : ids.length === 0 ? undefined : Math.max(...ids);
}

/** A device of a kind with a backend of its own: the size of the last one of its kind, the next node, names that are free. */
function newDevice(document: LayoutDocument, kind: DeviceKind) {
  const { prefix, backendPrefix, size } = NEW_DEVICES[kind.region] ?? NEW_DIMM;
  const has = (key: string): boolean => kind.fields.some((field) => field.key === key);
  const node = has('node') ? nextNode(document) : undefined;
  const alike = document.devices.findLast((device) => device.kind === kind.id);
  const likeBackend =
    alike !== undefined && 'memdev' in alike ? document.backends.find(({ id }) => id === alike.memdev) : undefined;
  const backend: Backend = {
    id: freeName(document, backendPrefix),
    type: likeBackend?.type ?? 'ram',
    size: likeBackend?.size ?? size,
  };
  const id = freeName(document, prefix);
  const device = { kind: kind.id, id, memdev: backend.id, ...(node === undefined ? {} : { node }) };
  return { device, backend };
}

/** Adds a memory device with its backend. Nothing else changes: if the window is too small, the verdict says so. */
export function addDevice(document: LayoutDocument, kindId: string): Change {
  const kind = deviceKinds.find(kindId);
  if (kind === undefined) return { edits: [] };
  const { device, backend } = newDevice(document, kind);
  return {
    edits: [
      { op: 'insert', path: 'backends.-', value: backend },
      { op: 'insert', path: 'devices.-', value: device },
    ],
    select: `devices.${document.devices.length}`,
    said: `${device.id} and its backend ${backend.id} were added`,
  };
}

/** Adds a step that plugs a device later, with a backend of its own. */
export function addEvent(document: LayoutDocument, kindId: string): Change {
  const kind = deviceKinds.find(kindId);
  if (kind === undefined) return { edits: [] };
  const { device, backend } = newDevice(document, kind);
  return {
    edits: [{ op: 'insert', path: 'events.-', value: { do: 'plug', device, backend } }],
    select: `events.${document.events.length}`,
  };
}

/** Adds an item with the fewest fields that the schema takes. */
export function addItem(document: LayoutDocument, list: ListPath): Change {
  const items = valueAt(document, list);
  const length = Array.isArray(items) ? items.length : 0;
  return {
    edits: [{ op: 'insert', path: `${list}.-`, value: FRESH[list](document) }],
    select: `${list}.${length}`,
  };
}

const afterHost = (document: LayoutDocument): number =>
  Math.max(0, ...document.host.ranges.map(({ start, size }) => start + size));
const afterNodes = (document: LayoutDocument): number => Math.max(-1, ...document.nodes.map(({ id }) => id)) + 1;

const FRESH: Readonly<Record<ListPath, (document: LayoutDocument) => unknown>> = {
  'host.ranges': (document) => ({ start: afterHost(document), size: 128 * GiB, type: 0xefff_ffff }),
  'machine.cxlWindows': () => ({ targets: ['cxl.0'], size: 4 * GiB }),
  backends: (document) => ({ id: freeName(document, 'mem'), type: 'ram', size: 1 * GiB }),
  objects: (document) => ({ type: 'iothread', id: freeName(document, 'object') }),
  nodes: (document) => ({ id: afterNodes(document) }),
  cpuAssignments: () => ({ node: 0 }),
  distances: () => ({ from: 0, to: 0, value: 10 }),
  hmat: () => ({ initiator: 0, target: 0, hierarchy: 'memory', dataType: 'access-latency', value: 100 }),
  hmatCaches: () => ({ node: 0, size: 16 * 2 ** 20, level: 1 }),
  devices: (document) => ({ kind: 'other', driver: 'pcie-root-port', id: freeName(document, 'port') }),
  globals: () => ({ driver: 'q35-pcihost', property: 'pci-hole64-size', value: '32G' }),
  options: () => ({ name: 'display', value: 'none' }),
  events: () => undefined,
};

/** How many places in the layout name a backend. */
export function usesOfBackend(document: LayoutDocument, id: string): number {
  const named = [
    ...document.devices.map((device) => ('memdev' in device ? device.memdev : undefined)),
    ...document.events.map(({ device }) => device.memdev),
    ...document.nodes.map(({ memdev }) => memdev),
    document.machine.memoryBackend,
  ];
  return named.filter((memdev) => memdev === id).length;
}

/**
 * Renames a backend, and lets whatever names it follow.
 * @param entity the backend's place: `backends.2`, or `events.0.backend`, which only that step's device can name
 */
export function renameBackend(document: LayoutDocument, entity: DocPath, value: unknown): readonly Edit[] {
  const old = valueAt(document, `${entity}.id`);
  const rename: Edit = { op: 'set', path: `${entity}.id`, value };
  const namers: readonly (readonly [DocPath, unknown])[] = entity.startsWith('events.')
    ? [[entity.replace(/backend$/, 'device.memdev'), valueAt(document, entity.replace(/backend$/, 'device.memdev'))]]
    : [
        ...document.devices.map(
          (device, index) => [`devices.${index}.memdev`, 'memdev' in device ? device.memdev : ''] as const,
        ),
        ...document.events.map(({ device }, index) => [`events.${index}.device.memdev`, device.memdev] as const),
        ...document.nodes.map(({ memdev }, index) => [`nodes.${index}.memdev`, memdev] as const),
        ['machine.memoryBackend', document.machine.memoryBackend],
      ];
  const followers = namers.filter(([, name]) => name === old);
  return [rename, ...followers.map(([path]): Edit => ({ op: 'set', path, value }))];
}

/** Removes an item of a list. A device takes its backend along if nothing else uses it. */
export function removeItem(document: LayoutDocument, { kind, path, index }: EntityPlace): Change | undefined {
  if (index === undefined) return undefined;
  const items = valueAt(document, kind);
  const left = Array.isArray(items) ? items.length - 1 : 0;
  const neighbour = left === 0 ? {} : { select: `${kind}.${Math.min(index, left - 1)}` };
  const device = kind === 'devices' ? document.devices[index] : undefined;
  const memdev = device !== undefined && 'memdev' in device ? device.memdev : undefined;
  const position = document.backends.findIndex(({ id }) => id === memdev);
  if (device === undefined || memdev === undefined || position < 0) {
    return { edits: [{ op: 'remove', path }], ...neighbour };
  }
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

/** Swaps an item with the one shown before or after it, which may be further away in the list. */
export function moveItem(
  rows: readonly DocPath[],
  path: DocPath,
  by: 1 | -1,
  document: LayoutDocument,
): Change | undefined {
  const place = entityAt(document, path);
  const target = rows[rows.indexOf(path) + by];
  if (place?.index === undefined || target === undefined || !rows.includes(path)) return undefined;
  const other = entityAt(document, target);
  if (other?.kind !== place.kind || other.index === undefined) return undefined;
  return { edits: [{ op: 'move', path, to: other.index }], select: target };
}
