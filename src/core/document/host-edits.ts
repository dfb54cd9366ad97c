/** Edits that tie host memory to guest memory: each list is one undo step. */
import { ADDR_LIMIT, alignDown, MiB, type Bytes } from '../base/addr';
import { overlaps, range, size as sizeOf, subtract, type Range } from '../base/range';
import type { DocPath } from '../space/region';
import { freeName, memdevOf } from './device-names';
import { valueAt, type Edit } from './edit';
import { nodeForMemory, ramNodeEdits } from './node-edits';
import type { Backend, LayoutDocument } from './schema';
import { windowEdits, type Newcomer } from './window-edits';
import { plugSteps } from './plugs';

/** What a piece of host memory can become in the guest. */
export type HostDeviceKind = 'sp-mem' | 'pc-dimm' | 'ram';

export interface HostDeviceOptions {
  /** Where in the guest; absent: where QEMU finds room. Not for RAM. */
  readonly addr?: number;
  /** The guest's node; absent: a node that has nothing yet, made if there is none (a DIMM: that of its siblings, else node 0). */
  readonly node?: number;
  /** The device-memory window as the plan has it, so that maxmem is raised no further than needed. */
  readonly window?: Range;
}

/** Memory of the host, in pieces, in the order of the bytes that they back. */
type Pieces = NonNullable<Backend['host']>;

/** QEMU takes RAM backends in multiples of 2 MiB as memory devices. */
const STEP: Bytes = 2 * MiB;

const lengthOf = (pieces: Pieces | undefined): Bytes => (pieces ?? []).reduce((sum, each) => sum + each.size, 0);

/** A piece of a layout's backend that names host memory, clipped to the bytes that the backend has. */
export interface HostClaim {
  /** `backends.2`, or `events.0.backend`. */
  readonly backend: DocPath;
  readonly range: Range;
}

/** All host memory that the layout hands out, later steps included, in the order of its backends. */
export function hostClaims(document: LayoutDocument): readonly HostClaim[] {
  const all: HostClaim[] = [];
  const claim = (path: DocPath, { host = [], size }: Backend) => {
    let left = size;
    for (const piece of host) {
      const length = Math.min(left, piece.size);
      const end = Math.min(piece.start + length, ADDR_LIMIT);
      if (end > piece.start) all.push({ backend: path, range: range(piece.start, end) });
      left -= length;
    }
  };
  document.backends.forEach((backend, index) => {
    claim(`backends.${index}`, backend);
  });
  for (const { backend, path } of plugSteps(document)) {
    if (backend !== undefined) claim(`${path}.backend`, backend);
  }
  return all;
}

/** What of a stretch of host memory no backend but the one at `except` has, by address. */
export function unclaimed(document: LayoutDocument, host: Range, except?: DocPath): readonly Range[] {
  let free: readonly Range[] = sizeOf(host) > 0 ? [host] : [];
  for (const { backend, range: taken } of hostClaims(document)) {
    if (backend !== except && overlaps(taken, host)) free = free.flatMap((piece) => subtract(piece, taken));
  }
  return free;
}

/**
 * Puts host memory behind a backend, in place of what was there. Of a longer stretch it takes as much as the backend has bytes: the
 * first run that is long enough and that no other backend has, else the first bytes. A shorter stretch is taken whole.
 *
 * @param how `append` keeps what is there and goes on behind it
 */
export function bindHostEdits(
  document: LayoutDocument,
  backendPath: DocPath,
  host: Range,
  how: 'replace' | 'append' = 'replace',
): readonly Edit[] {
  const backend = valueAt(document, backendPath) as Backend | undefined;
  if (backend === undefined || sizeOf(host) === 0) return [];
  const kept = how === 'append' ? (backend.host ?? []) : [];
  const wanted = Math.min(backend.size - lengthOf(kept), sizeOf(host));
  if (wanted <= 0) return [];
  const run = unclaimed(document, host, backendPath).find((piece) => sizeOf(piece) >= wanted) ?? host;
  return [{ op: 'set', path: `${backendPath}.host`, value: [...kept, { start: run.start, size: wanted }] }];
}

/** Leaves it to the host again where a backend's memory comes from. */
export function unbindHostEdits(document: LayoutDocument, backendPath: DocPath): readonly Edit[] {
  return valueAt(document, `${backendPath}.host`) === undefined ? [] : [{ op: 'remove', path: `${backendPath}.host` }];
}

/** Backend names by what their memory becomes; devices are named as `addDevice` names them. */
const NAMES: Readonly<Record<HostDeviceKind, { readonly backend: string; readonly device: string }>> = {
  'sp-mem': { backend: 'hbm', device: 'sp' },
  'pc-dimm': { backend: 'mem', device: 'dimm' },
  ram: { backend: 'r', device: '' },
};

/**
 * Makes guest memory of a stretch of host memory: a backend of that size bound to it, the device or node that uses it, a node where
 * none is left, and as much `maxmem`, `slots` or `-m` as that takes. Sizes are cut to whole 2 MiB; nothing comes of less. What is
 * made is the last of its list: `devices.N`, or `nodes.N` for RAM.
 */
export function hostDeviceEdits(
  document: LayoutDocument,
  kind: HostDeviceKind,
  host: Range,
  options: HostDeviceOptions = {},
): readonly Edit[] {
  const size = alignDown(range(0, sizeOf(host)).end, STEP);
  if (size === 0) return [];
  const backend: Backend = {
    id: freeName(document, NAMES[kind].backend),
    type: 'ram',
    size,
    host: [{ start: host.start, size }],
  };
  const insert: Edit = { op: 'insert', path: 'backends.-', value: backend };
  if (kind === 'ram') return [insert, ...ramNodeEdits(document, backend, options.node)];
  const target = kind === 'sp-mem' ? nodeForMemory(document, options.node) : dimmNode(document, options.node, host);
  const newcomer: Newcomer = {
    size,
    usesSlot: kind === 'pc-dimm',
    ...(options.addr === undefined ? {} : { addr: options.addr }),
  };
  const device = {
    kind,
    id: freeName(document, NAMES[kind].device),
    memdev: backend.id,
    ...(target.node === undefined ? {} : { node: target.node }),
    ...(options.addr === undefined ? {} : { addr: options.addr }),
  };
  return [
    insert,
    ...target.edits,
    ...windowEdits(document, newcomer, options.window),
    { op: 'insert', path: 'devices.-', value: device },
  ];
}

/** The guest's node whose memory comes from the same node of the host, so that near stays near; else QEMU's default, node 0. */
function dimmNode(document: LayoutDocument, asked: number | undefined, host: Range) {
  if (asked !== undefined) return nodeForMemory(document, asked);
  const nodeAt = (at: number): number | undefined =>
    document.host.ranges.find(({ start, size }) => start <= at && at < start + size)?.node;
  const wanted = nodeAt(host.start);
  const isNear = (memdev: string | undefined): boolean => {
    const start = document.backends.find(({ id }) => id === memdev)?.host?.[0]?.start;
    return wanted !== undefined && start !== undefined && nodeAt(start) === wanted;
  };
  const node =
    document.nodes.find(({ memdev }) => isNear(memdev))?.id ??
    document.devices
      .filter((device) => isNear(memdevOf(device)))
      .map((device) => ('node' in device ? device.node : undefined))[0];
  return { edits: [], ...(node === undefined ? {} : { node }) };
}

/** The backend that what lies at a path gets its bytes from: `devices.2`, `nodes.0`, `memory.size`. */
export function backendPathOf(document: LayoutDocument, owner: DocPath): DocPath | undefined {
  const [list, index = ''] = owner.split('.');
  const device = list === 'devices' ? document.devices[Number(index)] : undefined;
  const node = list === 'nodes' ? document.nodes[Number(index)] : undefined;
  const memdev =
    device !== undefined
      ? memdevOf(device)
      : list === 'nodes' || owner === 'memory.size'
        ? (node?.memdev ?? document.machine.memoryBackend)
        : undefined;
  const position = memdev === undefined ? -1 : document.backends.findIndex(({ id }) => id === memdev);
  return position < 0 ? undefined : `backends.${position}`;
}
