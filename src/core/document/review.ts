/** What reviewers say of a layout. It travels inside the document, and none of it changes what QEMU makes of that. */
import * as z from 'zod/mini';
import { bytesSchema } from '../devices/shape';

const shortText = z.string().check(z.maxLength(256));
/** Of threads and comments: it tells copies of one thread from two threads, so it is random; never shown. */
const reviewIdSchema = z.string().check(z.regex(/^[a-z0-9]{1,16}$/));
const list = <S extends z.ZodMiniType>(item: S, most: number) => z._default(z.array(item).check(z.maxLength(most)), []);

export const commentSchema = z.strictObject({
  id: reviewIdSchema,
  /** The name that the reviewer gave; absent: none. */
  by: z.optional(shortText),
  /** Seconds since 1970-01-01 UTC; absent: not said. */
  time: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))),
  text: z._default(z.string().check(z.maxLength(4096)), ''),
  /** What comes of the thread with this comment; the last of these decides whether it is open. */
  does: z.optional(z.enum(['resolves', 'reopens'])),
});

export const threadSchema = z.strictObject({
  id: reviewIdSchema,
  /** What it is about; absent: the whole layout, bytes that nothing in the layout owns, or what is gone. Follows edits. */
  path: z.optional(shortText),
  /** Where that lay when the thread was begun. */
  at: z.optional(z.strictObject({ start: bytesSchema, size: bytesSchema })),
  /** What it was called then: `sp1`, `step t2`; of what is gone, its last name, by which it is found again. */
  what: z.optional(shortText),
  /** What it was about has been taken out of the layout. */
  gone: z.optional(z.boolean()),
  /** The oldest first. */
  comments: z.array(commentSchema).check(z.minLength(1), z.maxLength(1024)),
});

/** A finding that a reviewer has ticked: known, and let pass for a reason. */
export const waiverSchema = z.strictObject({
  /** Code of the finding. */
  code: shortText,
  /** Where it was found; absent: it has no place. Follows edits. */
  path: z.optional(shortText),
  /** What that is called; of what is gone, by which it is found again. */
  what: z.optional(shortText),
  /** What it was about has been taken out of the layout: it lets nothing pass. */
  gone: z.optional(z.boolean()),
  reason: z.string().check(z.minLength(1), z.maxLength(1024)),
  by: z.optional(shortText),
  time: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))),
});

export const reviewSchema = z.strictObject({ threads: list(threadSchema, 1024), waivers: list(waiverSchema, 1024) });

export type Review = z.output<typeof reviewSchema>;
export type Thread = z.output<typeof threadSchema>;
export type ReviewComment = z.output<typeof commentSchema>;
export type Waiver = z.output<typeof waiverSchema>;
