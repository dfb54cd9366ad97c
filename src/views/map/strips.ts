/** Which tables stand beside the guest's lane. Later stages add theirs by being in the plan. */
import { overlaps } from '../../core/base/range';
import type { E820Entry, Snapshot } from '../../core/plan/plan';
import type { StripSource } from '../../draw/strip';
import { lookOf, lookOfE820, type KindLook } from '../../ui/kinds';

export const stripsOf = (snapshot: Snapshot | undefined): readonly StripSource<E820Entry>[] =>
  snapshot?.tables === undefined ? [] : [{ id: snapshot.id, title: 'fw_cfg', entries: snapshot.tables.e820 }];

/** E820 type 2, reserved. */
const RESERVED = 2;

/** The table has one number for all that is reserved; where the map knows the HyperTransport range, the strip looks like it. */
export function entryLook(entry: E820Entry, snapshot: Snapshot | undefined): KindLook {
  const forbidden =
    entry.type === RESERVED &&
    snapshot?.spaces.cpu.regions.some(
      (region) => region.kind === 'hyper-transport' && overlaps(region.range, entry.range),
    );
  return forbidden === true ? lookOf('hyper-transport') : lookOfE820(entry.type);
}
