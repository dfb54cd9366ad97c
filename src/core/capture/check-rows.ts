/** Two tables side by side, entry by entry. */
import type { Range } from '../base/range';
import { formatSize } from '../base/size-text';
import type { DocPath, RegionKind } from '../space/region';
import { itemRange, pairsOf, type Item, type Pair } from './pairs';

/** One entry of either table. */
export interface Entry {
  /** What is compared where the entry says what no range can be. */
  readonly claims?: { readonly start: bigint; readonly end: bigint };
  readonly range: Range;
  /** What it is, in words: `soft reserved`. */
  readonly what: string;
  /** What it is on a map. */
  readonly kind: RegionKind;
  /** Whose memory it is, where the plan knows: `sp1 … sp4`. */
  readonly name?: string;
  /** By what it is paired; not shown. */
  readonly type?: string;
  readonly id?: string;
  /** Further fields by their titles, in reading order: `node` → `2`. One that a side does not say is not compared. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly path?: DocPath;
  /** Why the plan has it, one sentence. */
  readonly reason?: string;
  /** Where the guest says so. */
  readonly line?: number;
  readonly offset?: number;
}

export type RowKind = 'equal' | 'moved' | 'resized' | 'retyped' | 'changed' | 'missing-in-plan' | 'missing-in-guest';

export interface CheckRow {
  readonly kind: RowKind;
  readonly guest?: Entry;
  readonly plan?: Entry;
  /** Positions in the two tables, from 0. */
  readonly guestIndex?: number;
  readonly planIndex?: number;
  /** What differs: `start`, `end`, `size`, `what`, or the title of a field. */
  readonly differs: readonly string[];
  /** In words; empty where nothing differs. */
  readonly why: string;
}

function itemOf(entry: Entry): Item {
  const { claims, what, type = what, id, fields = {} } = entry;
  const place =
    claims === undefined
      ? itemRange(entry)
      : { start: Number(claims.start), size: Math.max(0, Number(claims.end - claims.start)) };
  return { ...place, type, fields, ...(id === undefined ? {} : { id }) };
}

export function rowsOf(guest: readonly Entry[], plan: readonly Entry[]): readonly CheckRow[] {
  const guestItems = guest.map(itemOf);
  const planItems = plan.map(itemOf);
  const { pairs, guestOnly, planOnly } = pairsOf(guestItems, planItems);
  const rows: CheckRow[] = [];
  for (const pair of pairs) {
    const row = pairRow(pair, { guest, plan, guestItems, planItems });
    if (row !== undefined) rows.push(row);
  }
  for (const index of guestOnly) {
    const entry = guest[index];
    if (entry !== undefined) rows.push(aloneRow('missing-in-plan', entry, index, plan));
  }
  const inGuestOrder = rows.sort((a, b) => (a.guestIndex ?? 0) - (b.guestIndex ?? 0));
  const missing = planOnly.flatMap((index) => {
    const entry = plan[index];
    return entry === undefined ? [] : [aloneRow('missing-in-guest', entry, index, guest)];
  });
  return merged(inGuestOrder, missing);
}

/** What only the plan has comes behind the entry that the plan has before it. */
function merged(rows: readonly CheckRow[], missing: readonly CheckRow[]): readonly CheckRow[] {
  if (missing.length === 0) return rows;
  const behind = new Map<number | undefined, CheckRow[]>();
  const paired = rows
    .flatMap(({ planIndex }) => (planIndex === undefined ? [] : [planIndex]))
    .toSorted((a, b) => a - b);
  let next = 0;
  for (const row of missing) {
    while (next < paired.length && (paired[next] ?? 0) < (row.planIndex ?? 0)) next += 1;
    const before = paired[next - 1];
    const list = behind.get(before);
    if (list === undefined) behind.set(before, [row]);
    else list.push(row);
  }
  return [
    ...(behind.get(undefined) ?? []),
    ...rows.flatMap((row) => (row.planIndex === undefined ? [row] : [row, ...(behind.get(row.planIndex) ?? [])])),
  ];
}

interface Both {
  readonly guest: readonly Entry[];
  readonly plan: readonly Entry[];
  readonly guestItems: readonly Item[];
  readonly planItems: readonly Item[];
}

function pairRow({ guest: guestIndex, plan: planIndex }: Pair, both: Both): CheckRow | undefined {
  const [guest, plan] = [both.guest[guestIndex], both.plan[planIndex]];
  const [was, should] = [both.guestItems[guestIndex], both.planItems[planIndex]];
  if (guest === undefined || plan === undefined || was === undefined || should === undefined) return undefined;
  const start = was.start === should.start;
  const end = was.start + was.size === should.start + should.size;
  const size = was.size === should.size;
  const type = was.type === should.type;
  const fields = Object.keys(was.fields).filter(
    (key) => should.fields[key] !== undefined && should.fields[key] !== was.fields[key],
  );
  const named = was.id !== undefined && should.id !== undefined && was.id !== should.id;
  const kind = kindOf({ start, end, size, type, others: fields.length > 0 || named });
  const differs = [
    ...(start ? [] : ['start']),
    ...(end ? [] : ['end']),
    ...(size ? [] : ['size']),
    ...(type ? [] : ['what']),
    ...(named ? ['id'] : []),
    ...fields,
  ];
  const why = kind === 'equal' ? '' : differenceOf({ guest, plan, was, should, fields, named });
  return { kind, guest, plan, guestIndex, planIndex, differs, why };
}

function kindOf(same: {
  readonly start: boolean;
  readonly end: boolean;
  readonly size: boolean;
  readonly type: boolean;
  readonly others: boolean;
}): RowKind {
  const { start, end, size, type, others } = same;
  if (start && size) return type ? (others ? 'changed' : 'equal') : others ? 'changed' : 'retyped';
  if (!type || others) return 'changed';
  if (size) return 'moved';
  return start || end ? 'resized' : 'changed';
}

interface Difference {
  readonly guest: Entry;
  readonly plan: Entry;
  readonly was: Item;
  readonly should: Item;
  readonly fields: readonly string[];
  readonly named: boolean;
}

const apart = (bytes: number): string => (Math.abs(bytes) <= 2 ** 53 ? formatSize(Math.abs(bytes)) : 'far');

function differenceOf({ guest, plan, was, should, fields, named }: Difference): string {
  const parts: string[] = [];
  const [by, more] = [was.start - should.start, was.size - should.size];
  if (was.type !== should.type) parts.push(`${guest.what} in the guest, ${plan.what} in the plan`);
  if (by !== 0) parts.push(`starts ${apart(by)} ${by > 0 ? 'higher' : 'lower'} in the guest`);
  if (more !== 0) parts.push(`${apart(more)} ${more > 0 ? 'larger' : 'smaller'} in the guest`);
  if (named) parts.push(`called ${guest.id} in the guest, ${plan.id} in the plan`);
  for (const key of fields) {
    parts.push(`${key} ${guest.fields?.[key] ?? ''} in the guest, ${plan.fields?.[key] ?? ''} in the plan`);
  }
  return `${sentence(parts.join('; '))}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Entries of the other table are looked through one by one: few are shown, so only so many are. */
const MOST_LOOKED_THROUGH = 512;

function aloneRow(
  kind: 'missing-in-plan' | 'missing-in-guest',
  entry: Entry,
  index: number,
  others: readonly Entry[],
): CheckRow {
  const [here, there] = kind === 'missing-in-plan' ? ['guest', 'plan'] : ['plan', 'guest'];
  const over =
    entry.range.start === entry.range.end
      ? undefined
      : others
          .slice(0, MOST_LOOKED_THROUGH)
          .find(({ range }) => range.start < entry.range.end && entry.range.start < range.end);
  const instead = over === undefined ? 'nothing' : over.what;
  const why = `Only the ${here} has it; the ${there} has ${instead} there.`;
  return kind === 'missing-in-plan'
    ? { kind, guest: entry, guestIndex: index, differs: [], why }
    : { kind, plan: entry, planIndex: index, differs: [], why };
}

/** Whether the entries that both have come in the same order. */
export function orderOf(rows: readonly CheckRow[]): boolean {
  let last = -1;
  for (const { planIndex, guestIndex } of rows) {
    if (planIndex === undefined || guestIndex === undefined) continue;
    if (planIndex < last) return false;
    last = planIndex;
  }
  return true;
}
