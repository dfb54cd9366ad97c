/** Brings copies of one review together without losing what anybody said. */
import { fingerprint } from './fingerprint';
import type { Review, ReviewComment, Thread, Waiver } from '../document/review';

/** Bounds of the schema. */
const MOST = { threads: 1024, comments: 1024, waivers: 1024 } as const;

export interface Counts {
  readonly threads: number;
  readonly comments: number;
  readonly waivers: number;
}

export interface MergedReview {
  readonly review: Review;
  /** What of theirs ours did not have; comments of new threads count too. */
  readonly added: Counts;
  /** What of theirs has no room any more and is not in the merged review. */
  readonly left: Counts;
}

/**
 * The union of two reviews. Threads and comments of one id are one; where such comments say different things all stay, each a comment
 * of its own. Comments are in the order of time, then of ids; what they do to their thread counts in that order. Different reasons for
 * one finding all stay. What one copy took out is there again if the other has it.
 *
 * Within the bounds of the schema the merged review is the same whichever is ours, however often and in whichever order copies are
 * merged. Beyond them ours is kept whole and what has no room of theirs is counted.
 */
export function mergeReviews(ours: Review, theirs: Review): MergedReview {
  const all = {
    threads: mergedThreads([...ours.threads, ...theirs.threads]),
    waivers: mergedWaivers([...ours.waivers, ...theirs.waivers]),
  };
  const review = bounded(all, ours);
  const [before, full, kept] = [countsOf(normal(ours)), countsOf(all), countsOf(review)];
  return { review, added: difference(kept, before), left: difference(full, kept) };
}

/** A review in the order that merging gives. */
const normal = ({ threads, waivers }: Review): Review => ({
  threads: mergedThreads(threads),
  waivers: mergedWaivers(waivers),
});

export const countsOf = ({ threads, waivers }: Review): Counts => ({
  threads: threads.length,
  comments: threads.reduce((sum, { comments }) => sum + comments.length, 0),
  waivers: waivers.length,
});

const difference = (a: Counts, b: Counts): Counts => ({
  threads: Math.max(0, a.threads - b.threads),
  comments: Math.max(0, a.comments - b.comments),
  waivers: Math.max(0, a.waivers - b.waivers),
});

type Key = string | number;
const compare = (a: readonly Key[], b: readonly Key[]): number => {
  const at = a.findIndex((key, index) => key !== b[index]);
  const [left = 0, right = 0] = [a[at], b[at]];
  return at < 0 ? 0 : left < right ? -1 : 1;
};

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The smallest that is there: what one copy does not say the other does. */
function least<T extends Key>(values: readonly (T | undefined)[]): T | undefined {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => (b < a ? b : a));
}

/** Who said it and when, of copies that say the same. */
function signature(copies: readonly Pick<ReviewComment, 'by' | 'time'>[]): Pick<ReviewComment, 'by' | 'time'> {
  const [by, time] = [least(copies.map((copy) => copy.by)), least(copies.map((copy) => copy.time))];
  return { ...(by === undefined ? {} : { by }), ...(time === undefined ? {} : { time }) };
}

function mergedThreads(threads: readonly Thread[]): Thread[] {
  const merged = grouped(threads, ({ id }) => id).map((copies): Thread => {
    const place = copies.map(placeOf).reduce((a, b) => (compare(placeKey(b), placeKey(a)) < 0 ? b : a));
    return { id: copies[0].id, ...place, comments: mergedComments(copies.flatMap(({ comments }) => comments)) };
  });
  return merged.sort((a, b) => compare(threadKey(a), threadKey(b)));
}

const timeKey = ({ time }: Pick<ReviewComment, 'time'>): number => time ?? Infinity;
const threadKey = ({ id, comments: [first] }: Thread): readonly Key[] => [first?.time ?? Infinity, id];

type Place = Omit<Thread, 'id' | 'comments'>;
const placeOf = ({ id: _, comments: __, ...place }: Thread): Place => plain(place);
/** Said in one way: a thing that is not gone is not said to be there. */
const plain = <T extends { readonly gone?: boolean | undefined }>({
  gone,
  ...rest
}: T): Omit<T, 'gone'> & { gone?: true } => (gone === true ? { ...rest, gone } : rest);
/** A copy that still has the thing comes first. */
const placeKey = ({ gone, path, at, what }: Place): readonly Key[] => [
  gone === true ? 1 : 0,
  JSON.stringify([path ?? null, at?.start ?? null, at?.size ?? null, what ?? null]),
];

/** What a comment says; who and when are not told where names were taken out. */
const saying = ({ text, does }: ReviewComment): string => JSON.stringify([text, does ?? null]);

function mergedComments(comments: readonly ReviewComment[]): ReviewComment[] {
  const merged = new Map<string, ReviewComment>();
  const queue = [...comments];
  // A comment that has to take another id may meet one that has it; each round settles at least one.
  for (let copies = byId(queue); copies.length > 0; copies = byId(queue)) {
    queue.length = 0;
    for (const [id, same] of copies) {
      const taken = merged.get(id);
      const sayings = grouped([...(taken === undefined ? [] : [taken]), ...same], saying).toSorted(([a], [b]) =>
        compare([saying(a)], [saying(b)]),
      );
      for (const [index, copy] of sayings.entries()) {
        const [{ text, does }] = copy;
        const one = { id, ...signature(copy), text, ...(does === undefined ? {} : { does }) };
        if (index === 0) merged.set(id, one);
        else queue.push({ ...one, id: fingerprint(`${id} ${saying(one)}`) });
      }
    }
  }
  return [...merged.values()].sort((a, b) => compare([timeKey(a), a.id], [timeKey(b), b.id]));
}

const byId = (comments: readonly ReviewComment[]): readonly (readonly [string, readonly ReviewComment[]])[] =>
  grouped(comments, ({ id }) => id).map((same) => [same[0].id, same] as const);

/** Reasons for one finding stand side by side; who gave the same one, and when, is told once. */
function mergedWaivers(waivers: readonly Waiver[]): Waiver[] {
  const key = ({ code, path, what, gone, reason }: Waiver): readonly Key[] => [
    code,
    path ?? '',
    gone === true ? 1 : 0,
    reason,
    gone === true ? (what ?? '') : '',
  ];
  return grouped(waivers, (waiver) => JSON.stringify(key(waiver)))
    .map((copies): Waiver => {
      const what = least(copies.map((copy) => copy.what));
      return { ...plain(copies[0]), ...(what === undefined ? {} : { what }), ...signature(copies) };
    })
    .sort((a, b) => compare(key(a), key(b)));
}

/** The merged review where it fits; else all of ours, and of theirs what comes first. */
function bounded(all: Review, ours: Review): Review {
  const own = new Map(normal(ours).threads.map((thread) => [thread.id, thread]));
  const fits = <T>(items: T[], isOurs: (item: T) => boolean, most: number): T[] => {
    if (items.length <= most) return items;
    const kept = new Set([...items.filter(isOurs), ...items.filter((item) => !isOurs(item))].slice(0, most));
    return items.filter((item) => kept.has(item));
  };
  const threads = fits(all.threads, ({ id }) => own.has(id), MOST.threads).map((thread) => {
    const ids = new Set(own.get(thread.id)?.comments.map(({ id }) => id));
    const comments = fits(thread.comments, ({ id }) => ids.has(id), MOST.comments);
    return comments === thread.comments ? thread : { ...thread, comments };
  });
  const isOwn = (waiver: Waiver): boolean =>
    ours.waivers.some(
      ({ code, path, reason }) => code === waiver.code && path === waiver.path && reason === waiver.reason,
    );
  return { threads, waivers: fits(all.waivers, isOwn, MOST.waivers) };
}
