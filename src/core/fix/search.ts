/**
 * Best-first search over changes of a layout's settings. A layout in which the first thing that QEMU complains about is gone is
 * gone on from, so that several mistakes find a fix of several changes.
 */
import { applyEdit, type Edit } from '../document/edit';
import { removeDevice } from '../document/device-edits';
import type { LayoutDocument } from '../document/schema';
import { additions } from './additions';
import { withoutEdits } from './edit-lists';
import type { Wanted } from './found-fix';
import { numbersIn } from './hints';
import { Judge } from './judge';
import { firstInOrder, nearestNumbers, type Slice } from './numbers';
import { relevanceOf, type Tier } from './relevance';
import { settingsOf, type Setting } from './settings';
import { stepTo, type Step } from './step';
import { tryLayout, type Complaint, type Trial } from './trial';
import { valuesOf, versionsOf } from './values';

/** A way out: the changes, and what came of them. */
export interface WayOut {
  readonly steps: readonly Step[];
  readonly trial: Trial;
  readonly weight: number;
  /** QEMU's warnings that were not there before. */
  readonly newWarnings: readonly string[];
}

/** Something to try in a state. */
interface Move {
  readonly tier: Tier;
  readonly weight: number;
  readonly run: () => Slice<unknown>;
}

interface State {
  readonly trial: Trial;
  readonly steps: readonly Step[];
  readonly weight: number;
  /** What it will have cost once QEMU starts, as far as that can be guessed. */
  readonly estimate: number;
  readonly complaint: Complaint;
  /** Changes that mended its complaint and brought nothing else up. */
  mended: number;
}

/** Effort that a search may take: tries times entities that QEMU looks at. A layout of a few options counts as 20. */
const MOST_EFFORT = 13_000;
const [FEWEST_TRIES, MOST_TRIES] = [50, 420];
/** Once there is a way out, this part of the tries is all that better ones are worth. */
const PART_FOR_MORE = 0.45;
const MOST_CHANGES = 12;
/** Tries, and things, that the last resort may take. */
const MOST_TAKEN_AWAY = 80;
const MOST_WAYS = 10;
/** Ways that are so much dearer than the cheapest are not looked for. */
const DEARER = 2;
const DEARER_BY = 12;
/** Settings elsewhere are tried only where they are as cheap as an address. */
const CHEAP = 18;
/** Ways to mend one of several complaints that are enough. */
const ENOUGH = 3;
/** Values of one setting that mend a complaint and bring another one up, to go on from. */
const MOST_DETOURS = 2;

export class Search {
  readonly #judge: Judge;
  readonly #most: number;
  readonly #ways: WayOut[] = [];
  readonly #open: State[] = [];
  readonly #seen = new Set<string>();
  /** Steps that mended a complaint somewhere, by its key: elsewhere they come first. */
  readonly #mends = new Map<string, Step[]>();
  tried = 0;

  constructor(document: LayoutDocument, wanted: Wanted) {
    this.#judge = new Judge(document, wanted);
    const { backends, devices, objects, nodes, distances, hmat, options } = document;
    const lists = [backends, devices, objects, nodes, distances, hmat, options];
    const size = lists.reduce((sum, { length }) => sum + length, 0);
    this.#most = Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, Math.floor(MOST_EFFORT / Math.max(20, size))));
  }

  /** The ways out, cheapest first; none where the layout does not have that finding. */
  *run(): Slice<{ readonly ways: readonly WayOut[]; readonly complete: boolean }> {
    if (!this.#judge.hasWork) return { ways: [], complete: true };
    this.#reach(this.#judge.root, [], 0);
    while (this.#open.length > 0 && !this.#isSpent()) {
      this.#open.sort((a, b) => a.estimate - b.estimate);
      const state = this.#open.shift();
      if (state === undefined || state.weight > this.#bound()) break;
      if (state.steps.length < MOST_CHANGES) yield* this.#expand(state);
    }
    const complete = !this.#isSpent();
    if (this.#ways.length === 0) yield* this.#takeAway();
    const ways: WayOut[] = [];
    for (const way of this.#ways.toSorted(byWeight).slice(0, MOST_WAYS)) ways.push(yield* this.#needed(way));
    return { ways: ways.sort(byWeight), complete };
  }

  #isSpent(): boolean {
    return this.tried >= this.#most * (this.#ways.length > 0 ? PART_FOR_MORE : 1);
  }

  /** What a way may cost to be worth finding. */
  #bound(): number {
    const weights = this.#ways.map(({ weight }) => weight).sort((a, b) => a - b);
    const [cheapest] = weights;
    if (cheapest === undefined) return Infinity;
    return Math.min(cheapest * DEARER + DEARER_BY, weights[MOST_WAYS - 1] ?? Infinity);
  }

  *#try(document: LayoutDocument, edits: readonly Edit[]): Slice<Trial> {
    yield Math.min(0.99, this.tried / this.#most);
    this.tried += 1;
    return tryLayout(document, edits, { steps: this.#judge.looksAtSteps, known: this.#judge.root });
  }

  *#expand(state: State): Slice<void> {
    const { complaint, trial } = state;
    for (const step of this.#mends.get(complaint.key) ?? []) yield* this.#take(state, step);
    if (state.mended > 0) return;
    const numbers = numbersIn(complaint.words);
    const relevance = relevanceOf(trial.document, complaint);
    const settings = [...settingsOf(trial.document, trial.startup, relevance.wanted)].map((setting): Move => {
      const tier = relevance.tierOf(setting.leaf.path);
      return { tier, weight: setting.facts.weight, run: () => this.#change(state, setting, tier) };
    });
    const added = [...additions(trial.document, complaint, numbers)].map((step): Move => {
      return { tier: 3, weight: step.weight, run: () => this.#take(state, step) };
    });
    const moves = [...settings, ...added].sort((a, b) => b.tier - a.tier || a.weight - b.weight);
    const hasMore = state.steps.length > 0 || trial.refusals.length > 1;
    for (const [index, { tier, weight, run }] of moves.entries()) {
      // Where several things are wrong, a few ways to mend each are wanted, not all of them.
      const isNext = moves[index - 1]?.tier !== tier;
      if (hasMore && state.mended >= (isNext ? 1 : ENOUGH)) return;
      if (this.#isWorth(state, weight) && (tier > 0 || weight <= CHEAP)) yield* run();
    }
  }

  /**
   * The last resort: takes away what QEMU complains about, one thing after the other, until it starts. From where least is wrong.
   */
  *#takeAway(): Slice<void> {
    const start = [...this.#open, { trial: this.#judge.root, steps: [], weight: 0 }].sort(
      (a, b) => this.#judge.toMend(a.trial) - this.#judge.toMend(b.trial),
    )[0];
    if (start === undefined) return;
    let { trial, steps }: Pick<State, 'trial' | 'steps'> = start;
    const most = this.tried + Math.min(MOST_TAKEN_AWAY, this.#most);
    while (this.tried < most) {
      const next = yield* this.#without(trial, steps, most);
      if (next === undefined) return;
      [trial, steps] = [next.trial, next.steps];
      if (this.#judge.blocker(trial) !== undefined) continue;
      this.#reach(
        trial,
        steps,
        steps.reduce((sum, { weight }) => sum + weight, 0),
      );
      return;
    }
  }

  /** The layout without the first thing whose loss mends the complaint; one that brings something else up where there is no other. */
  *#without(trial: Trial, steps: readonly Step[], most: number): Slice<Pick<State, 'trial' | 'steps'> | undefined> {
    const complaint = this.#judge.blocker(trial);
    if (complaint === undefined) return undefined;
    const relevance = relevanceOf(trial.document, complaint);
    const { document } = trial;
    const all = [...settingsOf(document, trial.startup, relevance.wanted)]
      .filter(({ leaf }) => leaf.optional && leaf.value !== undefined)
      .map((setting) => ({ setting, tier: relevance.tierOf(setting.leaf.path), isItem: setting.leaf.kind === 'item' }))
      .filter(({ tier }) => tier > 0)
      .sort((a, b) => b.tier - a.tier || Number(b.isItem) - Number(a.isItem));
    let detour: Pick<State, 'trial' | 'steps'> | undefined;
    for (const { setting } of all) {
      if (this.tried >= most) break;
      const step = withBackend(document, setting, undefined, stepTo(document, setting, undefined, editsOf(steps)));
      const after = [...steps, step];
      const next = yield* this.#try(step.edits.reduce(applyEdit, document), editsOf(after));
      const mended = this.#judge.mends(trial, complaint, next);
      if (mended === 'well') return { trial: next, steps: after };
      if (mended === 'badly') detour ??= { trial: next, steps: after };
    }
    return detour;
  }

  #isWorth(state: State, weight: number): boolean {
    return !this.#isSpent() && state.weight + weight <= this.#bound();
  }

  /** Tries the values of one setting until one is the way out. */
  *#change(state: State, setting: Setting, tier: Tier): Slice<void> {
    const { trial, complaint } = state;
    const numbers = numbersIn(complaint.words);
    const before = editsOf(state.steps);
    const { leaf, facts } = setting;
    if ((leaf.kind === 'bytes' || leaf.kind === 'count') && facts.unit !== 'address') {
      const attempt = (value: number): Slice<number | undefined> => this.#attempt(state, setting, value);
      const found = yield* nearestNumbers(setting, trial, numbers, tier > 1, attempt);
      for (const value of found) yield* this.#take(state, stepTo(trial.document, setting, value, before));
      if (found.length > 0) return;
    }
    if (leaf.pattern === 'machine.version') {
      for (const versions of versionsOf(trial.document)) {
        const attempt = function* (this: Search, value: string): Slice<boolean> {
          return (yield* this.#attempt(state, setting, value)) !== undefined;
        }.bind(this);
        const version = yield* firstInOrder(versions, attempt);
        if (version !== undefined) yield* this.#take(state, stepTo(trial.document, setting, version, before));
      }
    }
    const isChanged = state.steps.some(({ key }) => key === stepTo(trial.document, setting, undefined, before).key);
    if (isChanged) return;
    let tries = 0;
    for (const value of valuesOf(setting, trial, numbers)) {
      const step = withBackend(trial.document, setting, value, stepTo(trial.document, setting, value, before));
      const mended = yield* this.#take(state, step);
      if (mended === 'well') return;
      // One value that leads elsewhere is worth going on from; its neighbours would lead there too.
      if (mended === 'badly' && (tries += 1) >= MOST_DETOURS) return;
    }
  }

  *#attempt(state: State, setting: Setting, value: unknown): Slice<number | undefined> {
    if (this.#isSpent()) return undefined;
    const edits = setting.edits(value);
    const document = edits.reduce(applyEdit, state.trial.document);
    const trial = yield* this.#try(document, [...editsOf(state.steps), ...edits]);
    // A number that brings something else up in place of the complaint is no step towards the right one.
    if (this.#judge.mends(state.trial, state.complaint, trial) !== 'well') return undefined;
    return this.#judge.toMend(trial);
  }

  /** Carries a step out and keeps what came of it, if it mended the complaint. */
  *#take(state: State, step: Step): Slice<'well' | 'badly' | undefined> {
    if (this.#isSpent()) return undefined;
    const { complaint } = state;
    const document = step.edits.reduce(applyEdit, state.trial.document);
    if (document === state.trial.document) return undefined;
    const steps = [...state.steps, step];
    const trial = yield* this.#try(document, editsOf(steps));
    const mended = this.#judge.mends(state.trial, complaint, trial);
    if (mended === undefined) return undefined;
    if (mended === 'well') {
      const mends = this.#mends.get(complaint.key) ?? [];
      if (!mends.includes(step)) this.#mends.set(complaint.key, [...mends, step]);
      state.mended += 1;
    }
    this.#reach(trial, steps, state.weight + step.weight);
    return mended;
  }

  #reach(trial: Trial, steps: readonly Step[], weight: number): void {
    const complaint = this.#judge.blocker(trial);
    if (complaint === undefined) {
      this.#ways.push({ trial, steps, weight, newWarnings: this.#judge.newWarnings(trial) });
      return;
    }
    if (!this.#judge.isOnTheWay(complaint)) return;
    const id = trial.startup.options.map(({ name, text }) => `${name} ${text}`).join('\n');
    if (!this.#seen.has(id))
      this.#open.push({ trial, steps, weight, estimate: weight + this.#judge.toMend(trial), complaint, mended: 0 });
    this.#seen.add(id);
  }

  /** The way without changes that later ones made needless. */
  *#needed({ steps, trial }: WayOut): Slice<WayOut> {
    let [kept, last] = [steps, trial];
    for (let index = 0; kept.length > 1 && index < kept.length;) {
      const count = kept[index]?.edits.length ?? 0;
      const edits = withoutEdits(editsOf(kept), editsOf(kept.slice(0, index)).length, count);
      const fewer = yield* this.#try(edits.reduce(applyEdit, this.#judge.root.document), edits);
      if (this.#judge.blocker(fewer) === undefined) [kept, last] = [stepsWith(kept.toSpliced(index, 1), edits), fewer];
      else index += 1;
    }
    const weight = kept.reduce((sum, step) => sum + step.weight, 0);
    return { steps: kept, trial: last, weight, newWarnings: this.#judge.newWarnings(last) };
  }
}

const byWeight = (a: WayOut, b: WayOut): number => a.weight - b.weight;
const editsOf = (steps: readonly Step[]): readonly Edit[] => steps.flatMap(({ edits }) => edits);
/** The same steps with their edits from a list that has them one after the other. */
function stepsWith(steps: readonly Step[], edits: readonly Edit[]): readonly Step[] {
  let at = 0;
  return steps.map((step) => {
    const own = edits.slice(at, at + step.edits.length);
    at += own.length;
    return { ...step, edits: own };
  });
}

/** A device goes with its backend, if nothing else uses that. */
function withBackend(document: LayoutDocument, { leaf }: Setting, value: unknown, step: Step): Step {
  if (leaf.pattern !== 'devices.*' || value !== undefined) return step;
  const removed = removeDevice(document, Number(leaf.path.split('.')[1]));
  return removed === undefined ? step : { ...step, edits: removed.edits };
}
