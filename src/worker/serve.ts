/** How the partitioner answers its messages. Knows nothing of workers, so that it can be tested as it is. */
import type { Calls, Cancel, Reply, Request } from './protocol';

/** What the partitioner can compute. All but plans is loaded when it is first asked for; plans never wait for that. */
export interface Answers {
  plan(ask: Calls['plan']['ask']): Calls['plan']['answer'];
  place(ask: Calls['place']['ask']): Calls['place']['answer'] | Promise<Calls['place']['answer']>;
  /** In steps, each of which gives how much is done, 0 to 1; other requests are answered in between. */
  import(ask: Calls['import']['ask']): Promise<Generator<number, Calls['import']['answer']>>;
  export(ask: Calls['export']['ask']): Promise<Calls['export']['answer']>;
}

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

/** Calls of which only the newest counts. */
const LATEST_WINS = ['plan', 'place'] as const;

type Answer = Calls[Request['call']]['answer'];

/** Takes requests in; of several plans, and of several searches for a place, computes the newest only. Searches wait for all else. */
export class Desk {
  readonly #answers: Answers;
  readonly #surroundings: Surroundings;
  #inbox: readonly Request[] = [];
  #isDue = false;
  /** Calls that are answered in slices and still wanted. */
  readonly #wanted = new Set<number>();

  constructor(answers: Answers, surroundings: Surroundings) {
    this.#answers = answers;
    this.#surroundings = surroundings;
  }

  receive(request: Request | Cancel): void {
    if ('cancel' in request) {
      this.#wanted.delete(request.cancel);
      this.#inbox = this.#inbox.filter(({ id }) => id !== request.cancel);
      return;
    }
    this.#inbox = [...this.#inbox, request];
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
    const request = this.#inbox.find(({ call }) => call !== 'place') ?? this.#inbox[0];
    if (request === undefined) return;
    const rest = this.#inbox.filter((other) => other !== request);
    this.#inbox = rest;
    void this.#answer(request);
    if (rest.length > 0) this.#schedule();
  }

  #dropOlder(kind: (typeof LATEST_WINS)[number]): void {
    const newest = this.#inbox.findLast(({ call }) => call === kind);
    const isOld = (request: Request): boolean => request.call === kind && request !== newest;
    for (const { id } of this.#inbox.filter(isOld)) this.#surroundings.post({ id, superseded: true }, []);
    this.#inbox = this.#inbox.filter((request) => !isOld(request));
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    try {
      const answer = await this.#answerTo(request);
      // Whoever cancelled a call has been told so already.
      if (answer !== undefined) this.#surroundings.post({ id, answer }, buffersOf(answer));
    } catch (bug) {
      const { message, stack = '' } = bug instanceof Error ? bug : new Error(String(bug));
      this.#surroundings.post({ id, crash: { message, stack } }, []);
    }
  }

  #answerTo(request: Request): Answer | Promise<Answer | undefined> {
    switch (request.call) {
      case 'plan':
        return this.#answers.plan(request.ask);
      case 'place':
        return this.#answers.place(request.ask);
      case 'import':
        return this.#inSlices(request.id, this.#answers.import(request.ask));
      case 'export':
        return this.#answers.export(request.ask);
    }
  }

  /** Works for a while, says how far it is, lets others in, and goes on; nothing once the call was cancelled. */
  async #inSlices<A>(id: number, begun: Promise<Generator<number, A>>): Promise<A | undefined> {
    this.#wanted.add(id);
    try {
      const steps = await begun;
      while (this.#wanted.has(id)) {
        const until = this.#surroundings.now() + SLICE_MS;
        let step = steps.next();
        while (step.done !== true && this.#surroundings.now() < until) step = steps.next();
        if (step.done === true) return step.value;
        this.#surroundings.post({ id, progress: step.value }, []);
        await new Promise<void>((resolve) => this.#surroundings.defer(resolve));
      }
      return undefined;
    } finally {
      this.#wanted.delete(id);
    }
  }
}

/** The buffer of an exported binary file. A plan's tables are copied: the planner may keep them for the next plan. */
function buffersOf(answer: Answer): readonly ArrayBuffer[] {
  if (!('ok' in answer) || !answer.ok || typeof answer.value === 'number' || !('content' in answer.value)) return [];
  const { content } = answer.value;
  return typeof content !== 'string' && content.buffer instanceof ArrayBuffer ? [content.buffer] : [];
}
