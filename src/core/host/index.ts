/** The host beside the guest: what is there, what backs what, what is wrong with it, and what is left. */
import { ADDR_LIMIT } from '../base/addr';
import { range } from '../base/range';
import { SIZE_LIMIT } from '../base/size-text';
import { hostClaims } from '../document/host-edits';
import type { Host, LayoutDocument } from '../document/schema';
import type { LinuxView } from '../linux/view';
import type { E820Entry, Snapshot } from '../plan/plan';
import type { Provenance } from '../space/region';
import { coverage } from './claims';
import { factsOfType } from './memory-type';
import { rowsOf } from './rows';
import { hostSpace, type HostSpace } from './space';
import { freeMemory, guestSums, hostSums, leftOver } from './sums';
import { ribbonsOf, tiesOf } from './ties';
import type { HostView } from './view';

export interface HostInput {
  readonly document: LayoutDocument;
  /** The guest as QEMU lays it out, drawn even where QEMU refuses to start. */
  readonly qemu: Snapshot;
  /** What Linux makes of it, where that is known: it decides what is the kernel's, a driver's or the firmware's. */
  readonly linux?: LinuxView | undefined;
}

const saysNothing = ({ ranges, resources, nodes, dax }: Host): boolean =>
  ranges.length + resources.length + nodes.length + dax.length === 0;

/** The host's E820 by address, as it was given: overlaps, copies and entries without bytes stay. */
function tableOf(host: Host, { partition }: HostSpace): readonly E820Entry[] {
  const shown = new Map(partition.regions.map((region) => [region.owner, region]));
  return host.ranges
    .map(({ start, size, type, node, title }, index): E820Entry => {
      const path = `host.ranges.${index}`;
      const end = start + size;
      return {
        range: range(Math.min(start, ADDR_LIMIT), Math.min(end, ADDR_LIMIT)),
        ...(end > ADDR_LIMIT ? { claims: { start, end: Math.min(end, SIZE_LIMIT) } } : {}),
        type,
        owner: path,
        cause: title ?? shown.get(path)?.name ?? factsOfType(type).name,
        why: shown.get(path)?.why ?? (size === 0 ? EMPTY : start >= ADDR_LIMIT ? BEYOND : HIDDEN),
        ...(node === undefined ? {} : { node }),
      };
    })
    .sort((a, b) => a.range.start - b.range.start || a.type - b.type);
}

const HIDDEN: Provenance = {
  rule: 'host/hidden',
  steps: [
    { text: 'Other entries of the host’s table, of larger type numbers or before this one, have all of its bytes.' },
  ],
};
const EMPTY: Provenance = { rule: 'host/empty', steps: [{ text: 'The entry has no bytes.' }] };
const BEYOND: Provenance = { rule: 'host/beyond', steps: [{ text: 'No CPU has addresses of more than 52 bits.' }] };

/**
 * Looks at the host of a layout; undefined where the layout says nothing of one. In time n log n in all that is listed. Never throws
 * on what a document can have: addresses beyond 2^52 are cut off.
 */
export function hostView({ document, qemu, linux }: HostInput): HostView | undefined {
  const { host } = document;
  if (saysNothing(host)) return undefined;
  const space = hostSpace(host);
  const { regions } = qemu.spaces.cpu;
  const claims = coverage(hostClaims(document).map((claim) => claim.range));
  const { ties, unpinned } = tiesOf(document, regions, space);
  const ribbons = ribbonsOf(ties, claims.several);
  const sums = hostSums(host, space, claims.any);
  const guestTable = (qemu.tables?.e820 ?? []).toSorted((a, b) => a.range.start - b.range.start);
  return {
    limit: space.partition.limit,
    space: space.partition,
    e820: tableOf(host, space),
    ribbons,
    unpinned: unpinned.map(({ guest, owner, backend }) => ({
      guest,
      owner,
      ...(backend === undefined ? {} : { backend }),
    })),
    rows: rowsOf(space, guestTable, ties, ribbons),
    free: freeMemory(space, claims.any),
    sums,
    left: leftOver(sums, unpinned),
    guestSums: guestSums(document, regions, linux),
  };
}
