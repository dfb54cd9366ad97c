import { CallFailure } from '../client/planner';
import { addr, type Addr } from '../core/base/addr';
import { range, type Range } from '../core/base/range';
import type { LayoutDocument } from '../core/document/schema';
import type { AddressExplanation } from '../core/explain/explanation';
import type { Workspace } from './workspace.svelte';

/** The address that the reason panel explains, and what the planner says of it. Kept while other pages are looked at. */
export class Explaining {
  readonly #workspace: Workspace;
  #isOpen = $state.raw(false);
  #at = $state.raw<Addr>();
  #answer = $state.raw<{ readonly document: LayoutDocument; readonly explanation: AddressExplanation }>();
  #hasFailed = $state.raw(false);

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The planner stopped because of a bug; the same question would fail again. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** The address in what is selected that is asked about: one that was asked for, the moving mark, else the first. */
  addressIn(selected: Range): Addr {
    const isIn = (at: Addr | undefined): at is Addr => at !== undefined && at >= selected.start && at < selected.end;
    const { moving } = this.#workspace.marks;
    return isIn(this.#at) ? this.#at : isIn(moving) ? moving : selected.start;
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
    this.#at = undefined;
  }

  /** Explains an address that lies in what is selected. */
  ask(at: Addr): void {
    this.#at = at;
    this.#isOpen = true;
  }

  /** Keeps to an address while an edit changes what lies there, whatever becomes of what was selected. */
  keepTo(at: Addr): void {
    this.ask(at);
    this.#workspace.selection.select({ range: range(at, addr(at + 1)) });
  }

  /** What was said of an address, of the layout before while the new one is looked at. */
  explanationOf(address: Addr): AddressExplanation | undefined {
    const { explanation } = this.#answer ?? {};
    return explanation?.address === address ? explanation : undefined;
  }

  /** The answer is of the layout on screen. */
  get isCurrent(): boolean {
    return this.#answer?.document === this.#workspace.history.current;
  }

  /** Asks the planner until the returned function is called. Reads state: called in an effect, it follows it. */
  watch(address: Addr): () => void {
    const { history, planner, placing } = this.#workspace;
    const document = history.current;
    const stop = new AbortController();
    if (placing.moving || history.inBurst) return () => undefined;
    this.#hasFailed = false;
    planner.call('explain', { document, address }, { signal: stop.signal }).then(
      (explanation) => (this.#answer = { document, explanation }),
      (failure: unknown) => {
        if (!(failure instanceof CallFailure)) throw failure;
        if (failure.reason === 'crashed' || failure.reason === 'died') this.#hasFailed = true;
      },
    );
    return () => stop.abort();
  }
}

const known = new WeakMap<Workspace, Explaining>();

/** The one of a workspace. */
export function explainingOf(workspace: Workspace): Explaining {
  const explaining = known.get(workspace) ?? new Explaining(workspace);
  known.set(workspace, explaining);
  return explaining;
}
