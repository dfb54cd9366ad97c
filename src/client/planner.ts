/** The page's only door to the planner. */
import type { CallName, Calls, Held, Reply } from '../worker/protocol';

export type { CallName, Calls, Held, Reply };

/**
 * Why a call got no answer.
 * - `superseded`: a newer plan was asked for; its answer is the one that counts
 * - `cancelled`: somebody asked to stop
 * - `crashed`: the planner has a bug; the same question would fail again
 * - `died`: the worker stopped and was started anew; asking again may succeed
 * - `closed`: the planner is no longer there
 */
export type FailureReason = 'superseded' | 'cancelled' | 'crashed' | 'died' | 'closed';

/** What a call rejects with. */
export class CallFailure extends Error {
  readonly reason: FailureReason;
  /** For a report: where the bug showed. */
  readonly details: string;

  constructor(reason: FailureReason, message: string, details = '') {
    super(message);
    this.name = 'CallFailure';
    this.reason = reason;
    this.details = details;
  }
}

export const wasCancelled = (): CallFailure => new CallFailure('cancelled', 'the computation was cancelled');

export interface CallOptions {
  /** Told now and then how much is done, 0 to 1, by calls that take long. */
  readonly progress?: (done: number) => void;
  /** Told what can be shown already of an answer that takes long. */
  readonly early?: (answer: Calls[CallName]['answer']) => void;
  /** Ends this call alone: it rejects with `cancelled`. */
  readonly signal?: AbortSignal;
}

export interface Planner {
  /** Rejects with a `CallFailure`. What the caller can expect to go wrong is part of the answer. */
  call<N extends CallName>(call: N, ask: Calls[N]['ask'], options?: CallOptions): Promise<Calls[N]['answer']>;
  /** Stops what is being computed; every call that waits rejects with `cancelled`. */
  cancel(): void;
  dispose(): void;
}
