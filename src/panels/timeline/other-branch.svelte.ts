import { untrack } from 'svelte';
import { setAnswer } from '../../app/step-edits';
import type { Workspace } from '../../app/workspace.svelte';
import type { LayoutDocument } from '../../core/document/schema';
import type { Timeline } from '../../core/space/timeline';

/** A layout whose steps go otherwise from one of them on. */
interface Branch {
  readonly of: LayoutDocument;
  readonly step: number;
  readonly answer: 'agrees' | 'refuses';
  readonly timeline: Timeline;
}

/** Whoever passes by a step in less asks nothing: the whole layout goes to the planner with the question. */
const REST_MS = 250;
/** More steps than these are not carried out twice for the sake of a sentence. */
const MOST_STEPS = 2_000;

const rest = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, REST_MS);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
  });

/** The timeline as it would be if the guest gave the other answer: asked of the planner, never guessed. */
export class OtherBranch {
  readonly #workspace: Workspace;
  #branch = $state.raw<Branch>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Undefined until the planner has answered for this layout and step. */
  timelineFor(step: number, answer: 'agrees' | 'refuses'): Timeline | undefined {
    const branch = this.#branch;
    const isOfThis = branch?.of === this.#workspace.shown.current && branch.step === step && branch.answer === answer;
    return isOfThis ? branch.timeline : undefined;
  }

  /** Asks for another step or layout. Reads state: called in an effect, it follows it. The returned function ends the question. */
  follow(step: number, answer: 'agrees' | 'refuses'): () => void {
    const { errands, plans, planner, shown, timeline } = this.#workspace;
    const document = shown.current;
    const stop = new AbortController();
    if (document.events.length > MOST_STEPS) return () => stop.abort();
    if (plans.stale || timeline.isPlaying || this.timelineFor(step, answer) !== undefined) return () => stop.abort();
    const ask = async (): Promise<void> => {
      await rest(stop.signal);
      if (stop.signal.aborted) return;
      const { edits } = setAnswer(document, step - 1, answer);
      try {
        const other = await planner.call('otherwise', { document, edits }, { signal: stop.signal });
        if (other !== null) this.#branch = { of: document, step, answer, timeline: other };
      } catch {
        // Without an answer nothing is said of it; a bug of the planner is told where its plans are asked for.
      }
    };
    untrack(() => void errands.run(ask()));
    return () => stop.abort();
  }
}
