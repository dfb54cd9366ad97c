import type { Planner } from '../client/planner';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import type { Timeline } from '../core/space/timeline';
import type { Instant } from '../core/timeline/instant';
import type { Errands } from './errands.svelte';
import type { DocumentHistory } from './history.svelte';
import { NOT_FETCHED } from './not-fetched';
import type { Notices } from './notices.svelte';
import type { Page } from './page';
import type { PlanState, Shown } from './plans.svelte';
import { followedPath } from './selection-follow';

/** While it plays, a step comes so often. */
export const STEP_MS = 900;

interface Surroundings {
  readonly history: DocumentHistory;
  readonly plans: PlanState;
  readonly planner: Planner;
  readonly errands: Errands;
  readonly notices: Notices;
  readonly nextFrame: Page['nextFrame'];
}

/** Which moment of the timeline is looked at. A moment is the number of steps that have happened; 0 is boot. */
export class TimelineState {
  readonly #in: Surroundings;
  /** Steps by number, or true to time. */
  axis = $state.raw<'steps' | 'clock'>('steps');
  #moment: number | undefined;
  /** Another one when views are to follow the moment, though what there is by then has not come. */
  #told = $state.raw({});
  #willTell = false;
  /** Views show the moment without what there is by then. */
  #isAhead = false;
  #isExpanded = $state.raw(false);
  #timer = $state.raw<ReturnType<typeof setInterval>>();
  #layouts = 1;
  /** Views follow the moment together with what there is by then: they draw once, and not once more before that. */
  readonly #followed = $derived.by(() => {
    void [this.#told, this.#in.plans.instant];
    return this.#moment;
  });
  /** Derived, since a plan at another moment has the same timeline: whatever draws it has nothing to do then. */
  readonly #current = $derived.by(() => this.#in.plans.current?.timeline);
  /** One for all moments, so that while they are passed quickly each that comes is shown. */
  readonly #lens = (plan: Plan, isWanted: () => boolean): Promise<Shown | undefined> => this.#shown(plan, isWanted);

  constructor(surroundings: Surroundings) {
    this.#in = surroundings;
  }

  /** Of the plan on screen; absent without steps, and where QEMU refuses to start. */
  get current(): Timeline | undefined {
    return this.#current;
  }

  /** Of the newest layout. */
  get steps(): number {
    return this.#in.history.current.events.length;
  }

  /** Undefined: nobody looks at a moment, the map shows boot, and all problems are listed. */
  get moment(): number | undefined {
    void this.#followed;
    return this.#moment;
  }

  /** What is on screen, in full: that of the moment before while the next is on its way. */
  get instant(): Instant | undefined {
    return this.moment === undefined ? undefined : this.#in.plans.instant;
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** Address by time is in the map's place. */
  get isExpanded(): boolean {
    return this.#isExpanded;
  }

  expand(yes: boolean): void {
    this.#isExpanded = yes;
  }

  /** Looks at a moment, the nearest there is; undefined: at none any more. */
  goTo(moment: number | undefined): void {
    const { plans, errands } = this.#in;
    const wasLooking = this.#moment !== undefined;
    this.#moment =
      moment === undefined || this.steps === 0 ? undefined : Math.max(0, Math.min(Math.round(moment), this.steps));
    if (this.#moment === undefined) this.#stop();
    if (wasLooking && this.#moment !== undefined && !this.#isAhead) this.#tellSoon();
    else this.#tell();
    void errands.run(plans.lookThrough(this.#moment === undefined ? undefined : this.#lens));
  }

  step(by: number): void {
    this.goTo((this.#moment ?? 0) + by);
  }

  first(): void {
    this.goTo(0);
  }

  last(): void {
    this.goTo(this.steps);
  }

  /** Plays from here to the last step, or from boot if that is where we are; or stops. */
  togglePlay(): void {
    if (this.isPlaying) this.#stop();
    else if (this.steps > 0) {
      if ((this.#moment ?? this.steps) === this.steps) this.first();
      this.#timer = setInterval(() => {
        this.step(1);
        if (this.#moment === this.steps) this.#stop();
      }, STEP_MS);
    }
  }

  /** Goes back by one: stops playing, leaves the moment, closes address by time. */
  leave(): void {
    if (this.isPlaying) this.#stop();
    else if (this.#moment === undefined) this.#isExpanded = false;
    else this.goTo(undefined);
  }

  /** Keeps to the step that is looked at when steps come, go or change places; another layout is looked at from boot. */
  followDocument(before: LayoutDocument, after: LayoutDocument): void {
    const { layouts } = this.#in.history;
    const isOther = layouts !== this.#layouts;
    this.#layouts = layouts;
    if (this.#moment === undefined) return;
    const path = followedPath(`events.${this.#moment - 1}`, before, after);
    const moment = path === undefined ? this.#moment : Number(path.split('.')[1]) + 1;
    this.#moment = isOther || after.events.length === 0 ? undefined : Math.min(moment, after.events.length);
    if (this.#moment === undefined) this.goTo(undefined);
    else this.#tell();
  }

  #tell(): void {
    this.#told = {};
  }

  /** In the next frame, if what there is by then has not come. */
  #tellSoon(): void {
    if (this.#willTell) return;
    this.#willTell = true;
    this.#in.nextFrame(() => {
      this.#willTell = false;
      if (this.#in.plans.instant?.moment === this.#moment) return;
      this.#isAhead = true;
      this.#tell();
    });
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #shown(plan: Plan, isWanted: () => boolean): Promise<Shown | undefined> {
    const { history, planner, notices } = this.#in;
    const { shownAt } = await import('./moments').catch(() => {
      notices.add(NOT_FETCHED);
      return { shownAt: undefined };
    });
    // Of two questions the planner answers the later one: that must not be the one of the older plan.
    if (!isWanted()) return undefined;
    const moment = this.#moment;
    if (shownAt === undefined || moment === undefined) return { plan };
    const isNewest = (): boolean => history.revision === plan.revision;
    const shown = await shownAt({ planner, document: history.current, plan, moment, isNewest });
    this.#isAhead = false;
    return shown;
  }
}
