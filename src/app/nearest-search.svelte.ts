import { CallFailure, type Planner } from '../client/planner';
import { err, type Result } from '../core/base/result';
import type { Diagnostic } from '../core/lint/diagnostic';
import type { PlaceQuestion } from '../core/plan/nearest-place';

/** What the planner says about refused places, the latest of each placement. */
export class NearestSearch {
  readonly #planner: Planner;
  #answer = $state.raw<{ readonly key: string; readonly nearest: Result<number, Diagnostic> }>();
  /** The newest question; an answer to an older one may still come, and is as good as none. */
  #asked: PlaceQuestion | undefined;

  constructor(planner: Planner) {
    this.#planner = planner;
  }

  /** The latest answer for a placement; one for a place a moment ago is still one that works. */
  answerFor(key: string): Result<number, Diagnostic> | undefined {
    return this.#answer?.key === key ? this.#answer.nearest : undefined;
  }

  /** Asks, once for each layout. True if the answer has come and no newer question was asked meanwhile. */
  async ask(key: string, question: PlaceQuestion): Promise<boolean> {
    if (this.#asked?.document === question.document) return false;
    this.#asked = question;
    try {
      this.#answer = { key, nearest: await this.#planner.call('place', question) };
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      if (failure.reason === 'crashed') this.#answer = { key, nearest: err(UNANSWERED) };
    }
    return this.#asked === question;
  }
}

const UNANSWERED: Diagnostic = {
  code: 'planner/unanswered',
  severity: 'error',
  what: 'The nearest place could not be found.',
  where: 'The device-memory window.',
  why: 'The planner stopped because of a bug in physmap.',
  works: 'Another place, or Escape to take the move back.',
};
