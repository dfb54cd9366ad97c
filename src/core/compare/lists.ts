/** Which item of one list is which of another. */

export interface Placed<T> {
  readonly item: T;
  readonly index: number;
}

export interface Matched<T> {
  readonly both: readonly { readonly before: Placed<T>; readonly after: Placed<T> }[];
  readonly removed: readonly Placed<T>[];
  readonly added: readonly Placed<T>[];
}

/**
 * Items with the same name are the same, the first of several the first; what is left over is tried again with the next way of naming.
 * A name that is undefined is none. In the order of each list.
 */
export function matched<T>(
  before: readonly T[],
  after: readonly T[],
  ...names: readonly ((item: T) => string | undefined)[]
): Matched<T> {
  const both: { before: Placed<T>; after: Placed<T> }[] = [];
  let removed = placed(before);
  let added = placed(after);
  for (const name of names) {
    const waiting = new Map<string, Placed<T>[]>();
    for (const each of removed) {
      const key = name(each.item);
      if (key === undefined) continue;
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [each]);
      else same.push(each);
    }
    for (const same of waiting.values()) same.reverse();
    const found = new Set<Placed<T>>();
    added = added.filter((each) => {
      const old = waiting.get(name(each.item) ?? '')?.pop();
      if (name(each.item) === undefined || old === undefined) return true;
      found.add(old);
      both.push({ before: old, after: each });
      return false;
    });
    removed = removed.filter((each) => !found.has(each));
  }
  return { both, removed, added };
}

const placed = <T>(items: readonly T[]): readonly Placed<T>[] => items.map((item, index) => ({ item, index }));
