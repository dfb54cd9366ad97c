/** What reviewers do, as edits of the layout: each list is one undo step. Ids and times come from outside. */
import type { Edit } from '../document/edit';
import type { Review, ReviewComment, Thread, Waiver } from '../document/review';
import type { LayoutDocument } from '../document/schema';
import { thingName } from '../document/thing-name';
import { isOfFinding, type FindingPlace } from './checklist';

/** A comment as it is written; what it does to its thread comes of the edit that it is handed to. */
export type NewComment = Omit<ReviewComment, 'does'>;
/** What a thread is about; `what` is the name of the thing at `path` unless it is given. */
export type NewThread = Pick<Thread, 'id' | 'path' | 'at' | 'what'>;

type Edits = readonly Edit[];

/** A clock that is behind by less than this says nothing of which comment was first: people answer what they have read. */
const CLOCK_SKEW = 86_400;

/** Begins a thread with its first comment. A thread of that id gets the comment instead. */
export function beginThread(document: LayoutDocument, thread: NewThread, comment: NewComment): Edits {
  if (document.review.threads.some(({ id }) => id === thread.id)) return reply(document, thread.id, comment);
  const { path, what = path === undefined ? undefined : thingName(document, path) } = thread;
  const value = { ...thread, ...(what === undefined ? {} : { what }), comments: [comment] };
  return [{ op: 'insert', path: 'review.threads.-', value }];
}

/** Adds a comment at the end of a thread; none of an id that the thread has. */
export const reply = (document: LayoutDocument, thread: string, comment: NewComment): Edits =>
  added(document, thread, comment);

/** Adds a comment that settles the thread; its text may be empty. */
export const resolve = (document: LayoutDocument, thread: string, comment: NewComment): Edits =>
  added(document, thread, { ...comment, does: 'resolves' });

/** Adds a comment that opens the thread again; its text may be empty. */
export const reopen = (document: LayoutDocument, thread: string, comment: NewComment): Edits =>
  added(document, thread, { ...comment, does: 'reopens' });

function added({ review }: LayoutDocument, id: string, comment: ReviewComment): Edits {
  const [index, thread] = find(review, id);
  if (thread === undefined || thread.comments.some((each) => each.id === comment.id)) return [];
  const value = { ...comment, ...timeAfter(thread.comments.at(-1), comment) };
  return [{ op: 'insert', path: `review.threads.${index}.comments.-`, value }];
}

/** Where copies of a thread come together, time tells the order: an answer is later than what it answers. */
function timeAfter(last: ReviewComment | undefined, { time }: ReviewComment): { readonly time?: number } {
  if (time === undefined || last?.time === undefined) return {};
  const isBehind = last.time >= time && last.time - time < CLOCK_SKEW;
  return { time: isBehind ? Math.min(last.time + 1, Number.MAX_SAFE_INTEGER) : time };
}

/** Other words for a comment. */
export function rewordComment({ review }: LayoutDocument, id: string, comment: string, text: string): Edits {
  const [index, thread] = find(review, id);
  const position = thread?.comments.findIndex((each) => each.id === comment) ?? -1;
  return position < 0 ? [] : [{ op: 'set', path: `review.threads.${index}.comments.${position}.text`, value: text }];
}

/** Takes a comment out, and with the last one its thread. */
export function removeComment(document: LayoutDocument, id: string, comment: string): Edits {
  const [index, thread] = find(document.review, id);
  const position = thread?.comments.findIndex((each) => each.id === comment) ?? -1;
  if (thread === undefined || position < 0) return [];
  if (thread.comments.length === 1) return removeThread(document, id);
  return [{ op: 'remove', path: `review.threads.${index}.comments.${position}` }];
}

export function removeThread({ review }: LayoutDocument, id: string): Edits {
  const [index, thread] = find(review, id);
  return thread === undefined ? [] : [{ op: 'remove', path: `review.threads.${index}` }];
}

const find = ({ threads }: Review, id: string): readonly [number, Thread | undefined] => {
  const index = threads.findIndex((thread) => thread.id === id);
  return [index, threads[index]];
};

/** Lets a finding pass for a reason, in place of the reasons that it had. */
export function waive(document: LayoutDocument, waiver: Omit<Waiver, 'gone'>): Edits {
  const { path, what = path === undefined ? undefined : thingName(document, path) } = waiver;
  const value = { ...waiver, ...(what === undefined ? {} : { what }) };
  return [...unwaive(document, waiver), { op: 'insert', path: 'review.waivers.-', value }];
}

/** Takes all waivers of a finding back. */
export const unwaive = ({ review }: LayoutDocument, finding: FindingPlace): Edits =>
  removals(review, (waiver) => isOfFinding(waiver, finding));

/** Takes one waiver out, as one whose finding is no longer there. */
export const removeWaiver = ({ review }: LayoutDocument, waiver: Waiver): Edits =>
  removals(review, (each) => each === waiver);

/** From the end, so that positions stay what they are. */
const removals = ({ waivers }: Review, isMeant: (waiver: Waiver) => boolean): Edits =>
  waivers
    .flatMap((waiver, index) => (isMeant(waiver) ? [{ op: 'remove', path: `review.waivers.${index}` } as const] : []))
    .toReversed();
