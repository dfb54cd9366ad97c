import type { LayoutDocument } from '../core/document/schema';
import { isOpen } from '../core/review/thread-state';

/** Comments of the open threads of each step, by its moment. */
export function commentsByStep({ review }: LayoutDocument): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const thread of review.threads) {
    const index = /^events\.(\d+)/.exec(thread.path ?? '')?.[1];
    if (index === undefined || !isOpen(thread)) continue;
    const moment = Number(index) + 1;
    found.set(moment, (found.get(moment) ?? 0) + thread.comments.length);
  }
  return found;
}
