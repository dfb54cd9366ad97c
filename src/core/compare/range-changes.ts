/** What became of each range, with the few words that stand beside it. */
import { size } from '../base/range';
import { formatSize } from '../base/size-text';
import type { Region } from '../space/region';
import type { EntryOf } from './entry-bytes';
import type { EntryBytes, RangeChange, RangeChangeKind } from './comparison';
import { rebinding, type Rebinding } from './binding';
import { matchThings, type ThingPair } from './match-ranges';
import { KIND_WORDS, signedSize } from './range-words';
import type { Thing } from './things';

interface SideOfRanges {
  /** QEMU goes through with it; otherwise ranges are as far as it got, and those that are not there may only have no place. */
  readonly starts: boolean;
  readonly things: readonly Thing[];
  /** Whether the layout has a backend of that name. */
  hasBackend(id: string): boolean;
  readonly entryOf: EntryOf;
}

/** A change that has no name yet. */
export type UnnamedChange = Omit<RangeChange, 'id'>;

/** By address after; what is removed stands where it was. */
export function rangeChanges(before: SideOfRanges, after: SideOfRanges): readonly RangeChange[] {
  const { both, removed, added } = matchThings(before.things, after.things);
  return named([
    ...both.map((pair) => pairChange(pair, before, after)),
    ...added.map(({ region }) => aloneChange('added', region, after.entryOf(region), before.starts)),
    ...removed.map(({ region }) => aloneChange('removed', region, before.entryOf(region), after.starts)),
  ]);
}

/** In order, each with a name of its own. */
export function named(changes: readonly UnnamedChange[]): readonly RangeChange[] {
  const nameOf = uniqueNames();
  const placeOf = ({ after: is, before: was }: UnnamedChange): number => (is ?? was)?.range.start ?? 0;
  return changes
    .toSorted((a, b) => placeOf(a) - placeOf(b) || Number(a.after !== undefined) - Number(b.after !== undefined))
    .map((change) => ({ id: nameOf(change), ...change }));
}

/** `RAM high`; several of one name by their nodes, and pieces of one thing by number. */
function uniqueNames(): (change: UnnamedChange) => string {
  const taken = new Set<string>();
  return ({ before, after }) => {
    const { name = '', node } = after ?? before ?? {};
    const wishes = [name, ...(node === undefined ? [] : [`${name}, node ${node}`])];
    let id = wishes.find((wish) => !taken.has(wish));
    for (let number = 2; id === undefined; number += 1) {
      const wish = `${wishes.at(-1) ?? ''} (${number})`;
      if (!taken.has(wish)) id = wish;
    }
    taken.add(id);
    return id;
  };
}

/** @param isSure the other side does not have it; otherwise it may only have got no place */
export function aloneChange(
  kind: 'added' | 'removed',
  region: Region,
  entry: EntryBytes | undefined,
  isSure = true,
): UnnamedChange {
  const side = kind === 'added' ? 'after' : 'before';
  return {
    kinds: [kind],
    [side]: region,
    movedBy: 0,
    resizedBy: 0,
    words: [isSure ? kind : `no place in ${kind === 'added' ? 'A' : 'B'}`, formatSize(size(region.range))],
    ...(entry === undefined ? {} : { entries: { [side]: entry } }),
  };
}

function pairChange(pair: ThingPair, { hasBackend: had, entryOf }: SideOfRanges, now: SideOfRanges): UnnamedChange {
  const [before, after] = [pair.before.region, pair.after.region];
  const bound = rebinding(pair, { had, has: (id) => now.hasBackend(id) });
  return changeOf({ before, after, bound }, { before: entryOf(before), after: now.entryOf(after) });
}

/** What both sides have. */
export function changeOf(
  { before, after, bound }: Pick<Told, 'before' | 'after' | 'bound'>,
  { before: was, after: is }: { readonly before: EntryBytes | undefined; readonly after: EntryBytes | undefined },
): UnnamedChange {
  const movedBy = after.range.start - before.range.start;
  const resizedBy = size(after.range) - size(before.range);
  const kinds: RangeChangeKind[] = [
    ...(resizedBy === 0 ? [] : ['resized' as const]),
    ...(movedBy === 0 ? [] : ['moved' as const]),
    ...(before.kind === after.kind ? [] : ['retyped' as const]),
    ...(bound === undefined ? [] : ['rebound' as const]),
  ];
  const entries = { ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) };
  return {
    kinds: kinds.length === 0 ? (['unchanged'] as const) : kinds,
    before,
    after,
    movedBy,
    resizedBy,
    words: wordsOf({ before, after, movedBy, resizedBy, bound }),
    ...(bound === undefined ? {} : { bound: { before: bound.before, after: bound.after } }),
    ...(was === undefined && is === undefined ? {} : { entries }),
  };
}

interface Told extends Required<Pick<RangeChange, 'before' | 'after' | 'movedBy' | 'resizedBy'>> {
  readonly bound: Rebinding | undefined;
}

function wordsOf({ before, after, movedBy, resizedBy, bound }: Told): readonly string[] {
  const [isMoved, isResized] = [movedBy !== 0, resizedBy !== 0];
  const others = [
    ...(before.kind === after.kind ? [] : [`now ${KIND_WORDS[after.kind]}`]),
    ...(bound === undefined ? [] : [bound.words]),
  ];
  if (!isMoved && !isResized) {
    return [...(others.length === 0 ? ['unchanged'] : others), formatSize(size(after.range))];
  }
  return [
    isResized ? `resized ${signedSize(resizedBy)}` : `moved ${signedSize(movedBy)}`,
    isResized ? (isMoved ? `moved ${signedSize(movedBy)}` : 'same start') : 'same size',
    ...others,
  ];
}
