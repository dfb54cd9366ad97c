import { deltaOf } from '../core/base/delta';
import type { Reply } from './protocol';

/**
 * Plans and moments as they cross to the page: each as what makes it of the one before. A plan of a thousand devices is tens of
 * thousands of objects, which the page would be still for while it takes them in, and most edits and steps change few of them.
 */
export class PlanDeltas {
  readonly #last = new Map<'plan' | 'instant', unknown>();

  /** The reply as it crosses. */
  packed(reply: Reply): Reply {
    if (!('answer' in reply) || reply.answer === null) return reply;
    const { id, answer } = reply;
    const of = 'snapshots' in answer ? 'plan' : 'moment' in answer ? 'instant' : undefined;
    if (of === undefined) return reply;
    const delta = deltaOf(this.#last.get(of), answer);
    this.#last.set(of, answer);
    return of === 'plan' ? { id, delta } : { id, delta, of };
  }
}
