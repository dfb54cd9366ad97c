/** The compound edits behind one click: each is one undo step, and each says what it took along. */
import { SOFT_RESERVED } from '../core/base/e820';
import { removeDevice, type Change } from '../app/device-edits';
import { freeName } from '../app/device-names';
import { GiB } from '../core/base/addr';
import type { Edit } from '../core/document/edit';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';
import { valueAt, type EntityPlace, type ListPath } from './document-path';
import { plugSteps } from '../app/plugs';

export { addDevice, usesOfBackend, type Change } from '../app/device-edits';
export { addStep } from '../app/step-edits';
export { moveItem } from './move-item';

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
  'host.ranges': (document) => ({ start: afterHost(document), size: 128 * GiB, type: SOFT_RESERVED }),
  'host.nodes': ({ host }) => ({ id: Math.max(-1, ...host.nodes.map(({ id }) => id)) + 1 }),
  'host.dax': ({ host }) => ({ name: `dax${host.dax.length}.0`, size: 128 * GiB }),
  'host.resources': (document) => ({ start: afterHost(document), size: 1 * GiB, name: 'Reserved', depth: 0 }),
  fleet: () => ({ physBits: 46 }),
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
        ...plugSteps(document).map(({ device, path }) => [`${path}.device.memdev`, device.memdev] as const),
        ...document.nodes.map(({ memdev }, index) => [`nodes.${index}.memdev`, memdev] as const),
        ['machine.memoryBackend', document.machine.memoryBackend],
      ];
  const followers = namers.filter(([, name]) => name === old);
  return [rename, ...followers.map(([path]): Edit => ({ op: 'set', path, value }))];
}

/** Removes an item of a list. A device takes its backend along if nothing else uses it. */
export function removeItem(document: LayoutDocument, { kind, path, index }: EntityPlace): Change | undefined {
  if (index === undefined) return undefined;
  if (kind === 'devices') return removeDevice(document, index);
  const items = valueAt(document, kind);
  const left = Array.isArray(items) ? items.length - 1 : 0;
  const neighbour = left === 0 ? {} : { select: `${kind}.${Math.min(index, left - 1)}` };
  return { edits: [{ op: 'remove', path }], ...neighbour };
}
