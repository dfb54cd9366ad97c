/** How the partitioner answers its messages. Knows nothing of workers, so that it can be tested as it is. */
import { CAN_WAIT, isInSteps, LATEST_WINS, type Answers, type Outcome, type StepOf } from './answers';
import { KeptSteps } from './kept-steps';
import type { CallName, Calls, Cancel, Reply, Request } from './protocol';

export interface Surroundings {
  /** Sends a reply; the buffers are handed over, not copied. */
  post(reply: Reply, transfer: readonly ArrayBuffer[]): void;
  /** Runs something after the messages that have already arrived were taken in. */
  defer(run: () => void): void;
  /** Milliseconds from any origin. */
  now(): number;
}

/** So long may a call keep others from being answered. */
const SLICE_MS = 24;

type Answer = Calls[CallName]['answer'];
type Asked<N extends CallName> = { readonly call: N; readonly ask: Calls[N]['ask'] };

/** Takes requests in; of several plans, and of several searches of a kind, computes the newest only. Searches wait for all else. */
export class Desk {
  readonly #answers: Answers;
  readonly #surroundings: Surroundings;
  readonly #prepareNext: ((call: CallName) => void) | undefined;
  #inbox: readonly Request[] = [];
  #isDue = false;
  readonly #steps = new KeptSteps();
  /** Calls that were begun and are still wanted. */
  readonly #wanted = new Map<number, CallName>();

  /** @param prepareNext runs after a call was answered, if nothing else is waiting */
  constructor(answers: Answers, surroundings: Surroundings, prepareNext?: (call: CallName) => void) {
    this.#answers = answers;
    this.#surroundings = surroundings;
    this.#prepareNext = prepareNext;
  }

  receive(request: Request | Cancel): void {
    if ('cancel' in request) {
      this.#wanted.delete(request.cancel);
      this.#inbox = this.#inbox.filter(({ id }) => id !== request.cancel);
      return;
    }
    const whole = this.#steps.whole(request);
    if (whole === undefined) {
      this.#surroundings.post({ id: request.id, unknown: true }, []);
      return;
    }
    this.#inbox = [...this.#inbox, whole];
    this.#schedule();
  }

  /** Runs the planner once for nothing, since its first run is many times slower; not if somebody is waiting already. */
  warm(ask: Calls['plan']['ask']): void {
    this.#surroundings.defer(() => {
      if (this.#inbox.length > 0) return;
      try {
        this.#answers.plan(ask);
      } catch {
        // The same bug will show, and be reported, when the answer is wanted.
      }
    });
  }

  #schedule(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#surroundings.defer(() => this.#work());
  }

  #work(): void {
    this.#isDue = false;
    LATEST_WINS.forEach((call) => this.#dropOlder(call));
    const request = this.#inbox.find(({ call }) => !CAN_WAIT.has(call)) ?? this.#inbox[0];
    if (request === undefined) return;
    const rest = this.#inbox.filter((other) => other !== request);
    this.#inbox = rest;
    void this.#answer(request);
    if (rest.length > 0) this.#schedule();
  }

  #dropOlder(kind: CallName): void {
    const newest = this.#inbox.findLast(({ call }) => call === kind);
    if (newest === undefined) return;
    for (const [id, call] of this.#wanted) if (call === kind) this.#supersede(id);
    const isOld = (request: Request): boolean => request.call === kind && request !== newest;
    for (const { id } of this.#inbox.filter(isOld)) this.#supersede(id);
    this.#inbox = this.#inbox.filter((request) => !isOld(request));
  }

  /** What is being worked on ends at its next step. */
  #supersede(id: number): void {
    this.#wanted.delete(id);
    this.#surroundings.post({ id, superseded: true }, []);
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    try {
      const answer = await this.#answerTo(request);
      // Whoever cancelled a call, or asked anew, has been told so already.
      if (answer !== undefined)
        this.#surroundings.post({ id, ...this.#steps.packed(request, answer) }, buffersOf(answer));
      this.#surroundings.defer(() => this.#prepare(request.call));
    } catch (bug) {
      const { message, stack = '' } = bug instanceof Error ? bug : new Error(String(bug));
      this.#surroundings.post({ id, crash: { message, stack } }, []);
    }
  }

  #prepare(after: CallName): void {
    if (this.#inbox.length > 0) return;
    try {
      this.#prepareNext?.(after);
    } catch {
      // The same bug will show, and be reported, when the answer is wanted.
    }
  }

  /** Nothing once the call was cancelled. */
  async #answerTo(request: Request): Promise<Answer | undefined> {
    const { id } = request;
    this.#wanted.set(id, request.call);
    try {
      const outcome = await this.#begin(request);
      if (isInSteps(outcome)) return await this.#inSlices(id, outcome);
      return this.#wanted.has(id) ? outcome : undefined;
    } finally {
      this.#wanted.delete(id);
    }
  }

  #begin<N extends CallName>({ call, ask }: Asked<N>): Outcome<N> | Promise<Outcome<N>> {
    return this.#answers[call](ask);
  }

  /** Works for a while, says how far it is, lets others in, and goes on. */
  async #inSlices<A extends Answer>(id: number, steps: Generator<StepOf<A>, A>): Promise<A | undefined> {
    while (this.#wanted.has(id)) {
      const until = this.#surroundings.now() + SLICE_MS;
      let step = this.#next(id, steps);
      while (step.done !== true && this.#surroundings.now() < until) step = this.#next(id, steps);
      if (step.done === true) return step.value;
      if (typeof step.value === 'number') this.#surroundings.post({ id, progress: step.value }, []);
      await new Promise<void>((resolve) => this.#surroundings.defer(resolve));
    }
    return undefined;
  }

  #next<A extends Answer>(id: number, steps: Generator<StepOf<A>, A>): IteratorResult<StepOf<A>, A> {
    const step = steps.next();
    if (step.done !== true && typeof step.value !== 'number') {
      this.#surroundings.post({ id, early: step.value.early }, []);
    }
    return step;
  }
}

/** The buffer of an exported binary file. A plan's tables are copied: the planner may keep them for the next plan. */
function buffersOf(answer: Answer): readonly ArrayBuffer[] {
  if (
    answer === null ||
    !('ok' in answer) ||
    !answer.ok ||
    typeof answer.value === 'number' ||
    !('content' in answer.value)
  )
    return [];
  const { content } = answer.value;
  return typeof content !== 'string' && content.buffer instanceof ArrayBuffer ? [content.buffer] : [];
}
