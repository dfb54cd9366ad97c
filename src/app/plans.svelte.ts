import { CallFailure, type FailureReason, type Planner } from '../client/planner';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { Instant } from '../core/timeline/instant';
import { keepEqual } from './keep-equal';

/** A computation that takes longer than this shows that it runs. */
const BUSY_AFTER_MS = 100;

/** Why there is no plan of the newest revision. */
export interface PlanFailure {
  readonly reason: 'cancelled' | 'crashed';
  readonly what: string;
  readonly works: string;
  /** Text for a report: message and stack. */
  readonly details: string;
}

type PlanListener = (before: Plan | undefined, after: Plan) => void;

/** A plan as it is on screen, and the moment of its timeline that it was made to show. */
export interface Shown {
  readonly plan: Plan;
  readonly instant?: Instant;
}

/**
 * What is shown of a plan; undefined where something else is on its way.
 * @param isWanted whether it still is the newest plan, seen through this lens
 */
type Lens = (plan: Plan, isWanted: () => boolean) => Promise<Shown | undefined>;

/** The newest plan that the planner gave, and how the next one is coming along. */
export class PlanState {
  readonly #planner: Planner;
  readonly #revision: () => number;
  readonly #onplan: PlanListener;
  #current = $state.raw<Plan>();
  #instant = $state.raw<Instant>();
  /** As the planner gave it. */
  #newest: Plan | undefined;
  /** The newest plan, if its steps are still being carried out. */
  #early: Plan | undefined;
  #whole = $state.raw<Plan>();
  #lens: Lens | undefined;
  #failure = $state.raw<PlanFailure>();
  #busy = $state.raw(false);
  #elapsedMs = $state.raw<number>();
  #asked: { readonly document: LayoutDocument; readonly revision: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param revision the document's newest revision, to say whether the plan on screen is of an earlier one
   * @param onplan told of every plan, before anybody sees it
   */
  constructor(planner: Planner, revision: () => number, onplan: PlanListener = () => undefined) {
    this.#planner = planner;
    this.#revision = revision;
    this.#onplan = onplan;
  }

  /** The newest plan so far, until the first one undefined. */
  get current(): Plan | undefined {
    return this.#current;
  }

  /** The moment that the plan on screen shows; undefined where that is boot. */
  get instant(): Instant | undefined {
    return this.#instant;
  }

  /** The plan on screen as it is at boot, with what is to be said of all of its moments. */
  get whole(): Plan | undefined {
    return this.#whole;
  }

  /** Shows this plan and every later one through a lens, or as it is. Done when what is on screen has come through it. */
  async lookThrough(lens: Lens | undefined): Promise<void> {
    this.#lens = lens;
    if (this.#newest !== undefined) await this.#show(this.#newest);
  }

  /** A plan has been in the making for over 100 ms. */
  get busy(): boolean {
    return this.#busy;
  }

  /** What is shown belongs to an earlier edit. */
  get stale(): boolean {
    return this.#current !== undefined && this.#current.revision !== this.#revision();
  }

  /**
   * Whether what is shown should look like that: it is stale, and the next plan is long in coming or will not come. Staleness alone
   * lasts a few milliseconds at every edit, and a look that flickers costs more to paint than the edit itself.
   */
  get late(): boolean {
    return this.stale && (this.busy || this.failure !== undefined);
  }

  /** From question to answer of the plan on screen, in milliseconds. */
  get elapsedMs(): number | undefined {
    return this.#elapsedMs;
  }

  /** Why the newest revision has no plan; undefined while it has one or one is in the making. */
  get failure(): PlanFailure | undefined {
    return this.#failure;
  }

  /** Asks for the plan of a revision. Answers to earlier questions that arrive later are dropped. */
  ask(document: LayoutDocument, revision: number): void {
    this.#asked = { document, revision };
    this.#startTimer();
    void this.#run(document, revision, true);
  }

  /** Stops a long computation; the last plan stays on screen. */
  cancel(): void {
    this.#planner.cancel();
  }

  /** Asks once more for the revision that failed. */
  retry(): void {
    if (this.#asked !== undefined) this.ask(this.#asked.document, this.#asked.revision);
  }

  async #run(document: LayoutDocument, revision: number, mayAskAgain: boolean): Promise<void> {
    const startedAt = performance.now();
    try {
      const early = (plan: unknown): void => this.#takeEarly(plan as Plan);
      const plan = await this.#planner.call('plan', { document, revision }, { early });
      if (
        plan.revision > (this.#newest?.revision ?? -1) ||
        (this.#early !== undefined && this.#newest === this.#early && plan.revision === this.#early.revision)
      ) {
        const elapsedMs = performance.now() - startedAt;
        this.#early = undefined;
        this.#newest = keepEqual(this.#newest, plan);
        // Without a lens at once, and not a turn later.
        if (this.#lens === undefined) this.#put({ plan: this.#newest });
        else await this.#show(this.#newest);
        this.#elapsedMs = elapsedMs;
      }
      if (this.#isNewest(revision)) this.#settle(undefined);
    } catch (failure) {
      const reason = failure instanceof CallFailure ? failure.reason : 'crashed';
      if (!this.#isNewest(revision) || reason === 'superseded') return;
      if (reason === 'died' && mayAskAgain) await this.#run(document, revision, false);
      else this.#settle(explain(reason, failure));
    }
  }

  /** The first of very many steps: worth a look while there is no timeline that it would take away. */
  #takeEarly(plan: Plan): void {
    if (this.#newest?.timeline !== undefined || plan.revision <= (this.#newest?.revision ?? -1)) return;
    this.#newest = keepEqual(this.#newest, plan);
    this.#early = this.#newest;
    if (this.#lens === undefined) this.#put({ plan: this.#newest });
    else void this.#show(this.#newest);
  }

  async #show(newest: Plan): Promise<void> {
    const lens = this.#lens;
    const isWanted = (): boolean => lens === this.#lens && newest === this.#newest;
    const shown = lens === undefined ? { plan: newest } : await lens(newest, isWanted);
    if (shown !== undefined && isWanted()) this.#put(shown);
  }

  #put({ plan, instant }: Shown): void {
    const next = keepEqual(this.#current, plan);
    this.#onplan(this.#current, next);
    this.#current = next;
    this.#whole = this.#newest;
    this.#instant = instant;
  }

  #isNewest(revision: number): boolean {
    return this.#asked?.revision === revision;
  }

  #startTimer(): void {
    this.#timer ??= setTimeout(() => {
      this.#busy = true;
    }, BUSY_AFTER_MS);
  }

  #settle(failure: PlanFailure | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#busy = false;
    this.#failure = failure;
  }
}

function explain(reason: FailureReason, failure: unknown): PlanFailure | undefined {
  switch (reason) {
    case 'superseded':
    case 'closed':
      return undefined;
    case 'cancelled':
      return {
        reason: 'cancelled',
        what: 'The computation was cancelled; what is shown belongs to an earlier edit',
        works: 'Undo the last edit, change the layout, or compute again',
        details: '',
      };
    case 'crashed':
    case 'died':
      return {
        reason: 'crashed',
        what: 'The planner stopped at this layout because of a bug in physmap; the layout itself is safe',
        works: 'Undo the last edit and go on, save the layout, and report the bug with the details',
        details: report(failure),
      };
  }
}

function report(failure: unknown): string {
  if (failure instanceof CallFailure) return `${failure.message}\n${failure.details}`.trim();
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
