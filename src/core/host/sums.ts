/** How much of the host is given away, and how much of the guest's memory is whose. */
import { RAM, SOFT_RESERVED } from '../base/e820';
import { intersection, size as sizeOf } from '../base/range';
import type { Host, LayoutDocument } from '../document/schema';
import type { LinuxView } from '../linux/view';
import type { Region } from '../space/region';
import { cutBy, firstAbove, type Stretches } from './claims';
import { factsOfType } from './memory-type';
import { typeOfRegion, type HostSpace } from './space';
import type { GuestSum, HostSum, HostView, Unpinned } from './view';
import { plugSteps } from '../document/plugs';

type Free = HostView['free'];

const bytesOf = (stretches: Stretches): number => stretches.reduce((sum, each) => sum + sizeOf(each), 0);
const withNode = (node: number | undefined): { readonly node?: number } => (node === undefined ? {} : { node });

/** Adds up values of things that share a key, in the order in which keys come up. */
function totals<T extends object>(items: readonly T[], keyOf: (item: T) => string, join: (a: T, b: T) => T): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? item : join(before, item));
  }
  return [...byKey.values()];
}

/** Memory by node and type: all there is, what backends have, the rest. Nodes of which only the size is known come last. */
export function hostSums(host: Host, space: HostSpace, given: Stretches): readonly HostSum[] {
  const pieces = space.partition.regions.flatMap((region): HostSum[] => {
    const type = typeOfRegion(space, region);
    if (type === undefined || !factsOfType(type).isMemory) return [];
    const taken = bytesOf(cutBy(given, region.range).inside);
    const size = sizeOf(region.range);
    return [{ type, size, given: taken, free: size - taken, ...withNode(region.node) }];
  });
  const placed = new Set(pieces.map(({ node }) => node));
  const unplaced = host.nodes.flatMap(({ id, size = 0 }): HostSum[] =>
    pieces.length > 0 && (placed.has(undefined) || placed.has(id))
      ? []
      : [{ node: id, type: RAM, size, given: 0, free: size }],
  );
  return totals(
    [...pieces, ...unplaced],
    ({ node, type }) => `${node} ${type}`,
    (a, b) => ({ ...a, size: a.size + b.size, given: a.given + b.given, free: a.free + b.free }),
  ).sort((a, b) => a.type - b.type || (a.node ?? -1) - (b.node ?? -1));
}

/** Stretches of ordinary and soft-reserved memory that no backend has, by address. */
export function freeMemory(space: HostSpace, given: Stretches): Free {
  return space.partition.regions.flatMap((region) => {
    const type = typeOfRegion(space, region);
    const { owner: path } = region;
    if (path === undefined || (type !== RAM && type !== SOFT_RESERVED)) return [];
    return cutBy(given, region.range).outside.map((range) => ({ range, type, path, ...withNode(region.node) }));
  });
}

/** Free memory by type, less what guest memory without a stated place takes of ordinary RAM. */
export function leftOver(
  sums: readonly HostSum[],
  unpinned: readonly (Unpinned & { readonly fromFile: boolean })[],
): HostView['left'] {
  const loose = unpinned.reduce((sum, { guest, fromFile }) => sum + (fromFile ? 0 : sizeOf(guest)), 0);
  return totals(
    sums.map(({ type, free }) => ({ type, size: free })),
    ({ type }) => String(type),
    (a, b) => ({ type: a.type, size: a.size + b.size }),
  ).map(({ type, size }) => ({ type, size: type === RAM ? Math.max(0, size - loose) : size }));
}

/** What Linux keeps of a stretch: as RAM, for a driver, for the firmware, and bytes that its table does not have at all. */
function heldBy(linux: LinuxView, region: Region): readonly GuestSum[] {
  const held = { os: 0, driver: 0, firmware: 0, later: 0 };
  let listed = 0;
  const spans = linux.final.map(({ range }) => range);
  for (let index = firstAbove(spans, region.range.start); index < spans.length; index += 1) {
    const entry = linux.final[index];
    const both = entry === undefined ? undefined : intersection(entry.range, region.range);
    if (entry === undefined || both === undefined) break;
    const isDriver = entry.type === SOFT_RESERVED || entry.type === 7 || entry.type === 12;
    held[entry.type === RAM ? 'os' : isDriver ? 'driver' : 'firmware'] += sizeOf(both);
    listed += sizeOf(both);
  }
  // Boot RAM that is missing from the table is what the firmware or the kernel took out; a missing device is nobody's.
  held[region.kind === 'ram' ? 'firmware' : 'later'] += sizeOf(region.range) - listed;
  return (['os', 'driver', 'firmware', 'later'] as const)
    .filter((holder) => held[holder] > 0)
    .map((holder) => ({ holder, size: held[holder], ...withNode(region.node) }));
}

/** As the layout means it; what Linux makes of it goes first where that is known. */
function holdersOf(document: LayoutDocument, region: Region, linux: LinuxView | undefined): readonly GuestSum[] {
  const node = withNode(region.node);
  const size = sizeOf(region.range);
  switch (region.kind) {
    case 'ram':
    case 'soft-reserved':
      if (linux !== undefined) return heldBy(linux, region);
      return [{ holder: region.kind === 'ram' ? 'os' : 'driver', size, ...node }];
    case 'dimm':
      return [{ holder: 'os', size, ...node }];
    case 'persistent':
      return [{ holder: 'driver', size, ...node }];
    case 'virtio-mem': {
      const device = document.devices[Number(region.owner?.split('.')[1])];
      const plugged = Math.min(size, device?.kind === 'virtio-mem' ? (device.requestedSize ?? 0) : 0);
      return [
        { holder: 'os', size: plugged, ...node },
        { holder: 'later', size: size - plugged, ...node },
      ];
    }
    default:
      return [];
  }
}

/** The guest's memory by node and holder; devices that steps of the timeline plug count as later. */
export function guestSums(
  document: LayoutDocument,
  regions: readonly Region[],
  linux: LinuxView | undefined,
): readonly GuestSum[] {
  const later = plugSteps(document).map(({ device, backend }): GuestSum => {
    const size = backend?.size ?? document.backends.find(({ id }) => id === device.memdev)?.size ?? 0;
    return { holder: 'later', size, ...withNode('node' in device ? device.node : undefined) };
  });
  return totals(
    [...regions.flatMap((region) => holdersOf(document, region, linux)), ...later].filter(({ size }) => size > 0),
    ({ node, holder }) => `${node} ${holder}`,
    (a, b) => ({ ...a, size: a.size + b.size }),
  );
}
