import { CallFailure } from '../client/planner';
import type { LayoutDocument } from '../core/document/schema';
import type { DialectOutcome } from '../core/translate/compare-dialects';
import type { Workspace } from './workspace.svelte';

/** The layout in every dialect of specific-purpose memory, and the dialect that is looked at. Kept while other pages are open. */
export class InDialects {
  readonly #workspace: Workspace;
  #answer = $state.raw<{ readonly of: LayoutDocument; readonly outcomes: readonly DialectOutcome[] }>();
  #hasFailed = $state.raw(false);
  #chosen = $state.raw<string>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The planner stopped because of a bug; the same question would fail again. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Oldest first; of the layout before while the new one is looked at, none until the planner has answered. */
  get outcomes(): readonly DialectOutcome[] {
    return this.#answer?.outcomes ?? [];
  }

  get isCurrent(): boolean {
    return this.#answer?.of === this.#workspace.history.current;
  }

  get merged(): DialectOutcome | undefined {
    return this.outcomes.at(-1);
  }

  get own(): DialectOutcome | undefined {
    return this.outcomes.find(({ isOwn }) => isOwn);
  }

  /** What is looked at: what was chosen, else the layout's own dialect, else the last one in which nodes were marked. */
  get shown(): DialectOutcome | undefined {
    const { own, merged } = this;
    const other = own === merged ? undefined : own;
    return this.#of(this.#chosen) ?? other ?? this.outcomes.findLast(({ carrier }) => carrier === 'node');
  }

  /** Nobody has chosen, and the layout is in the merged form: that alone has nothing to stand beside. */
  get isFirstLook(): boolean {
    return this.#chosen === undefined && this.own !== undefined && this.own === this.merged;
  }

  choose(id: string): void {
    this.#chosen = id;
  }

  /** Says the layout in a dialect: one undo step. */
  open({ id, own: name, said }: DialectOutcome): void {
    const { history, notices } = this.#workspace;
    if (said === undefined) return;
    this.#chosen = id;
    const done = history.commit(said.edits);
    history.endMerge();
    if (!done.ok)
      notices.add({ severity: 'error', what: `Open in ${name}: ${done.error[0]?.message ?? 'nothing was changed'}` });
  }

  /** Asks the planner until the returned function is called. Reads state: called in an effect, it follows it. */
  follow(): () => void {
    const { errands, history, placing, planner } = this.#workspace;
    const document = history.current;
    const stop = new AbortController();
    if (placing.moving || history.inBurst || this.isCurrent) return () => undefined;
    this.#hasFailed = false;
    const ask = async (): Promise<void> => {
      try {
        const outcomes = await planner.call('dialects', { document }, { signal: stop.signal });
        this.#answer = { of: document, outcomes };
      } catch (failure) {
        if (!(failure instanceof CallFailure)) throw failure;
        if (failure.reason === 'crashed' || failure.reason === 'died') this.#hasFailed = true;
      }
    };
    void errands.run(ask());
    return () => stop.abort();
  }

  #of(id: string | undefined): DialectOutcome | undefined {
    return id === undefined ? undefined : this.outcomes.find(({ dialects }) => dialects.includes(id));
  }
}

const known = new WeakMap<Workspace, InDialects>();

/** The one of a workspace. */
export function inDialectsOf(workspace: Workspace): InDialects {
  const kept = known.get(workspace) ?? new InDialects(workspace);
  known.set(workspace, kept);
  return kept;
}
