import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryReview } from '../document/arbitrary';
import { reviewSchema, type Review, type ReviewComment } from '../document/review';
import { countsOf, mergeReviews } from './merge';
import { isOpen } from './thread-state';

const merged = (...reviews: readonly Review[]): Review =>
  reviews.reduce((ours, theirs) => mergeReviews(ours, theirs).review, { threads: [], waivers: [] });
const talk = (...comments: readonly Partial<ReviewComment>[]): Review => ({
  threads: [{ id: 't', comments: comments.map((each, index) => ({ id: `c${index}`, text: '', ...each })) }],
  waivers: [],
});
const texts = ({ threads }: Review): readonly string[] =>
  threads.flatMap(({ comments }) => comments.map(({ text }) => text));

describe('two copies of a review', () => {
  it('come together in the order of time', () => {
    const first = { id: 'a', text: 'why not PXM 2?', time: 10 };
    const ours = talk(first, { id: 'b', text: 'moved', time: 30 });
    const theirs = talk(first, { id: 'c', text: 'ping', time: 20 });
    const both = mergeReviews(ours, theirs);
    expect(texts(both.review)).toEqual(['why not PXM 2?', 'ping', 'moved']);
    expect(both.added).toEqual({ threads: 0, comments: 1, waivers: 0 });
    expect(both.left).toEqual({ threads: 0, comments: 0, waivers: 0 });
  });

  it('keep both where a comment says different things, in one order for everybody', () => {
    const [ours, theirs] = [talk({ id: 'a', text: 'two', by: 'Ann' }), talk({ id: 'a', text: 'one' })];
    expect(texts(merged(ours, theirs)).toSorted()).toEqual(['one', 'two']);
    expect(merged(ours, theirs)).toEqual(merged(theirs, ours));
    expect(merged(ours, theirs, ours, theirs)).toEqual(merged(ours, theirs));
  });

  it('keep the names and times that one of them has', () => {
    const named = talk({ text: 'why?', by: 'Ann', time: 5 });
    expect(merged(talk({ text: 'why?' }), named)).toEqual(named);
  });

  it('are resolved or open as the last of all comments says', () => {
    const ours = talk({ text: 'why?', time: 1 }, { id: 'r', does: 'resolves', time: 5 });
    const theirs = talk({ text: 'why?', time: 1 }, { id: 'o', does: 'reopens', time: 6 });
    const [thread] = merged(ours, theirs).threads;
    expect(thread !== undefined && isOpen(thread)).toBe(true);
  });

  it('keep every reason for a finding', () => {
    const waiver = (reason: string): Review => ({ threads: [], waivers: [{ code: 'x', path: 'devices.1', reason }] });
    expect(merged(waiver('b'), waiver('a'), waiver('b')).waivers.map(({ reason }) => reason)).toEqual(['a', 'b']);
  });

  it('say of what is there nothing, whatever one copy says', () => {
    const one = (gone: { gone?: boolean }): Review => ({
      threads: [{ id: 't', path: 'devices.1', ...gone, comments: [{ id: 'a', text: 'why?' }] }],
      waivers: [{ code: 'x', path: 'devices.1', ...gone, reason: 'so' }],
    });
    expect(merged(one({ gone: false }), one({}))).toEqual(one({}));
    expect(merged(one({}), one({ gone: false }))).toEqual(one({}));
  });

  it('keep ours whole where there is no room for both, and count what is left of theirs', () => {
    const many = (prefix: string): Review => ({
      threads: Array.from({ length: 600 }, (_, index) => ({
        id: `${prefix}${index}`,
        comments: [{ id: 'c', text: '', time: prefix === 'a' ? 9 : 1 }],
      })),
      waivers: [],
    });
    const { review, added, left } = mergeReviews(many('a'), many('b'));
    expect(review.threads.filter(({ id }) => id.startsWith('a'))).toHaveLength(600);
    expect([review.threads.length, added.threads, left.threads, left.comments]).toEqual([1024, 424, 176, 176]);
    expect(reviewSchema.safeParse(review).success).toBe(true);
  });
});

describe('any reviews', () => {
  it('merge to one that the schema takes, whichever is ours and in whichever order', () => {
    fc.assert(
      fc.property(arbitraryReview, arbitraryReview, arbitraryReview, (a, b, c) => {
        const all = merged(a, b, c);
        expect(reviewSchema.safeParse(all).success).toBe(true);
        expect(merged(c, a, b)).toEqual(all);
        expect(merged(b, a)).toEqual(merged(a, b));
        expect(merged(a, merged(b, c))).toEqual(all);
        expect(merged(all, b)).toEqual(all);
        expect(merged(a, a)).toEqual(merged(a));
      }),
      { numRuns: 200 },
    );
  });

  it('lose no comment, no name that stands alone, and no reason', () => {
    fc.assert(
      fc.property(arbitraryReview, arbitraryReview, (a, b) => {
        const both = merged(a, b);
        for (const { id, comments } of [...a.threads, ...b.threads]) {
          const kept = both.threads.find((thread) => thread.id === id)?.comments ?? [];
          for (const { text, does } of comments) {
            expect(kept.some((each) => each.text === text && each.does === does)).toBe(true);
          }
          expect(new Set(kept.map((each) => each.id)).size).toBe(kept.length);
        }
        for (const { code, reason } of [...a.waivers, ...b.waivers]) {
          expect(both.waivers.some((waiver) => waiver.code === code && waiver.reason === reason)).toBe(true);
        }
        expect(mergeReviews(a, b).left).toEqual({ threads: 0, comments: 0, waivers: 0 });
        expect(mergeReviews(a, b).added.comments).toBe(countsOf(both).comments - countsOf(merged(a)).comments);
      }),
      { numRuns: 100 },
    );
  });
});
