/** Which entries of a table claim bytes of one another. */
import { byAddress, endOf, isEmpty, sameNumbers, type ListedEntry } from './table-lists';
import { MOST_FINDINGS } from './naming';

export interface Clash {
  /** In the order of their addresses. */
  readonly first: ListedEntry;
  readonly second: ListedEntry;
  /** What both claim; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface Clashes {
  readonly ofTypes: readonly Clash[];
  readonly ofOneType: readonly Clash[];
}

const clash = (first: ListedEntry, second: ListedEntry): Clash => ({
  ...{ first, second },
  start: Math.max(first.start, second.start),
  end: Math.min(endOf(first), endOf(second)),
});

const NONE: Clashes = { ofTypes: [], ofOneType: [] };

const isDisjoint = (sorted: readonly ListedEntry[]): boolean => {
  let end = 0;
  return sorted.every((entry) => {
    const isBehind = entry.start >= end;
    end = Math.max(end, endOf(entry));
    return isBehind;
  });
};

const KNOWN = new WeakMap<readonly ListedEntry[], Clashes>();

/**
 * Every byte that several entries claim is in one of these, though not every pair: of the entries of a type, the one that reaches
 * furthest stands for those before it. Entries without bytes, and copies of earlier ones, are left out. At most 50 of each kind; n log n, once for each list.
 */
export function clashesOf(entries: readonly ListedEntry[]): Clashes {
  const known = KNOWN.get(entries);
  if (known !== undefined) return known;
  const clashes = sweep(entries);
  KNOWN.set(entries, clashes);
  return clashes;
}

function sweep(entries: readonly ListedEntry[]): Clashes {
  const sorted = byAddress(entries);
  if (isDisjoint(sorted)) return NONE;
  const ofTypes: Clash[] = [];
  const ofOneType: Clash[] = [];
  /** By type, the entry so far that ends last. */
  const reaching = new Map<number, ListedEntry>();
  const seen = new Set<string>();
  for (const entry of sorted) {
    const numbers = sameNumbers(entry);
    if (isEmpty(entry) || seen.has(numbers)) continue;
    seen.add(numbers);
    for (const [type, before] of reaching) {
      if (endOf(before) <= entry.start) reaching.delete(type);
      else if (type === entry.type) ofOneType.push(clash(before, entry));
      else ofTypes.push(clash(before, entry));
    }
    if (ofTypes.length >= MOST_FINDINGS) break;
    const before = reaching.get(entry.type);
    if (before === undefined || endOf(before) < endOf(entry)) reaching.set(entry.type, entry);
  }
  return { ofTypes: ofTypes.slice(0, MOST_FINDINGS), ofOneType: ofOneType.slice(0, MOST_FINDINGS) };
}
