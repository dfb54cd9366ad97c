import { applyDelta } from '../core/base/delta';
import { MANY_STEPS } from '../worker/protocol';
import type { CallName, Calls, Cancel, Reply, Request } from '../worker/protocol';
import type { KnownSteps } from './known-steps';
import type { LayoutDocument } from '../core/document/schema';
import { CallFailure, wasCancelled, type CallOptions, type FailureReason, type Planner } from './planner';

/** What this needs of a `Worker`. */
export interface WorkerPort {
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(request: Request | Cancel): void;
  terminate(): void;
}

export interface WorkerPlannerOptions {
  /** Starts a worker; throws where the browser has none. */
  readonly start: () => WorkerPort;
  /** Takes over for good if no worker ever answers. */
  readonly fallback: () => Promise<Planner>;
  /** Told once for each death, after the worker was started anew. */
  readonly onDeath?: (details: string) => void;
  /** Milliseconds from any origin. */
  readonly now?: () => number;
}

interface Pending {
  readonly request: Request;
  readonly since: number;
  readonly options: CallOptions;
  resolve(answer: Calls[CallName]['answer']): void;
  reject(failure: CallFailure): void;
}

/** A plan that runs longer than this is stopped when a newer one is asked for. */
const OVERDUE_MS = 1000;
/** So many workers that die without an answer, and none that ever gave one, mean that workers do not work here. */
const STILLBIRTHS_TO_GIVE_UP = 2;

/** A planner in a worker. A worker that dies is replaced; the calls that it owed an answer reject with `died`. */
export class WorkerPlanner implements Planner {
  readonly #options: WorkerPlannerOptions;
  readonly #now: () => number;
  readonly #pending = new Map<number, Pending>();
  #worker: WorkerPort | undefined;
  #fallback: Promise<Planner> | undefined;
  #lastId = 0;
  /** Deaths of workers that never answered, in a row. */
  #stillbirths = 0;
  #hasAnswered = false;
  readonly #answered = new WeakSet<WorkerPort>();
  /** Of the worker that there is now. Fetched with the first layout that has very many steps. */
  #steps: KnownSteps | undefined;
  #makeSteps: (() => KnownSteps) | undefined;
  /** What is to be sent or was received, in order, while that is fetched. */
  #waiting: ((steps: KnownSteps | undefined) => void)[] = [];
  /** The last plan of that worker, and its last moment. */
  #last: { plan?: unknown; instant?: unknown } = {};
  #isClosed = false;

  constructor(options: WorkerPlannerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#start();
  }

  call<N extends CallName>(call: N, ask: Calls[N]['ask'], options: CallOptions = {}): Promise<Calls[N]['answer']> {
    if (this.#isClosed) return Promise.reject(new CallFailure('closed', 'the planner was closed'));
    if (options.signal?.aborted === true) return Promise.reject(wasCancelled());
    if (call === 'plan') this.#stopOverduePlan();
    if (this.#worker === undefined && this.#fallback === undefined) this.#start();
    this.#lastId += 1;
    const request = { id: this.#lastId, call, ask } as Request;
    return new Promise<Calls[CallName]['answer']>((resolve, reject) => {
      this.#pending.set(request.id, { request, since: this.#now(), options, resolve, reject });
      options.signal?.addEventListener('abort', () => this.#cancelOne(request.id), { once: true });
      this.#send(request);
    }) as Promise<Calls[N]['answer']>;
  }

  cancel(): void {
    if (this.#pending.size === 0) return;
    this.#rejectAll('cancelled', 'the computation was cancelled');
    if (this.#fallback === undefined) this.#start();
    else void this.#fallback.then((planner) => planner.cancel());
  }

  #cancelOne(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.reject(wasCancelled());
    // The planner that took over listens to the signal itself.
    if (this.#fallback === undefined) this.#worker?.postMessage({ cancel: id });
  }

  dispose(): void {
    this.#isClosed = true;
    this.#worker?.terminate();
    this.#worker = undefined;
    void this.#fallback?.then((planner) => planner.dispose());
    this.#rejectAll('closed', 'the planner was closed');
  }

  #start(): void {
    this.#worker?.terminate();
    this.#steps = this.#makeSteps?.();
    this.#waiting = [];
    this.#last = {};
    try {
      const worker = this.#options.start();
      this.#worker = worker;
      worker.onmessage = ({ data }) => this.#receive(worker, data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#died(worker, event.message || 'the worker could not be loaded');
      };
      worker.onmessageerror = () => this.#died(worker, 'a reply could not be read');
    } catch {
      this.#useFallback();
    }
  }

  #send(request: Request): void {
    const post = (steps: KnownSteps | undefined): void => this.#worker?.postMessage(steps?.packed(request) ?? request);
    if (this.#fallback !== undefined) void this.#ask(this.#fallback, request);
    else if (this.#waiting.length > 0 || hasManySteps(request)) {
      this.#withSteps((steps) => {
        if (this.#pending.has(request.id)) post(steps);
      });
    } else post(this.#steps);
  }

  /** @param run is given nothing where it cannot be fetched: steps can cross as they are */
  #withSteps(run: (steps: KnownSteps | undefined) => void): void {
    if (this.#steps !== undefined) run(this.#steps);
    else if (this.#waiting.push(run) === 1) void this.#fetchSteps();
  }

  async #fetchSteps(): Promise<void> {
    try {
      const { KnownSteps } = await import('./known-steps');
      this.#makeSteps = () => new KnownSteps();
      this.#steps ??= this.#makeSteps();
    } catch {
      // The next layout of that kind tries again.
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const run of waiting) run(this.#steps);
  }

  #receive(worker: WorkerPort, crossed: Reply): void {
    if (worker !== this.#worker) return;
    const reply = this.#whole(crossed);
    this.#answered.add(worker);
    this.#hasAnswered = true;
    this.#stillbirths = 0;
    const pending = this.#pending.get(reply.id);
    if ('progress' in reply || 'early' in reply) {
      // It is not stuck, and ends by itself once a newer one is asked for.
      if (pending !== undefined) this.#pending.set(reply.id, { ...pending, since: this.#now() });
      if ('progress' in reply) pending?.options.progress?.(reply.progress);
      else pending?.options.early?.(reply.early);
      return;
    }
    if ('unknown' in reply) {
      // Then it knows nothing, and is told all anew.
      this.#steps = this.#makeSteps?.();
      if (pending !== undefined) this.#send(pending.request);
      return;
    }
    if ('answer' in reply && reply.steps !== undefined) {
      const { answer, steps: fresh } = reply;
      this.#withSteps((steps) => {
        if (steps === undefined) pending?.reject(new CallFailure('died', 'a part of physmap could not be fetched'));
        else if (this.#pending.has(reply.id)) pending?.resolve(steps.whole(answer, fresh, pending.request));
        else steps.drop(fresh);
        this.#pending.delete(reply.id);
      });
      return;
    }
    this.#pending.delete(reply.id);
    if (pending === undefined) return;
    if ('answer' in reply) pending.resolve(reply.answer);
    else if ('crash' in reply) pending.reject(new CallFailure('crashed', reply.crash.message, reply.crash.stack));
    else pending.reject(new CallFailure('superseded', 'a newer plan was asked for'));
  }

  /** Those nobody waits for any more count too: the next one is told by them. */
  #whole(reply: Reply): Exclude<Reply, { readonly delta: unknown }> {
    if (!('delta' in reply)) return reply;
    const { id, delta, of = 'plan' } = reply;
    const answer = (this.#last[of] = applyDelta(this.#last[of], delta));
    return { id, answer: answer as Calls['plan' | 'instant']['answer'] };
  }

  #died(worker: WorkerPort, details: string): void {
    if (worker !== this.#worker) return;
    worker.terminate();
    this.#worker = undefined;
    if (!this.#hasAnswered) this.#stillbirths += 1;
    if (this.#stillbirths >= STILLBIRTHS_TO_GIVE_UP) {
      this.#useFallback();
      return;
    }
    // One that died at once would do so again: then the next call starts one, lest this go round for ever.
    if (this.#answered.has(worker)) this.#start();
    this.#options.onDeath?.(details);
    this.#rejectAll('died', details);
  }

  /** Calls that no worker answered are asked again where they can be. */
  #useFallback(): void {
    this.#worker = undefined;
    this.#fallback ??= this.#options.fallback();
    for (const { request } of [...this.#pending.values()]) this.#send(request);
  }

  async #ask(fallback: Promise<Planner>, request: Request): Promise<void> {
    try {
      const options = this.#pending.get(request.id)?.options;
      const answer = await (await fallback).call(request.call, request.ask, options);
      this.#pending.get(request.id)?.resolve(answer);
    } catch (failure) {
      const known = failure instanceof CallFailure ? failure : new CallFailure('closed', String(failure));
      this.#pending.get(request.id)?.reject(known);
    }
    this.#pending.delete(request.id);
  }

  /** A newer edit does not wait for a long computation whose outcome nobody needs any more. */
  #stopOverduePlan(): void {
    if (this.#fallback !== undefined) return;
    const plans = [...this.#pending.values()].filter(({ request }) => request.call === 'plan');
    if (!plans.some(({ since }) => this.#now() - since > OVERDUE_MS)) return;
    for (const { request, reject } of plans) {
      this.#pending.delete(request.id);
      reject(new CallFailure('superseded', 'a newer plan was asked for'));
    }
    this.#start();
    for (const { request } of this.#pending.values()) this.#send(request);
  }

  #rejectAll(reason: FailureReason, message: string): void {
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(new CallFailure(reason, message));
  }
}

const hasManySteps = ({ ask }: Request): boolean =>
  [ask, ...Object.values(ask ?? {})].some(
    (each) => ((each as Partial<LayoutDocument> | null)?.events?.length ?? 0) >= MANY_STEPS,
  );
