/** Keeps a review on what it is about while the layout changes. */
import type { DocPath } from '../space/region';
import type { Edit } from './edit';
import { pathFollower } from './follow-path';
import type { Review, Thread, Waiver } from './review';
import type { LayoutDocument } from './schema';
import { NAMED_LISTS, thingFinder, thingName } from './thing-name';

export type Placed = Thread | Waiver;

/** The schema takes no longer ones; another position may have a digit more. */
const LONGEST_PATH = 256;

/**
 * The review of `before` as that of `after`: paths go where their things go; what is taken out is marked as gone, and found again when
 * something of its name comes back. The very same review where nothing of that happens.
 * @param how the edits that made `after` (without them names and contents alone tell which thing is which), and what is to stay as it is
 */
export function followedReview(
  review: Review,
  before: LayoutDocument,
  after: LayoutDocument,
  how: { readonly edits?: readonly Edit[]; readonly isKept?: (one: Placed) => boolean } = {},
): Review {
  if (review.threads.length === 0 && review.waivers.length === 0) return review;
  const follow = pathFollower(before, after, how.edits);
  const isRenamed = NAMED_LISTS.some((list) => before[list] !== after[list]);
  let find: ReturnType<typeof thingFinder> | undefined;
  const placed = <P extends Placed>(one: P): P => {
    if (how.isKept?.(one) === true) return one;
    const { path: old } = one;
    const led = old === undefined ? undefined : follow(old);
    const path = led === undefined || led.length > LONGEST_PATH ? undefined : led;
    if (path !== undefined && path === old) return one;
    if (path !== undefined) return at(one, path);
    if (old === undefined && one.gone !== true) return one;
    const own = old === undefined ? undefined : thingName(before, old);
    const what = own === undefined || own === old ? (one.what ?? own) : own;
    const found = isRenamed && what !== undefined ? (find ??= thingFinder(after))(what) : undefined;
    if (found !== undefined && found.length <= LONGEST_PATH) return at(one, found);
    return old === undefined ? one : withoutPlace(one, what);
  };
  const threads = kept(review.threads, placed);
  const waivers = kept(review.waivers, placed);
  return threads === review.threads && waivers === review.waivers ? review : { threads, waivers };
}

const at = <P extends Placed>(one: P, path: DocPath): P => {
  const placed = { ...one, path };
  delete placed.gone;
  return placed;
};

const withoutPlace = <P extends Placed>(one: P, what: string | undefined): P => {
  const orphan = { ...one, ...(what === undefined ? {} : { what }), gone: true };
  delete orphan.path;
  return orphan;
};

/** The same list where every item stays the same. */
function kept<T>(list: T[], change: (item: T) => T): T[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}
