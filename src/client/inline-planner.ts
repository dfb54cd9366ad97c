import { exportLayout } from '../core/codecs/export-layout';
import { importText } from '../core/codecs/importers';
import { computePlan } from '../core/plan/compute';
import { nearest } from '../core/plan/nearest-place';
import type { CallName, Calls } from '../worker/protocol';
import { CallFailure, type Planner } from './planner';

export { computePlan };

/** The planner on the page's own thread: for tests, and for browsers that cannot start the worker. */
export class InlinePlanner implements Planner {
  /** Raised to leave every call behind that has not begun. */
  #era = 0;
  /** Of calls of which only the newest counts, how often each was made. */
  readonly #asked = new Map<CallName, number>([
    ['plan', 0],
    ['place', 0],
  ]);
  #isClosed = false;

  async call<N extends CallName>(call: N, ask: Calls[N]['ask']): Promise<Calls[N]['answer']> {
    const era = this.#era;
    const turn = this.#next(call);
    // The page gets to draw, and a burst of edits to end, before the thread is taken.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.#isClosed) throw new CallFailure('closed', 'the planner was closed');
    if (era !== this.#era) throw new CallFailure('cancelled', 'the computation was cancelled');
    if (turn !== this.#asked.get(call)) throw new CallFailure('superseded', 'a newer one was asked for');
    try {
      return answers[call](ask);
    } catch (bug) {
      const { message, stack } = bug instanceof Error ? bug : new Error(String(bug));
      throw new CallFailure('crashed', message, stack);
    }
  }

  #next(call: CallName): number | undefined {
    const asked = this.#asked.get(call);
    if (asked === undefined) return undefined;
    this.#asked.set(call, asked + 1);
    return asked + 1;
  }

  cancel(): void {
    this.#era += 1;
  }

  dispose(): void {
    this.#isClosed = true;
  }
}

const answers: { readonly [N in CallName]: (ask: Calls[N]['ask']) => Calls[N]['answer'] } = {
  plan: ({ document, revision }) => computePlan(document, revision),
  place: nearest,
  import: ({ text }) => importText(text),
  export: ({ exporter, document }) => exportLayout(exporter, document),
};
