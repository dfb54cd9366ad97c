/** Host and guest tables side by side: what backs what stands on one row. */
import { RAM, SOFT_RESERVED } from '../base/e820';
import { size as sizeOf } from '../base/range';
import type { E820Entry } from '../plan/plan';
import type { RegionKind } from '../space/region';
import { coverage, cutBy, firstAbove } from './claims';

import { typeOfRegion, type HostSpace } from './space';
import type { Tie } from './ties';
import type { Ribbon, SideBySideEntry, SideBySideRow } from './view';

const PERSISTENT_TYPE = 7;
const typeOfKind = (kind: RegionKind): number =>
  kind === 'soft-reserved' ? SOFT_RESERVED : kind === 'persistent' ? PERSISTENT_TYPE : RAM;

/** Finds the entry that lists an address, in a table sorted by address whose entries do not overlap. */
function entryFinder(table: readonly E820Entry[]): (at: number) => E820Entry | undefined {
  const spans = table.map(({ range }) => range);
  return (at) => {
    const index = firstAbove(spans, at);
    const entry = table[index];
    return entry !== undefined && entry.range.start <= at ? entry : undefined;
  };
}

const withNode = (node: number | undefined): { readonly node?: number } => (node === undefined ? {} : { node });

/** One row for each ribbon, in which both sides have the same bytes. */
function tiedRow(tie: Tie, ribbon: Ribbon | undefined, listed: E820Entry | undefined): SideBySideRow {
  const guest: SideBySideEntry = {
    range: tie.guest,
    type: listed?.type ?? typeOfKind(tie.guestKind),
    path: tie.owner,
    ...withNode(tie.guestNode),
    ...(listed === undefined ? { unlisted: true as const } : {}),
  };
  const problems = ribbon?.problems ?? [];
  if (tie.source?.owner === undefined || tie.type === undefined) return { guest, problems };
  return {
    host: { range: tie.host, type: tie.type, path: tie.source.owner, ...withNode(tie.source.node) },
    guest,
    offset: tie.guest.start - tie.host.start,
    problems,
  };
}

/**
 * Rows by address, host before guest where both begin at the same one: ties, then what of either table no tie has.
 * @param table the guest's, by address
 */
export function rowsOf(
  space: HostSpace,
  table: readonly E820Entry[],
  ties: readonly Tie[],
  ribbons: readonly Ribbon[],
): readonly SideBySideRow[] {
  const entryAt = entryFinder(table);
  const rows: SideBySideRow[] = ties.map((tie, index) => tiedRow(tie, ribbons[index], entryAt(tie.guest.start)));
  const tiedHost = coverage(ties.map(({ host }) => host)).any;
  for (const region of space.partition.regions) {
    const type = typeOfRegion(space, region);
    if (type === undefined || region.owner === undefined) continue;
    const facts = { type, path: region.owner, ...withNode(region.node) };
    for (const range of cutBy(tiedHost, region.range).outside) rows.push({ host: { range, ...facts }, problems: [] });
  }
  const tiedGuest = coverage(ties.map(({ guest }) => guest)).any;
  for (const { range: whole, type, owner, node } of table) {
    const facts = { type, ...(owner === undefined ? {} : { path: owner }), ...withNode(node) };
    for (const range of cutBy(tiedGuest, whole).outside) rows.push({ guest: { range, ...facts }, problems: [] });
  }
  return rows.filter(hasBytes).sort((a, b) => startOf(a) - startOf(b) || sideOf(a) - sideOf(b));
}

const hasBytes = ({ host, guest }: SideBySideRow): boolean =>
  (host !== undefined && sizeOf(host.range) > 0) || (guest !== undefined && sizeOf(guest.range) > 0);
const startOf = ({ host, guest }: SideBySideRow): number => host?.range.start ?? guest?.range.start ?? 0;
const sideOf = ({ host }: SideBySideRow): number => (host === undefined ? 1 : 0);
