/** What a changed layout is worth: whether what was to go is gone, and what is left or has come up. */
import type { LayoutDocument } from '../document/schema';
import type { Wanted } from './found-fix';
import { tryLayout, type Complaint, type Trial } from './trial';

/** What a complaint that is left, or that has come up, is taken to cost; about what mending one does. */
const PER_COMPLAINT = 25;
const PER_NEW_COMPLAINT = 40;

export class Judge {
  readonly root: Trial;
  /** Steps of the timeline are looked at, since one of them is to be mended. */
  readonly looksAtSteps: boolean;
  readonly #wanted: Complaint | undefined;

  constructor(document: LayoutDocument, wanted: Wanted) {
    const found = tryLayout(document, [], { steps: true });
    const isWanted = ({ code, text, path }: Complaint): boolean =>
      code === wanted.code &&
      (wanted.qemu === undefined || text === wanted.qemu) &&
      (wanted.path?.startsWith('events.') !== true || path === wanted.path);
    this.#wanted = [...found.refusals, ...found.warnings, ...found.refusedSteps].find(isWanted);
    this.looksAtSteps = found.refusedSteps.some(isWanted);
    this.root = this.looksAtSteps ? found : { ...found, refusedSteps: [] };
  }

  /** The layout has the finding that is to go. */
  get hasWork(): boolean {
    return this.#wanted !== undefined;
  }

  /** What has to go next: QEMU's first refusal, else what was wanted; nothing where all is well. */
  blocker({ refusals, warnings, refusedSteps }: Trial): Complaint | undefined {
    const [first] = refusals;
    const wanted = this.#wanted;
    if (first !== undefined || wanted === undefined) return first;
    const same = (all: readonly Complaint[]): readonly Complaint[] => all.filter(({ key }) => key === wanted.key);
    const left = same([...warnings, ...refusedSteps]);
    const before = same([...this.root.warnings, ...this.root.refusedSteps]);
    if (left.length >= Math.max(1, before.length)) return left[0];
    const known = new Set(this.root.refusedSteps.map(({ key }) => key));
    return refusedSteps.find(({ key }) => !known.has(key));
  }

  /** Whether a change mended a complaint: `well` where it brought nothing else up; undefined where the complaint is still there. */
  mends(before: Trial, complaint: Complaint, after: Trial): 'well' | 'badly' | undefined {
    const next = this.blocker(after);
    if (next === undefined) return 'well';
    const [was, is] = [keysOf(before), keysOf(after)];
    const count = (all: readonly string[]): number => all.filter((key) => key === complaint.key).length;
    if (next.key === complaint.key || count(is) >= Math.max(1, count(was))) return undefined;
    const known = new Set(was);
    return is.every((key) => known.has(key)) ? 'well' : 'badly';
  }

  /** Whether a layout with this complaint is worth going on from: one that mends a step at the cost of anything else is not. */
  isOnTheWay({ origin }: Complaint): boolean {
    return !this.looksAtSteps || origin === this.#wanted?.origin;
  }

  /** What mending all that is wrong with a layout is taken to cost; 0 where all is well. */
  toMend(trial: Trial): number {
    if (this.blocker(trial) === undefined) return 0;
    const known = new Set(keysOf(this.root));
    const fresh = keysOf(trial).filter((key) => !known.has(key)).length;
    return PER_COMPLAINT * Math.max(1, keysOf(trial).length - fresh) + PER_NEW_COMPLAINT * fresh;
  }

  /** QEMU's warnings that the layout did not have, verbatim. */
  newWarnings({ warnings }: Trial): readonly string[] {
    const before = new Set(this.root.warnings.map(({ key }) => key));
    return warnings.filter(({ key }) => !before.has(key)).map(({ text }) => text);
  }
}

const keysOf = ({ refusals, refusedSteps }: Trial): readonly string[] =>
  (refusals.length > 0 ? refusals : refusedSteps).map(({ key }) => key);
