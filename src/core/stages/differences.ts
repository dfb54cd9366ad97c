/** Where the memory table of one stage differs from that of the stage before. */
import { SOFT_RESERVED } from '../base/e820';
import { overlaps, type Range } from '../base/range';
import { addr } from '../base/addr';
import { formatSize } from '../base/size-text';
import type { E820Entry, StageDifference } from '../plan/plan';
import type { Provenance } from '../space/region';

/** Entries of both tables that have bytes in common, directly or through others. */
interface Group {
  range: Range;
  readonly before: E820Entry[];
  readonly after: E820Entry[];
}

/** What a stage says of a difference: the sentence, and what documents it. */
export type Reason = (
  found: Omit<StageDifference, 'why' | 'cite'>,
  group: Pick<Group, 'before' | 'after'>,
) => Pick<StageDifference, 'why' | 'cite'>;

/** The last sentence of a reason, which is what its own stage added. */
export function sentenceOf(why: Provenance | undefined, otherwise: string): Pick<StageDifference, 'why' | 'cite'> {
  const cite = why?.cite;
  return { why: why?.steps.at(-1)?.text ?? otherwise, ...(cite === undefined ? {} : { cite }) };
}

function groupsOf(before: readonly E820Entry[], after: readonly E820Entry[]): Group[] {
  const all = [
    ...before.map((entry) => ({ entry, isAfter: false })),
    ...after.map((entry) => ({ entry, isAfter: true })),
  ].sort((a, b) => a.entry.range.start - b.entry.range.start);
  const groups: Group[] = [];
  for (const { entry, isAfter } of all) {
    const last = groups.at(-1);
    const group =
      last !== undefined && overlaps(last.range, entry.range) ? last : { range: entry.range, before: [], after: [] };
    if (group !== last) groups.push(group);
    if (entry.range.end > group.range.end) group.range = { start: group.range.start, end: addr(entry.range.end) };
    (isAfter ? group.after : group.before).push(entry);
  }
  return groups;
}

const isSame = (a: E820Entry, b: E820Entry): boolean =>
  a.type === b.type && a.range.start === b.range.start && a.range.end === b.range.end;

function kindOf({ before, after }: Group): StageDifference['kind'] {
  if (before.length === 0) return 'came';
  if (after.length === 0) return 'went';
  if (before.length > after.length) return 'joined';
  return before.length < after.length ? 'split' : 'retyped';
}

/** What a stage made of a group: its entries of a type that was not there before, or else those that start where none did. */
function madeOf({ before, after }: Pick<Group, 'before' | 'after'>): readonly E820Entry[] {
  const types = new Set(before.map(({ type }) => type));
  const other = after.filter(({ type }) => !types.has(type));
  const starts = new Set(before.map(({ range }) => range.start));
  const moved = other.length > 0 ? other : after.filter(({ range }) => !starts.has(range.start));
  return moved.length > 0 ? moved : after;
}

/**
 * The sentence of what a stage made of a group; where it took several pieces, how many and how much of it.
 *
 * @param gone where nothing is left of the group
 */
export function sentenceOfGroup(
  group: Pick<Group, 'before' | 'after'>,
  author: string,
  gone: string,
): Pick<StageDifference, 'why' | 'cite'> {
  const made = madeOf(group);
  if (made.length < 2 || group.before.length !== 1) return sentenceOf(made[0]?.why, gone);
  const bytes = made.reduce((sum, { range }) => sum + range.end - range.start, 0);
  return {
    ...sentenceOf(made[0]?.why, gone),
    why: `${author} keeps ${made.length} pieces of it, ${formatSize(bytes)} together.`,
  };
}

/** Soft-reserved memory that is no longer that, or that has become one with that of another node. */
function hasConsequences({ before, after }: Group): boolean {
  const marked = before.filter(({ type }) => type === SOFT_RESERVED);
  if (marked.length === 0) return false;
  const kept = after.filter(({ type }) => type === SOFT_RESERVED);
  const bytes = (entries: readonly E820Entry[]) => entries.reduce((sum, { range }) => sum + range.end - range.start, 0);
  if (bytes(kept) < bytes(marked)) return true;
  return kept.length < marked.length && new Set(marked.map(({ node }) => node)).size > 1;
}

/**
 * Groups of entries that share bytes, by address; a group of one entry that stays as it is makes no difference. Both tables may be in
 * any order; n log n.
 */
export function differencesOf(
  before: readonly E820Entry[],
  after: readonly E820Entry[],
  reason: Reason,
): readonly StageDifference[] {
  return groupsOf(before, after).flatMap((group): StageDifference[] => {
    const [old] = group.before;
    const [now] = group.after;
    const isOne = group.before.length === 1 && group.after.length === 1;
    if (isOne && old !== undefined && now !== undefined && isSame(old, now)) return [];
    const found = {
      kind: kindOf(group),
      range: group.range,
      before: group.before.length,
      after: group.after.length,
      ...(hasConsequences(group) ? { hasConsequences: true } : {}),
    };
    return [{ ...found, ...reason(found, group) }];
  });
}
