import { untrack } from 'svelte';
import { CallFailure } from '../client/planner';
import type { LayoutDocument } from '../core/document/schema';
import type { FixSearch, FoundFix, Wanted } from '../core/fix/found-fix';
import type { Diagnostic, Fix } from '../core/lint/diagnostic';
import type { Workspace } from './workspace.svelte';

/** How far the search for ways out of one finding is. */
export type FixState =
  /** `done`: 0 to 1; 0 while others have their turn. */
  | { readonly is: 'searching'; readonly done: number }
  | { readonly is: 'found'; readonly search: FixSearch }
  | { readonly is: 'cancelled' }
  | { readonly is: 'failed'; readonly details: string };

/** What a search needs of the page. */
type Surroundings = Pick<Workspace, 'errands' | 'history' | 'placing' | 'planner' | 'plans'>;

/** A search that takes longer than this shows that it runs; while somebody types or drags, it begins this long after the last change. */
const LONG_AFTER_MS = 100;

const SEARCHING: FixState = { is: 'searching', done: 0 };
const CANCELLED: FixState = { is: 'cancelled' };
const NOTHING: ReadonlySet<FoundFix> = new Set();

/** A finding that QEMU prints: those are searched. */
type Printed = Diagnostic & { readonly qemu: string };
const isPrinted = (finding: Diagnostic): finding is Printed => finding.qemu !== undefined;
/** Several steps may be refused in the same words; of all else the words are enough. */
const stepOf = (path: Wanted['path']): Pick<Wanted, 'path'> => (path?.startsWith('events.') === true ? { path } : {});
const wantedOf = ({ code, qemu, path }: Printed): Wanted => ({ code, qemu, ...stepOf(path) });
const keyOf = ({ code, qemu = '', path }: Wanted): string => [code, qemu, stepOf(path).path ?? ''].join('\n');

/** What is known of one layout. */
interface Known {
  readonly document: LayoutDocument;
  readonly states: ReadonlyMap<string, FixState>;
}

/**
 * Ways out of what QEMU prints about the layout on screen: refusals first, one after the other, once for each layout and finding.
 * Nothing is asked of a layout whose plan is still to come or that is held by hand, and no answer outlives its layout.
 */
export class FixSearches {
  readonly #page: Surroundings;
  readonly #remembered = new WeakMap<LayoutDocument, Map<string, FixState>>();
  #known = $state.raw<Known>();
  #isLong = $state.raw(false);
  #pictured = $state.raw(NOTHING);
  #stop: AbortController | undefined;
  #watchers = 0;

  constructor(page: Surroundings) {
    this.#page = page;
  }

  /** Undefined for a finding that is not searched, or of another layout than the one on screen. */
  stateOf(finding: Diagnostic): FixState | undefined {
    if (this.#known?.document !== this.#page.history.current || !isPrinted(finding)) return undefined;
    return this.#known.states.get(keyOf(finding));
  }

  /** The ways out that were found, smallest change first. */
  fixesFor(finding: Diagnostic): readonly FoundFix[] {
    const state = this.stateOf(finding);
    return state?.is === 'found' ? state.search.fixes : [];
  }

  /** A search has been running for over 100 ms. */
  get isLong(): boolean {
    return this.#isLong;
  }

  /** Those that stand in the picture with a button of their own, so that no list repeats it. */
  get pictured(): ReadonlySet<FoundFix> {
    return this.#pictured;
  }

  /** Says which fixes the picture shows, until the returned function is called. */
  picture(fixes: readonly FoundFix[]): () => void {
    const shown = new Set(fixes);
    this.#pictured = shown;
    return () => {
      if (this.#pictured === shown) this.#pictured = NOTHING;
    };
  }

  /** Keeps searching what is on screen until the returned function is called. Reads state: called in an effect, it follows it. */
  watch(): () => void {
    const { history, placing, plans } = this.#page;
    const { current: document, inBurst } = history;
    const { current: plan, stale } = plans;
    const waits = plan === undefined || stale || placing.moving;
    untrack(() => {
      this.#watchers += 1;
      if (this.#known?.document !== document) this.#leave();
      if (!waits) this.#begin(document, plan.diagnostics, inBurst);
    });
    return () => {
      this.#watchers -= 1;
      // Whoever watches next in the same turn goes on with what is under way.
      queueMicrotask(() => {
        if (this.#watchers === 0) this.#leave();
      });
    };
  }

  /** Ends the search; what was found so far stays. */
  cancel(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isLong = false;
    this.#change((states) => new Map([...states].map(([key, state]) => [key, isOpen(state) ? CANCELLED : state])));
  }

  /** Searches once more for what was cancelled or failed. */
  again(): void {
    const { history, plans } = this.#page;
    this.#change((states) => new Map([...states].filter(([, { is }]) => is === 'found')));
    if (plans.current !== undefined && !plans.stale) this.#begin(history.current, plans.current.diagnostics, false);
  }

  #leave(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#isLong = false;
    this.#known = undefined;
  }

  #begin(document: LayoutDocument, diagnostics: readonly Diagnostic[], inBurst: boolean): void {
    const states = new Map(
      this.#known?.document === document ? this.#known.states : (this.#remembered.get(document) ?? []),
    );
    const printed = diagnostics.filter(isPrinted);
    const open = [...printed.filter(isRefusal), ...printed.filter((finding) => !isRefusal(finding))].filter(
      (finding, index, all) =>
        !states.has(keyOf(finding)) && all.findIndex((other) => keyOf(other) === keyOf(finding)) === index,
    );
    for (const finding of open) states.set(keyOf(finding), SEARCHING);
    this.#known = { document, states };
    if (open.length === 0) return;
    const stop = new AbortController();
    this.#stop = stop;
    void this.#page.errands.run(this.#searchAll(document, open, stop.signal, inBurst));
  }

  async #searchAll(
    document: LayoutDocument,
    findings: readonly Printed[],
    signal: AbortSignal,
    inBurst: boolean,
  ): Promise<void> {
    if (inBurst) await pause(LONG_AFTER_MS, signal);
    const timer = setTimeout(() => {
      if (!signal.aborted) this.#isLong = true;
    }, LONG_AFTER_MS);
    for (const finding of findings) {
      if (signal.aborted) break;
      await this.#search(document, wantedOf(finding), signal, true);
    }
    clearTimeout(timer);
    if (!signal.aborted) this.#isLong = false;
  }

  async #search(document: LayoutDocument, finding: Wanted, signal: AbortSignal, mayAskAgain: boolean): Promise<void> {
    const key = keyOf(finding);
    const tell = (state: FixState): void => {
      if (!signal.aborted) this.#change((states) => new Map(states).set(key, state));
    };
    const progress = (done: number): void => tell({ is: 'searching', done });
    try {
      const search = await this.#page.planner.call('fixes', { document, finding }, { progress, signal });
      this.#remember(document, key, { is: 'found', search });
      tell({ is: 'found', search });
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      const { reason, message, details } = failure;
      if (reason === 'died' && mayAskAgain) await this.#search(document, finding, signal, false);
      else if (reason === 'crashed' || reason === 'died') {
        tell({ is: 'failed', details: `${message}\n${details}`.trim() });
      } else tell(CANCELLED);
    }
  }

  #remember(document: LayoutDocument, key: string, state: FixState): void {
    const states = this.#remembered.get(document) ?? new Map<string, FixState>();
    this.#remembered.set(document, states.set(key, state));
  }

  #change(change: (states: Known['states']) => Known['states']): void {
    if (this.#known !== undefined) this.#known = { ...this.#known, states: change(this.#known.states) };
  }
}

const isRefusal = ({ severity }: Diagnostic): boolean => severity === 'error';
const isOpen = ({ is }: FixState): boolean => is === 'searching';

/** Ends early where nobody waits any more. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

const searches = new WeakMap<Workspace, FixSearches>();

/** The searches of a page: the picture and the list of findings show the same ones. */
export function fixSearchesOf(workspace: Workspace): FixSearches {
  const kept = searches.get(workspace) ?? new FixSearches(workspace);
  searches.set(workspace, kept);
  return kept;
}

/** Carries out a fix: one undo step. What the layout refuses is told. */
export function carryOutFix({ history, notices }: Workspace, { title, edits }: Fix): void {
  const done = history.commit(edits);
  history.endMerge();
  if (!done.ok)
    notices.add({ severity: 'error', what: `${title}: ${done.error[0]?.message ?? 'nothing was changed'}` });
}
