/** Which item of a list is which in a later state of that list. */

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Devices, backends, objects and nodes have names. */
export const nameOf = (item: unknown): unknown => (isFields(item) ? item['id'] : undefined);

/** What items without a name are told apart by, where what they say is no longer the same. */
const TRAITS = ['kind', 'do', 'type', 'driver', 'device', 'memdev', 'start'];
const isKin = (a: unknown, b: unknown): boolean =>
  isFields(a) && isFields(b) && TRAITS.every((trait) => JSON.stringify(a[trait]) === JSON.stringify(b[trait]));

/** Positions by a key of the items, in the list's order. */
function positions(list: readonly unknown[], keyOf: (item: unknown) => unknown): Map<unknown, number[]> {
  const found = new Map<unknown, number[]>();
  list.forEach((item, index) => {
    const key = keyOf(item);
    if (key === undefined) return;
    const same = found.get(key);
    if (same === undefined) found.set(key, [index]);
    else same.push(index);
  });
  return found;
}

interface Keyed {
  readonly old: Map<unknown, number[]>;
  readonly next: Map<unknown, number[]>;
}

/** Where edits have led to, step by step. */
export interface Tracked {
  readonly index: number;
  /** On the way something else was put there as a whole. */
  readonly isReplaced: boolean;
}

export type Matching = (index: number, tracked?: Tracked) => number | undefined;

/**
 * Finds items of `old` in `next`: the very same object, the one of the same name, the one that edits have led to, or one that says the
 * same. An item that is not surely there is not there: nothing is taken for another thing. Takes time in proportion to the lists,
 * whatever is asked.
 */
export function listMatching(old: readonly unknown[], next: readonly unknown[]): Matching {
  const tables = new Map<(item: unknown) => unknown, Keyed>();
  const keyed = (keyOf: (item: unknown) => unknown): Keyed => {
    const made = tables.get(keyOf) ?? { old: positions(old, keyOf), next: positions(next, keyOf) };
    tables.set(keyOf, made);
    return made;
  };
  /** The item that is as often there as before, and of equal ones the one in the same turn. */
  const byKey = (index: number, keyOf: (item: unknown) => unknown): number | undefined => {
    const key = keyOf(old[index]);
    const [before = [], after = []] = [keyed(keyOf).old.get(key), keyed(keyOf).next.get(key)];
    return before.length === after.length ? after[before.indexOf(index)] : undefined;
  };
  /** It is another item of the old list, edited or not. */
  const isOther = (index: number, position: number): boolean =>
    [identity, nameOf].some((keyOf) => {
      const key = keyOf(next[position]);
      const owners = key === undefined ? [] : (keyed(keyOf).old.get(key) ?? []);
      return owners.some((owner) => owner !== index);
    });
  const isFree = (index: number, position: number): boolean => position < next.length && !isOther(index, position);

  return (index, tracked) => {
    const item = old[index];
    if (item === undefined) return undefined;
    if (tracked !== undefined && next[tracked.index] === item) return tracked.index;
    const same = byKey(index, identity) ?? (nameOf(item) === undefined ? undefined : byKey(index, nameOf));
    if (same !== undefined) return same;
    const isNamed = nameOf(item) !== undefined;
    if (tracked !== undefined && !(isNamed && tracked.isReplaced)) {
      return isFree(index, tracked.index) ? tracked.index : undefined;
    }
    if (isNamed) return undefined;
    const equal = byKey(index, text);
    if (equal !== undefined) return equal;
    const stays = old.length === next.length && isFree(index, index) && isKin(item, next[index]);
    return stays && nameOf(next[index]) === undefined ? index : undefined;
  };
}

const identity = (item: unknown): unknown => item;
const text = (item: unknown): unknown => JSON.stringify(item);
