/** Which entry of one table is which of another. */
import type { Range } from '../base/range';

/** An entry as far as it is compared. */
export interface Item {
  readonly start: number;
  readonly size: number;
  /** What it is, so that the same range with another one is another thing. */
  readonly type: string;
  /** Its name, where it has one. */
  readonly id?: string;
  /** Further fields; one that a side does not say is not compared. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Pair {
  /** Positions in the two tables. */
  readonly guest: number;
  readonly plan: number;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  readonly guestOnly: readonly number[];
  readonly planOnly: readonly number[];
}

type KeyOf = (item: Item) => string | undefined;

/** By these, two entries are the same thing, the surest first. */
const SURE_SIGNS: readonly KeyOf[] = [
  ({ start, size, type, id, fields }) => JSON.stringify([start, size, type, id, fields]),
  ({ id }) => id,
  ({ start, size, type }) => `${start} ${size} ${type}`,
  ({ start, size }) => (size === 0 ? undefined : `${start} ${size}`),
];
/** By these, they may be. */
const WEAK_SIGNS: readonly KeyOf[] = [
  ({ start, size, type }) => (size === 0 ? undefined : `${start} ${type}`),
  ({ start, size, type }) => (size === 0 ? undefined : `${start + size} ${type}`),
  ({ size, type }) => `${size} ${type}`,
  ({ start, size }) => (size === 0 ? undefined : `${start}`),
];

/** Each entry is in one pair at most; n log n. */
export function pairsOf(guest: readonly Item[], plan: readonly Item[]): Pairs {
  const pairs: Pair[] = [];
  const byAddress = (items: readonly Item[]): number[] =>
    items.map((_, index) => index).sort((a, b) => (items[a]?.start ?? 0) - (items[b]?.start ?? 0) || a - b);
  let guestLeft = byAddress(guest);
  let planLeft = byAddress(plan);
  const ways = [
    ...SURE_SIGNS.map((sign) => (here: Side, there: Side) => matched(here, there, sign)),
    inOrder,
    ...WEAK_SIGNS.map((sign) => (here: Side, there: Side) => matched(here, there, sign)),
    overlapping,
  ];
  for (const way of ways) {
    const taken = way({ items: guest, left: guestLeft }, { items: plan, left: planLeft });
    pairs.push(...taken);
    [guestLeft, planLeft] = without(guestLeft, planLeft, taken);
  }
  return { pairs, guestOnly: guestLeft.sort((a, b) => a - b), planOnly: planLeft.sort((a, b) => a - b) };
}

interface Side {
  readonly items: readonly Item[];
  /** Positions, by address. */
  readonly left: readonly number[];
}

function matched(guest: Side, plan: Side, sign: KeyOf): readonly Pair[] {
  const waiting = new Map<string, number[]>();
  // Taken from the end, so that equal ones go together in the order of their addresses.
  for (const index of plan.left.toReversed()) {
    const key = keyOf(plan, index, sign);
    if (key === undefined) continue;
    const list = waiting.get(key);
    if (list === undefined) waiting.set(key, [index]);
    else list.push(index);
  }
  return guest.left.flatMap((index) => {
    const key = keyOf(guest, index, sign);
    const other = key === undefined ? undefined : waiting.get(key)?.pop();
    return other === undefined ? [] : [{ guest: index, plan: other }];
  });
}

const keyOf = ({ items }: Side, index: number, sign: KeyOf): string | undefined => {
  const item = items[index];
  return item === undefined ? undefined : sign(item);
};

/** Of a type of which both have as many left, the first is the first: when one grows, all behind it move. */
function inOrder(guest: Side, plan: Side): readonly Pair[] {
  const [here, there] = [byType(guest), byType(plan)];
  return [...here].flatMap(([type, indices]) => {
    const others = there.get(type) ?? [];
    if (others.length !== indices.length) return [];
    return indices.flatMap((index, at) => {
      const other = others[at];
      return other === undefined ? [] : [{ guest: index, plan: other }];
    });
  });
}

function byType({ items, left }: Side): ReadonlyMap<string, readonly number[]> {
  const types = new Map<string, number[]>();
  for (const index of left) {
    const { type = '', size = 0 } = items[index] ?? {};
    if (size === 0) continue;
    const list = types.get(type);
    if (list === undefined) types.set(type, [index]);
    else list.push(index);
  }
  return types;
}

/** Entries of one type that share bytes, one with one, along the address space. */
function overlapping(guest: Side, plan: Side): readonly Pair[] {
  const pairs: Pair[] = [];
  let next = 0;
  for (const index of guest.left) {
    const item = guest.items[index];
    if (item === undefined || item.size === 0) continue;
    while (next < plan.left.length && endOf(plan, next) <= item.start) next += 1;
    const at = plan.left[next];
    const other = at === undefined ? undefined : plan.items[at];
    if (at === undefined || other === undefined || other.start >= item.start + item.size) continue;
    pairs.push({ guest: index, plan: at });
    next += 1;
  }
  return pairs;
}

function endOf({ items, left }: Side, at: number): number {
  const item = items[left[at] ?? -1];
  return item === undefined ? Infinity : item.start + item.size;
}

function without(guest: readonly number[], plan: readonly number[], pairs: readonly Pair[]): [number[], number[]] {
  const guestTaken = new Set(pairs.map((pair) => pair.guest));
  const planTaken = new Set(pairs.map((pair) => pair.plan));
  return [guest.filter((index) => !guestTaken.has(index)), plan.filter((index) => !planTaken.has(index))];
}

export const itemRange = ({ range }: { readonly range: Range }): Pick<Item, 'start' | 'size'> => ({
  start: range.start,
  size: range.end - range.start,
});
