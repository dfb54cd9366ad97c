/** Another copy of the layout on screen, and what its readers said. */
import { compactDocument } from '../document/defaults';
import { followedReview } from '../document/follow-review';
import type { Review } from '../document/review';
import type { LayoutDocument } from '../document/schema';
import { mergeReviews, type MergedReview } from './merge';
import { withoutReview } from './without';

const hasReview = ({ review: { threads, waivers } }: LayoutDocument): boolean => threads.length + waivers.length > 0;

/** Whether a layout with a review is a copy of the one on screen: they have threads in common, or the review alone is different. */
export function isCopy(document: LayoutDocument, other: LayoutDocument): boolean {
  if (!hasReview(other)) return false;
  const ids = new Set(document.review.threads.map(({ id }) => id));
  return other.review.threads.some(({ id }) => ids.has(id)) || textOf(document) === textOf(other);
}

const textOf = (document: LayoutDocument): string => JSON.stringify(compactDocument(withoutReview(document)));

export interface WithReview extends Omit<MergedReview, 'review'> {
  readonly document: LayoutDocument;
}

/**
 * The layout with the threads and waivers of another copy added to its own. Nothing else changes. What the other copy says of a thing
 * is said of the thing of that name here; a thread that both have stays where it is here.
 */
export function withReviewOf(document: LayoutDocument, other: LayoutDocument): WithReview {
  const theirs = followedReview(other.review, other, document);
  const { review, ...counts } = mergeReviews(document.review, placedAsIn(theirs, document.review));
  return {
    ...counts,
    document:
      counts.added.threads + counts.added.comments + counts.added.waivers === 0 ? document : { ...document, review },
  };
}

/** What lies in both reviews lies where ours has it. */
function placedAsIn({ threads, waivers }: Review, ours: Review): Review {
  const own = new Map(ours.threads.map((thread) => [thread.id, thread]));
  return {
    waivers,
    threads: threads.map((thread) => ({ ...(own.get(thread.id) ?? thread), comments: thread.comments })),
  };
}
