/** Which bytes of the host stand behind which bytes of the guest, and what is wrong with that. */
import { addr, ADDR_LIMIT } from '../base/addr';
import { intersection, range, size as sizeOf, type Range } from '../base/range';
import type { Backend, LayoutDocument } from '../document/schema';
import { regionsIn } from '../space/partition';
import type { DocPath, Region, RegionKind } from '../space/region';
import { touches, type Stretches } from './claims';
import { factsOfType } from './memory-type';
import { typeOfRegion, type HostSpace } from './space';
import type { BackingProblem, Ribbon, Unpinned } from './view';

/** A ribbon with what problems and sums are made of. */
export interface Tie {
  readonly host: Range;
  readonly guest: Range;
  readonly backend: DocPath;
  readonly owner: DocPath;
  /** The piece of the host; absent where nothing is. */
  readonly source: Region | undefined;
  readonly type: number | undefined;
  readonly guestKind: RegionKind;
  readonly guestNode: number | undefined;
  /** Of all the backend's pieces together. */
  readonly isShort: boolean;
  readonly isScattered: boolean;
}

export interface Ties {
  readonly ties: readonly Tie[];
  readonly unpinned: readonly (Unpinned & { readonly fromFile: boolean })[];
}

const MEMORY: ReadonlySet<RegionKind> = new Set(['ram', 'dimm', 'virtio-mem', 'soft-reserved', 'persistent']);

/** One entity's memory in the guest: RAM of a node can be in two pieces, whose addresses ascend with its bytes. */
interface GuestMemory {
  readonly owner: DocPath;
  readonly pieces: Region[];
}

const isGuestMemory = ({ kind, owner }: Region): boolean => MEMORY.has(kind) && owner !== undefined;

function guestMemory(regions: readonly Region[]): readonly GuestMemory[] {
  const byOwner = new Map<DocPath, Region[]>();
  for (const region of regions) {
    if (region.owner === undefined || !isGuestMemory(region)) continue;
    const pieces = byOwner.get(region.owner);
    if (pieces === undefined) byOwner.set(region.owner, [region]);
    else pieces.push(region);
  }
  return [...byOwner].map(([owner, pieces]) => ({ owner, pieces }));
}

/** Finds the backend of an entity without walking the list of backends each time. */
function backendFinder(document: LayoutDocument): (owner: DocPath) => { path: DocPath; backend: Backend } | undefined {
  const positions = new Map(document.backends.map(({ id }, index) => [id, index]));
  return (owner) => {
    const [list, index = ''] = owner.split('.');
    const device = list === 'devices' ? document.devices[Number(index)] : undefined;
    const node = list === 'nodes' ? document.nodes[Number(index)] : undefined;
    const memdev =
      device === undefined
        ? (node?.memdev ?? document.machine.memoryBackend)
        : 'memdev' in device
          ? device.memdev
          : undefined;
    const position = memdev === undefined ? undefined : positions.get(memdev);
    const backend = position === undefined ? undefined : document.backends[position];
    return backend === undefined ? undefined : { path: `backends.${position}`, backend };
  };
}

/** Ties of all guest memory whose place on the host is stated, and the memory for which it is not, by guest address. */
export function tiesOf(document: LayoutDocument, regions: readonly Region[], host: HostSpace): Ties {
  const find = backendFinder(document);
  const ties: Tie[] = [];
  const unpinned: (Unpinned & { readonly fromFile: boolean })[] = [];
  for (const memory of guestMemory(regions)) {
    const found = find(memory.owner);
    if (found?.backend.host === undefined) {
      const named = found === undefined ? {} : { backend: found.path };
      const fromFile = found?.backend.type === 'file';
      for (const { range: guest } of memory.pieces) unpinned.push({ guest, owner: memory.owner, fromFile, ...named });
    } else {
      ties.push(...tiesOfBackend(memory, found.path, found.backend.host, host));
    }
  }
  return { ties: ties.sort((a, b) => a.guest.start - b.guest.start), unpinned };
}

type Pieces = NonNullable<Backend['host']>;

function tiesOfBackend({ owner, pieces }: GuestMemory, backend: DocPath, host: Pieces, space: HostSpace): Tie[] {
  const wanted = pieces.reduce((sum, region) => sum + sizeOf(region.range), 0);
  const isShort = host.reduce((sum, piece) => sum + piece.size, 0) < wanted;
  const isScattered = host.some(({ start }, index) => {
    const before = host[index - 1];
    return before !== undefined && before.start + before.size !== start;
  });
  const ties: Tie[] = [];
  let [at, used] = [0, 0];
  for (const region of pieces) {
    for (let guest = region.range.start; guest < region.range.end;) {
      const piece = host[at];
      if (piece === undefined) return ties;
      const length = Math.min(piece.size - used, region.range.end - guest);
      const from = piece.start + used;
      for (const part of partsOf(space, from, length)) {
        const start = addr(guest + (part.range.start - from));
        ties.push({
          host: part.range,
          guest: { start, end: addr(start + sizeOf(part.range)) },
          backend,
          owner,
          source: part.source,
          type: part.source === undefined ? undefined : typeOfRegion(space, part.source),
          guestKind: region.kind,
          guestNode: region.node,
          isShort,
          isScattered,
        });
      }
      guest = addr(guest + length);
      used += length;
      if (used >= piece.size) [at, used] = [at + 1, 0];
    }
  }
  return ties;
}

/** A stretch of the host by the pieces that it has bytes of. */
function partsOf({ partition }: HostSpace, start: number, length: number): { range: Range; source?: Region }[] {
  const end = Math.min(start + length, ADDR_LIMIT);
  if (start >= end) return [];
  const whole = range(start, end);
  const parts: { range: Range; source?: Region }[] = regionsIn(partition, whole).flatMap((region) => {
    const both = intersection(region.range, whole);
    if (both === undefined) return [];
    return [region.kind === 'hole' ? { range: both } : { range: both, source: region }];
  });
  if (whole.end > partition.limit) {
    parts.push({ range: { start: addr(Math.max(whole.start, partition.limit)), end: whole.end } });
  }
  return parts;
}

/** The host node that has most bytes of each node of the guest; the lower one of equals. */
function mainNodes(ties: readonly Tie[]): ReadonlyMap<number | undefined, number> {
  const bytes = new Map<number | undefined, Map<number, number>>();
  for (const { guestNode, source, guest } of ties) {
    if (source?.node === undefined) continue;
    const byHost = bytes.get(guestNode) ?? new Map<number, number>();
    bytes.set(guestNode, byHost);
    byHost.set(source.node, (byHost.get(source.node) ?? 0) + sizeOf(guest));
  }
  return new Map(
    [...bytes].map(([guestNode, byHost]) => {
      const [most] = [...byHost].sort(([a, x], [b, y]) => y - x || a - b);
      return [guestNode, most?.[0] ?? 0];
    }),
  );
}

/** The ties as ribbons, with their problems. `twice` is host memory that more than one backend, or one of them twice, has. */
export function ribbonsOf(ties: readonly Tie[], twice: Stretches): readonly Ribbon[] {
  const main = mainNodes(ties);
  return ties.map((tie) => {
    const { host, guest, backend, owner, source, type, isShort, isScattered, guestNode } = tie;
    const isThere = source !== undefined && type !== undefined;
    const found: readonly (readonly [BackingProblem, boolean])[] = [
      ['shared', touches(twice, host)],
      ['short', isShort],
      ['scattered', isScattered],
      ['wrong-node', source?.node !== undefined && main.get(guestNode) !== source.node],
      ['not-there', !isThere],
      ['wrong-kind', isThere && !factsOfType(type).isMemory],
    ];
    return {
      host,
      guest,
      backend,
      owner,
      ...(isThere && source.owner !== undefined ? { source: source.owner } : {}),
      problems: found.filter(([, is]) => is).map(([problem]) => problem),
    };
  });
}
