import { untrack } from 'svelte';
import type { Workspace } from '../../app/workspace.svelte';
import type { Instant } from '../../core/timeline/instant';

const STEP = /^events\.(\d+)(?:\.|$)/;

/** Why the selected step ended as it did: told with its moment, which is asked for where nobody looks at one. */
export class StepReason {
  readonly #workspace: Workspace;
  #told = $state.raw<Instant>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Undefined where no step is selected, and until its moment has come. */
  get of(): Pick<Instant, 'moment' | 'why' | 'sure'> | undefined {
    const moment = this.#moment;
    const { timeline, plans } = this.#workspace;
    const instant = timeline.instant ?? (this.#told?.revision === plans.current?.revision ? this.#told : undefined);
    return instant?.moment === moment ? instant : undefined;
  }

  /** The moment behind the selected step. */
  get #moment(): number | undefined {
    const index = STEP.exec(this.#workspace.selection.selected?.path ?? '')?.[1];
    return index === undefined ? undefined : Number(index) + 1;
  }

  /** Asks when another step is selected. Reads state: called in an effect, it follows it. */
  follow(): void {
    const moment = this.#moment;
    const { errands, plans, timeline } = this.#workspace;
    const revision = plans.current?.revision;
    // Whoever looks at a moment is told of that one; a second question would take its place.
    if (moment === undefined || revision === undefined || timeline.moment !== undefined) return;
    untrack(() => void errands.run(this.#ask(revision, moment)));
  }

  async #ask(revision: number, moment: number): Promise<void> {
    try {
      this.#told = (await this.#workspace.planner.call('instant', { revision, moment })) ?? undefined;
    } catch {
      // Another question took its place, or the planner says elsewhere what is wrong with it.
    }
  }
}
