import { computePlan } from '../core/plan/compute';
import { answers, isInSteps, LATEST_WINS, type StepOf } from '../worker/answers';
import type { CallName, Calls } from '../worker/protocol';
import { CallFailure, wasCancelled, type CallOptions, type Planner } from './planner';

export { computePlan };

/** The planner on the page's own thread: for tests, and for browsers that cannot start the worker. */
export class InlinePlanner implements Planner {
  /** Raised to leave every call behind that has not begun. */
  #era = 0;
  /** Of calls of which only the newest counts, how often each was made. */
  readonly #asked = new Map<CallName, number>(LATEST_WINS.map((call) => [call, 0]));
  #isClosed = false;

  async call<N extends CallName>(
    call: N,
    ask: Calls[N]['ask'],
    options: CallOptions = {},
  ): Promise<Calls[N]['answer']> {
    const era = this.#era;
    const turn = this.#next(call);
    // The page gets to draw, and a burst of edits to end, before the thread is taken.
    await aTurn();
    const check = (): void => {
      if (this.#isClosed) throw new CallFailure('closed', 'the planner was closed');
      if (era !== this.#era || options.signal?.aborted === true) throw wasCancelled();
    };
    check();
    if (turn !== this.#asked.get(call)) throw new CallFailure('superseded', 'a newer one was asked for');
    try {
      const outcome = await answers[call](ask);
      const { progress, early } = options;
      return isInSteps(outcome) ? await inSlices(outcome, { progress, early, check }) : outcome;
    } catch (bug) {
      if (bug instanceof CallFailure) throw bug;
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

/** The page draws and takes input before the thread is taken again. */
const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** So long may the page stand still. */
const SLICE_MS = 24;

interface Asker {
  readonly progress: CallOptions['progress'];
  readonly early: CallOptions['early'];
  /** Throws once nobody waits for the answer any more. */
  check(): void;
}

async function inSlices<A extends Calls[CallName]['answer']>(
  steps: Generator<StepOf<A>, A>,
  { progress, early, check }: Asker,
): Promise<A> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    let step = steps.next();
    while (step.done !== true && typeof step.value === 'number' && performance.now() < until) step = steps.next();
    if (step.done === true) return step.value;
    if (typeof step.value === 'number') progress?.(step.value);
    else early?.(step.value.early);
    await aTurn();
    check();
  }
}
