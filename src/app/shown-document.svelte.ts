import type { LayoutDocument } from '../core/document/schema';
import type { DocumentHistory } from './history.svelte';
import type { PlanState } from './plans.svelte';

/**
 * The document as panels show it beside the plan. It is the newest one, but while somebody types or drags it changes together with the
 * plan: what was typed is on screen already, the plan follows in a few milliseconds, and drawing every panel twice for that is what
 * would make it late. A plan that is late itself is not waited for.
 */
export class ShownDocument {
  #last: LayoutDocument;
  readonly #shown: LayoutDocument;

  constructor(history: DocumentHistory, plans: PlanState) {
    this.#last = history.current;
    this.#shown = $derived.by(() => {
      const newest = history.current;
      const waits = history.inBurst && plans.stale && !plans.late;
      if (!waits) this.#last = newest;
      return this.#last;
    });
  }

  get current(): LayoutDocument {
    return this.#shown;
  }
}
