/** What of a review a link takes along: all of it where that fits, else what reviewers miss most. */
import type { Review } from '../core/document/review';
import { isOpen } from '../core/review/thread-state';
import { LEFT_OUT } from './keys';

/** How many threads and waivers are not in a link, and of how many. */
export interface LeftOut {
  readonly threads: number;
  readonly ofThreads: number;
  readonly waivers: number;
  readonly ofWaivers: number;
}

/** Characters of JSON that no packing brings down to what a link may have; more than that is not even tried. */
const MOST_TO_TRY = 256 * 1024;

/**
 * The most of a review with which a link fits: resolved threads go first, then open ones, the oldest of both first; waivers stay
 * longest. Where nothing fits, nothing is left.
 *
 * @param fits whether a link with this much of the review is short enough; asked some twenty times at most
 */
export function fitReview(review: Review, fits: (part: Review) => boolean): Review {
  const order = leavingOrder(review);
  let few = leastToLeave(order);
  let many = order.length;
  while (few < many) {
    const middle = Math.floor((few + many) / 2);
    if (fits(without(review, order.slice(0, middle)))) many = middle;
    else few = middle + 1;
  }
  return many === 0 ? review : without(review, order.slice(0, many));
}

type Item = Review['threads'][number] | Review['waivers'][number];

function leavingOrder({ threads, waivers }: Review): readonly Item[] {
  const begun = ({ comments }: Review['threads'][number]): number => comments[0]?.time ?? 0;
  const oldestFirst = threads.toSorted((a, b) => begun(a) - begun(b));
  return [
    ...oldestFirst.filter((thread) => !isOpen(thread)),
    ...oldestFirst.filter(isOpen),
    ...waivers.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0)),
  ];
}

function leastToLeave(order: readonly Item[]): number {
  let kept = 0;
  for (let at = order.length - 1; at >= 0; at -= 1) {
    kept += JSON.stringify(order[at]).length;
    if (kept > MOST_TO_TRY) return at + 1;
  }
  return 0;
}

function without({ threads, waivers }: Review, items: readonly Item[]): Review {
  const gone = new Set(items);
  const isKept = (item: Item): boolean => !gone.has(item);
  return { threads: threads.filter(isKept), waivers: waivers.filter(isKept) };
}

export const leftOutOf = (all: Review, part: Review): LeftOut => ({
  threads: all.threads.length - part.threads.length,
  ofThreads: all.threads.length,
  waivers: all.waivers.length - part.waivers.length,
  ofWaivers: all.waivers.length,
});

/** The key behind a layout that says what is not in it; empty where nothing is missing. */
export function leftOutKey({ threads, ofThreads, waivers, ofWaivers }: LeftOut): string {
  if (threads + waivers === 0) return '';
  return `${LEFT_OUT}${threads}.${ofThreads}${waivers === 0 ? '' : `.${waivers}.${ofWaivers}`}`;
}
