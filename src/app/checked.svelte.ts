import { untrack } from 'svelte';
import { CallFailure, type Calls } from '../client/planner';
import type { Capture } from '../core/capture/capture';
import type { CheckOnPage } from '../core/capture/check-on-page';
import type { Plan } from '../core/plan/plan';
import type { Workspace } from './workspace.svelte';

/** What comes of holding the capture against the plan on screen. A long capture takes the planner a while. */
export class Checked {
  readonly #workspace: Workspace;
  #answer = $state.raw<{ readonly capture: Capture; readonly plan: Plan; readonly check: CheckOnPage }>();
  #hasFailed = $state.raw(false);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Of the plan before while the new one is looked at; none until the planner has answered for this capture. */
  get current(): CheckOnPage | undefined {
    const answer = this.#answer;
    return answer !== undefined && answer.capture === this.#workspace.captured.current ? answer.check : undefined;
  }

  /** The planner stopped because of a bug; the same question would fail again. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Asks the planner until the returned function is called. Reads state: called in an effect, it follows it. */
  follow(): () => void {
    const { captured, errands, placing, plans } = this.#workspace;
    const [capture, plan, number] = [captured.current, plans.current, captured.number];
    // Whoever drags looks at the map.
    if (capture === undefined || plan === undefined || placing.moving) return () => undefined;
    const answered = untrack(() => this.#answer);
    if (answered?.capture === capture && answered.plan === plan) return () => undefined;
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const check = await this.#check(capture, plan, number, stop.signal);
        if (check === null || stop.signal.aborted) return;
        this.#answer = { capture, plan, check };
        this.#hasFailed = false;
      } catch (failure) {
        if (!(failure instanceof CallFailure)) throw failure;
        if (failure.reason === 'crashed' || failure.reason === 'died') this.#hasFailed = true;
      }
    };
    void errands.run(ask());
    return () => stop.abort();
  }

  /** The capture itself is sent only where the planner does not have it yet. */
  async #check(capture: Capture, plan: Plan, number: number, signal: AbortSignal): Promise<Calls['check']['answer']> {
    const { verdict, boot, snapshots } = plan;
    const ask = { plan: { verdict, boot, snapshots }, number };
    const { planner } = this.#workspace;
    return (await planner.call('check', ask, { signal })) ?? planner.call('check', { ...ask, capture }, { signal });
  }
}
