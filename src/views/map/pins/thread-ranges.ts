/** Which bytes of the guest reviewers' threads hang on. */
import { range, type Range } from '../../../core/base/range';
import type { Review, Thread } from '../../../core/document/review';
import { isOpen } from '../../../core/review/thread-state';
import type { Partition } from '../../../core/space/partition';
import type { Region } from '../../../core/space/region';

export interface PinnedThread {
  readonly thread: Thread;
  readonly range: Range;
}

/** Open threads that lie somewhere in the guest, by address. Of what owns several ranges a thread has the one that it was begun at, or the nearest. */
export function pinnedThreads({ threads }: Review, { regions, limit }: Partition): readonly PinnedThread[] {
  const owned = new Map<string, Region[]>();
  for (const region of regions) {
    const { owner } = region;
    if (owner === undefined) continue;
    const others = owned.get(owner);
    if (others === undefined) owned.set(owner, [region]);
    else others.push(region);
  }
  return threads
    .flatMap((thread): PinnedThread[] => {
      if (!isOpen(thread) || thread.gone === true) return [];
      const { path, at } = thread;
      const found =
        path !== undefined ? placeNow(owned.get(path) ?? [], thread) : at === undefined ? undefined : within(at, limit);
      return found === undefined ? [] : [{ thread, range: found }];
    })
    .sort((a, b) => a.range.start - b.range.start);
}

/** What a file says may lie beyond every address. */
const within = ({ start, size }: NonNullable<Thread['at']>, limit: number): Range | undefined =>
  start < limit && size > 0 ? range(start, Math.min(start + size, limit)) : undefined;

/** As in core/review/place.ts: the one of the old name, else the nearest to the old place. */
function placeNow(owned: readonly Region[], { at, what }: Thread): Range | undefined {
  const named = owned.filter(({ name }) => name === what);
  const from = at?.start ?? 0;
  const distance = ({ range: bytes }: Region): number => Math.abs(bytes.start - from);
  return (named.length > 0 ? named : owned).toSorted((a, b) => distance(a) - distance(b))[0]?.range;
}
