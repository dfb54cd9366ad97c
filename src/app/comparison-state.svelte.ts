/** What comes of comparing, and what of it is looked at. Fetched with the view that shows it. */
import { untrack } from 'svelte';
import { CallFailure } from '../client/planner';
import type { Compared, Comparison, RangeChange, RangeChangeKind } from '../core/compare/comparison';
import type { LayoutDocument } from '../core/document/schema';
import type { Region } from '../core/space/region';
import type { Other } from './comparing.svelte';
import { sameThing, type Target } from './selection.svelte';
import type { Workspace } from './workspace.svelte';

/** How both layouts are shown. */
export type ComparedForm = 'side-by-side' | 'overlay' | 'text';

type SideName = 'before' | 'after';

/** Every kind of change, in the order of the filter. */
export const CHANGE_KINDS = [
  { id: 'resized', title: 'Resized' },
  { id: 'moved', title: 'Moved' },
  { id: 'added', title: 'Added' },
  { id: 'removed', title: 'Removed' },
  { id: 'retyped', title: 'Retyped' },
  { id: 'rebound', title: 'Rebound' },
  { id: 'unchanged', title: 'Unchanged' },
] as const satisfies readonly { readonly id: RangeChangeKind; readonly title: string }[];

function comparedWith({ document, machine }: Other, open: LayoutDocument, isOtherFirst: boolean): Compared {
  if (machine !== undefined) return { layout: open, machine, isMachineFirst: isOtherFirst };
  return isOtherFirst ? { before: document, after: open } : { before: open, after: document };
}

/** A range as all of the page knows it. */
const targetOf = ({ range, owner }: Region): Target => ({ range, ...(owner === undefined ? {} : { path: owner }) });

/** Two layouts held against each other: asked of the planner anew whenever one of them changes, the latest answer counts. */
export class ComparisonState {
  readonly #workspace: Workspace;
  #answer = $state.raw<{ readonly comparison: Comparison; readonly ms: number }>();
  #hasFailed = $state.raw(false);
  #hidden = $state.raw<ReadonlySet<RangeChangeKind>>(new Set());
  /** What is selected, or pointed at, where the layout on screen does not have it. */
  #selectedElsewhere = $state.raw<string>();
  #hoveredElsewhere = $state.raw<string>();
  form = $state.raw<ComparedForm>('side-by-side');

  readonly counts = $derived.by(() => {
    const counts = new Map<RangeChangeKind, number>();
    for (const { kinds } of this.current?.ranges ?? []) {
      for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  });
  /** Of the kinds that are wanted. */
  readonly shown = $derived.by(() => this.current?.ranges.filter((each) => this.shows(each)) ?? []);
  readonly selected = $derived.by(() => this.#find(this.#workspace.selection.selected, this.#selectedElsewhere));
  readonly hovered = $derived.by(() => this.#find(this.#workspace.selection.hovered, this.#hoveredElsewhere));

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Of the layouts before while new ones are compared. */
  get current(): Comparison | undefined {
    return this.#answer?.comparison;
  }

  get elapsedMs(): number | undefined {
    return this.#answer?.ms;
  }

  /** The planner stopped because of a bug; the same question would fail again. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** The side that is on screen and can be changed. */
  get openSide(): SideName {
    return this.#workspace.comparing.isOtherFirst ? 'after' : 'before';
  }

  shows({ kinds }: RangeChange): boolean {
    return kinds.some((kind) => !this.#hidden.has(kind));
  }

  isHidden(kind: RangeChangeKind): boolean {
    return this.#hidden.has(kind);
  }

  show(kind: RangeChangeKind, isShown: boolean): void {
    const next = new Set(this.#hidden);
    if (isShown) next.delete(kind);
    else next.add(kind);
    this.#hidden = next;
  }

  select(change: RangeChange | undefined): void {
    const open = change?.[this.openSide];
    this.#selectedElsewhere = open === undefined ? change?.id : undefined;
    this.#workspace.selection.select(open === undefined ? undefined : targetOf(open));
  }

  hover(change: RangeChange | undefined): void {
    const open = change?.[this.openSide];
    this.#hoveredElsewhere = open === undefined ? change?.id : undefined;
    this.#workspace.selection.hover(open === undefined ? undefined : targetOf(open));
  }

  /** Asks the planner until the returned function is called. Reads state: called in an effect, it follows it. */
  follow(): () => void {
    const { comparing, errands, history, placing, planner } = this.#workspace;
    const { other, isOtherFirst } = comparing;
    const open = history.current;
    if (other === undefined || placing.moving) return () => undefined;
    const compared = comparedWith(other, open, isOtherFirst);
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const start = performance.now();
      try {
        const comparison = await planner.call('compare', compared, { signal: stop.signal });
        if (stop.signal.aborted) return;
        this.#answer = { comparison, ms: performance.now() - start };
        this.#hasFailed = false;
      } catch (failure) {
        if (!(failure instanceof CallFailure)) throw failure;
        if (failure.reason === 'crashed' || failure.reason === 'died') this.#hasFailed = true;
      }
    };
    untrack(() => void errands.run(ask()));
    return () => stop.abort();
  }

  #find(target: Target | undefined, elsewhere: string | undefined): RangeChange | undefined {
    const ranges = this.current?.ranges ?? [];
    if (target === undefined) return ranges.find(({ id }) => id === elsewhere);
    const side = this.openSide;
    return ranges.find((each) => {
      const region = each[side];
      return region !== undefined && sameThing(target, targetOf(region));
    });
  }
}
