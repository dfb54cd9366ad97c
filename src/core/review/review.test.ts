import { describe, expect, it } from 'vitest';
import { GiB } from '../base/addr';
import { range } from '../base/range';
import { emptyDocument } from '../document/defaults';
import type { Edit } from '../document/edit';
import { fourApu } from '../document/samples/four-apu';
import type { LayoutDocument } from '../document/schema';
import { commitEdits } from '../document/validate';
import type { Diagnostic } from '../lint/diagnostic';
import type { Region } from '../space/region';
import { checklist } from './checklist';
import { isCopy, withReviewOf } from './copies';
import {
  beginThread,
  removeComment,
  removeWaiver,
  reopen,
  reply,
  resolve,
  rewordComment,
  unwaive,
  waive,
} from './edits';
import { placeOf } from './place';
import { isOpen } from './thread-state';
import { utcText } from './utc';
import { withoutNames, withoutReview } from './without';

function commit(document: LayoutDocument, edits: readonly Edit[]): LayoutDocument {
  const committed = commitEdits(document, edits);
  if (!committed.ok) throw new Error(JSON.stringify(committed.error));
  return committed.value;
}
const question = { id: 'c1', text: 'why not PXM 2?', by: 'Ann', time: 100 };
const at = { start: 66 * GiB, size: 128 * GiB };
const asked = commit(fourApu.document, beginThread(fourApu.document, { id: 't', path: 'devices.0', at }, question));
const threadOf = ({ review: { threads } }: LayoutDocument) => {
  const [thread] = threads;
  if (thread === undefined) throw new Error('there is no thread');
  return thread;
};

describe('a thread', () => {
  it('begins with a comment and the name of what it is about', () => {
    expect(threadOf(asked)).toEqual({ id: 't', path: 'devices.0', at, what: 'sp1', comments: [question] });
    expect(beginThread(asked, { id: 't', path: 'devices.0' }, { id: 'c9', text: 'again' })).toHaveLength(1);
    expect(threadOf(commit(asked, beginThread(asked, { id: 't' }, { id: 'c9', text: 'again' }))).comments).toHaveLength(
      2,
    );
  });

  it('is answered, resolved and reopened, each later than what it answers', () => {
    const answered = commit(asked, reply(asked, 't', { id: 'c2', text: 'node 1 is nearer', time: 40 }));
    const settled = commit(answered, resolve(answered, 't', { id: 'c3', text: '', time: 101 }));
    const again = commit(settled, reopen(settled, 't', { id: 'c4', text: 'is it?' }));
    expect([answered, settled, again].map((document) => isOpen(threadOf(document)))).toEqual([true, false, true]);
    expect(threadOf(again).comments.map(({ time }) => time)).toEqual([100, 101, 102, undefined]);
    expect(reply(asked, 't', question)).toEqual([]);
    expect(reply(asked, 'nosuch', { id: 'c2', text: '' })).toEqual([]);
  });

  it('is reworded, and goes with its last comment', () => {
    const reworded = commit(asked, rewordComment(asked, 't', 'c1', 'why node 1?'));
    expect(threadOf(reworded).comments).toEqual([{ ...question, text: 'why node 1?' }]);
    const answered = commit(asked, reply(asked, 't', { id: 'c2', text: 'so' }));
    expect(threadOf(commit(answered, removeComment(answered, 't', 'c1'))).comments).toEqual([{ id: 'c2', text: 'so' }]);
    expect(commit(asked, removeComment(asked, 't', 'c1')).review.threads).toEqual([]);
    expect(removeComment(asked, 't', 'nosuch')).toEqual([]);
  });
});

describe('the place of a thread', () => {
  const region = (start: number, end: number, more: object = {}): Region => ({
    range: range(start * GiB, end * GiB),
    kind: 'soft-reserved',
    name: 'sp1',
    owner: 'devices.0',
    why: { rule: 'test', steps: [] },
    ...more,
  });
  const place = (thread: object, ...regions: readonly Region[]) =>
    placeOf({ ...threadOf(asked), ...thread }, asked, regions);

  it('is told with what became of it', () => {
    expect(place({}, region(66, 194))).toMatchObject({ state: 'same', name: 'sp1', path: 'devices.0', words: '' });
    expect(place({}, region(194, 322))).toMatchObject({
      state: 'moved',
      words: 'moved since this comment: 0x1080000000 → 0x3080000000',
    });
    expect(place({}, region(66, 258)).words).toBe('resized since this comment: 128 GiB → 192 GiB');
    expect(place({}, region(64, 128))).toMatchObject({
      state: 'moved-and-resized',
      words: 'moved since this comment: 0x1080000000 → 0x1000000000; resized since this comment: 128 GiB → 64 GiB',
    });
  });

  it('is that of the range of its name where the thing has several', () => {
    const memory = { path: 'memory.size', what: 'RAM high', at: { start: 4 * GiB, size: 2 * GiB } };
    const parts = [
      region(0, 2, { name: 'RAM low', owner: 'memory.size' }),
      region(4, 8, { name: 'RAM high', owner: 'memory.size' }),
    ];
    expect(place(memory, ...parts)).toMatchObject({ state: 'resized', name: 'RAM high', is: range(4 * GiB, 8 * GiB) });
  });

  it('may be the whole, bytes alone, nowhere, or gone', () => {
    const { id, comments } = threadOf(asked);
    const bare = { id, comments };
    expect(placeOf(bare, asked, [])).toMatchObject({ state: 'whole', name: '' });
    expect(placeOf({ ...bare, at }, asked, [])).toMatchObject({ state: 'bytes', name: '0x1080000000' });
    expect(placeOf({ ...bare, at: { start: 2 ** 53 - 1, size: 2 ** 53 - 1 } }, asked, []).was?.end).toBe(2 ** 52);
    expect(place({}).state).toBe('unplaced');
    expect(place({ path: 'devices.77', what: 'sp9' }).words).toBe('orphaned: sp9 is no longer in the layout');
    expect(placeOf({ ...bare, gone: true, what: 'sp9' }, asked, []).state).toBe('gone');
  });
});

describe('the checklist', () => {
  const finding = (code: string, path?: string): Diagnostic => ({
    ...{ code, severity: 'warning', what: 'w', where: 'w', why: 'w', works: 'w' },
    ...(path === undefined ? {} : { path }),
  });
  const waiver = { code: 'a', path: 'devices.0', reason: 'known' };

  it('has every finding with the reasons that let it pass, and the waivers that nothing needs', () => {
    const waived = commit(asked, [...waive(asked, waiver), ...waive(asked, { code: 'b', reason: 'old' })]);
    const { items, idle } = checklist(
      [finding('a', 'devices.0'), finding('a', 'devices.1'), finding('a')],
      waived.review,
    );
    expect(items.map(({ waivers }) => waivers.map(({ reason }) => reason))).toEqual([['known'], [], []]);
    expect(idle.map(({ code }) => code)).toEqual(['b']);
    const [old] = idle;
    expect(old === undefined ? [] : commit(waived, removeWaiver(waived, old)).review.waivers).toHaveLength(1);
  });

  it('changes a reason, and takes it back', () => {
    const once = commit(asked, waive(asked, waiver));
    const twice = commit(once, waive(once, { ...waiver, reason: 'better' }));
    expect(twice.review.waivers).toEqual([{ ...waiver, what: 'sp1', reason: 'better' }]);
    expect(commit(twice, unwaive(twice, finding('a', 'devices.0'))).review.waivers).toEqual([]);
    expect(unwaive(twice, finding('a'))).toEqual([]);
  });

  it('lets nothing pass for a waiver whose place is gone', () => {
    const gone = commit(commit(asked, waive(asked, waiver)), [{ op: 'remove', path: 'devices.0' }]);
    const { items, idle } = checklist([finding('a'), finding('a', 'devices.0')], gone.review);
    expect([items.flatMap(({ waivers }) => waivers), idle.length]).toEqual([[], 1]);
  });
});

describe('another copy', () => {
  it('is told from another layout', () => {
    expect(isCopy(fourApu.document, structuredClone(asked))).toBe(true);
    expect(isCopy(asked, { ...structuredClone(asked), title: 'other' })).toBe(true);
    expect(isCopy(emptyDocument(), asked)).toBe(false);
    expect(isCopy(asked, fourApu.document)).toBe(false);
  });

  it('brings its threads to the things of the same name', () => {
    const moved = commit(fourApu.document, [{ op: 'move', path: 'devices.0', to: 3 }]);
    const { document, added } = withReviewOf(moved, structuredClone(asked));
    expect([threadOf(document).path, added]).toEqual(['devices.3', { threads: 1, comments: 1, waivers: 0 }]);
    expect({ ...document, review: moved.review }).toEqual(moved);
    expect(withReviewOf(document, asked).document).toBe(document);
  });

  it('leaves threads of both where they are here', () => {
    const gone = commit(asked, [{ op: 'remove', path: 'devices.0' }]);
    const theirs = commit(gone, reply(gone, 't', { id: 'c2', text: 'removed' }));
    const { document } = withReviewOf(asked, theirs);
    expect(threadOf(document)).toMatchObject({ path: 'devices.0', comments: [{ id: 'c1' }, { id: 'c2' }] });
    expect(threadOf(document)).not.toHaveProperty('gone');
  });
});

describe('what leaves the app', () => {
  it('may go without names, or without comments', () => {
    const waived = commit(asked, waive(asked, { code: 'a', reason: 'known', by: 'Bob' }));
    expect(JSON.stringify(withoutNames(waived))).not.toMatch(/"by"|Ann|Bob/);
    expect(threadOf(withoutNames(waived)).comments[0]?.text).toBe(question.text);
    expect(withoutReview(waived)).toEqual(fourApu.document);
  });

  it('says when in words of no place', () => {
    expect([0, 951_782_400, 1_795_388_265, 253_402_300_799].map(utcText)).toEqual([
      '1970-01-01 00:00 UTC',
      '2000-02-29 00:00 UTC',
      new Date(1_795_388_265_000).toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
      '9999-12-31 23:59 UTC',
    ]);
    expect(utcText(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991 s after 1970');
    for (let day = 0; day < 200_000; day += 97) {
      expect(utcText(day * 86_400)).toBe(`${new Date(day * 86_400_000).toISOString().slice(0, 10)} 00:00 UTC`);
    }
  });
});
