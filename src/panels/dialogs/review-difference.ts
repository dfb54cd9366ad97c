/** What becomes of comments where one layout takes the place of another. */
import { countText } from '../../core/base/count-text';
import type { LayoutDocument } from '../../core/document/schema';
import { isCopy, withReviewOf, type WithReview } from '../../core/review/copies';
import { countsOf, type Counts } from '../../core/review/merge';

export interface ReviewDifference {
  readonly here: Counts;
  readonly there: Counts;
  /** The layout on screen with what another copy of it has more of, where it is one and has. */
  readonly together?: WithReview;
}

/** Undefined where both say the same. */
export function reviewDifference(here: LayoutDocument, there: LayoutDocument): ReviewDifference | undefined {
  // One of them comes from another thread: equal or not is told by its content.
  if (JSON.stringify(here.review) === JSON.stringify(there.review)) return undefined;
  const together = isCopy(here, there) ? withReviewOf(here, there) : undefined;
  return {
    ...{ here: countsOf(here.review), there: countsOf(there.review) },
    ...(together === undefined || together.document === here ? {} : { together }),
  };
}

/** `2 threads with 3 comments, 1 waiver`; `none`. */
export function countsText({ threads, comments, waivers }: Counts): string {
  const parts = [
    ...(threads > 0 ? [`${figure(threads, 'thread')} with ${figure(comments, 'comment')}`] : []),
    ...(threads === 0 && comments > 0 ? [figure(comments, 'comment')] : []),
    ...(waivers > 0 ? [figure(waivers, 'waiver')] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

const figure = (count: number, one: string): string => `${countText(count)} ${count === 1 ? one : `${one}s`}`;
