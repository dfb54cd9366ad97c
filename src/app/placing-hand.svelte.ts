import type { Range } from '../core/base/range';
import { addDevice, regionKindOf } from '../core/document/device-edits';
import type { Edit } from '../core/document/edit';
import { statedSize } from '../core/document/extent';
import { leastStep } from '../core/document/extent-edits';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region } from '../core/space/region';
import type { KeyPress } from './commands';
import { regionOf, type Handle } from './handles';
import { NearestSearch } from './nearest-search.svelte';
import { placingKey } from './placing-keys';
import { help, nearestOf, pictureOf, spoken, type Known, type PlacingPicture } from './placing-picture';
import {
  editsFor,
  heldSession,
  newSession,
  partsOf,
  placeText,
  questionOf,
  regripped,
  type Session,
} from './placing-session';
import type { MadeDevice, PlacingParts } from './placing.svelte';
import { sameThing, type Target } from './selection.svelte';
import { heldAt, nudgedBy, unitFor } from './snapping';
import type { Snap } from './snaps';

/** What the hand needs of the placing that fetched it. */
export interface HandParts extends PlacingParts {
  announce(text: string): void;
  snap(): Snap;
  selectedRegion(): Region | undefined;
  canNudge(handle: Handle): boolean;
}

const BIG_STEP = 2 ** 30;

/**
 * Placing memory by hand: one drag, or one placement by keyboard, at a time. The document follows each move, all moves in one undo
 * step, so that the plan is always that of what is seen; a place that QEMU refuses stays until it is accepted elsewhere, taken back,
 * or left for another edit or selection.
 */
export class PlacingHand {
  readonly #parts: HandParts;
  readonly #search: NearestSearch;
  #session = $state.raw<Session>();
  #base = $state.raw<Plan>();
  /** Alt is held. */
  #isFine = $state.raw(false);
  #count = 0;
  readonly #picture = $derived.by(() => (this.#live === undefined ? undefined : this.#pictureOf(this.#live)));

  constructor(parts: HandParts) {
    this.#parts = parts;
    this.#search = new NearestSearch(parts.planner);
  }

  /** What is to be drawn; undefined when nothing is held and nothing refused waits. */
  get picture(): PlacingPicture | undefined {
    return this.#picture;
  }

  /** A placement is under way, or a refused one waits for an answer. */
  get active(): boolean {
    return this.#live !== undefined;
  }

  /** Something is held: not let go yet. */
  get moving(): boolean {
    return this.#live?.isDropped === false;
  }

  /** While something is held, the newest plan of a layout with which QEMU starts: what to draw around it. */
  get basePlan(): Plan | undefined {
    if (this.#live === undefined) return undefined;
    const { current } = this.#parts.plans;
    return current?.verdict.starts === true ? current : this.#base;
  }

  /** The step in force, in bytes, for what is held or else for what is selected. */
  get unit(): number {
    const path = this.#live?.path ?? this.#parts.selection.selected?.path;
    return path === undefined ? BIG_STEP : this.#unitOf(path, this.#live?.grip.size);
  }

  /** By what it is held; undefined when nothing is. */
  get handle(): Handle | undefined {
    return this.#live?.grip.handle;
  }

  /** Whether the arrow keys can move what is held, or one of its edges; undefined when nothing is held. */
  canNudge(handle: Handle): boolean | undefined {
    return this.#live === undefined ? undefined : partsOf(this.#live).includes(handle);
  }

  /**
   * Takes hold of a region, which can be held there.
   *
   * @param at the address under the pointer
   */
  begin(region: Region, handle: Handle, at: number): void {
    this.#begin(region, handle, at, 'pointer');
  }

  /**
   * Adds a memory device of a kind and holds it until it is dropped.
   *
   * @param at where the pointer is; without it, arrow keys move the device on from the place that QEMU gives it
   */
  beginNew(kindId: string, at?: number): void {
    const { edits, select: path } = addDevice(this.#parts.history.current, kindId);
    if (path !== undefined) this.beginMade({ edits, path, kind: regionKindOf(kindId) }, at);
  }

  /**
   * The same for a device that edits of one's own make.
   *
   * @param made the edits, the place of the device after them, and what its memory is
   */
  beginMade({ edits, path, kind }: MadeDevice, at?: number): void {
    this.#leave();
    const { history, plans, selection } = this.#parts;
    const before = history.current;
    const key = this.#nextKey();
    if (!history.commit(edits, key).ok) return;
    const unit = this.#unitOf(path);
    const held = { key, before, after: history.current, plan: plans.current };
    this.#session = newSession({
      ...held,
      path,
      kind,
      unit,
      ...(at === undefined ? {} : { at }),
    });
    this.#base = undefined;
    this.#hold(plans.current);
    selection.select({ path });
    if (at !== undefined) this.#commit(this.#session.wanted);
    else this.#tell(this.#session, `${help(this.#session.name, this.unit)} `);
  }

  /**
   * The pointer has moved. Called once a frame; moves within one step change nothing.
   *
   * @param at the address under the pointer
   * @param fine the next finer step, and no sticking to edges: Alt is held
   * @param reach bytes under a few pixels: within them, edges stick to those of other ranges
   */
  moveTo(at: number, fine: boolean, reach = 0): void {
    const session = this.#live;
    if (session === undefined || session.isDropped) return;
    this.#isFine = fine;
    const magnet = { edges: fine || reach <= 0 ? [] : session.edges, reach };
    this.#want(heldAt(session.grip, at, this.#unitOf(session.path, session.grip.size), magnet));
  }

  /** Moves what is held, or else what is selected, by one step; `big`: by 1 GiB. */
  nudge(by: 1 | -1, big: boolean, handle: Handle): void {
    if (!this.#parts.canNudge(handle)) return;
    const region = this.#parts.selectedRegion();
    if (this.#live === undefined && region !== undefined) this.#begin(region, handle, region.range.start, 'keys');
    const live = this.#live;
    if (live === undefined) return;
    const now = this.#pictureOf(live).range;
    const session = live.grip.handle === handle ? live : regripped(live, handle, now);
    const unit = this.#unitOf(session.path, session.grip.size);
    this.#session = { ...session, by: 'keys', isDropped: false };
    this.#want(nudgedBy(session.grip, now, by, big ? Math.max(BIG_STEP, unit) : unit));
  }

  /** A key press while something is held or a refused place waits. */
  press(press: KeyPress): void {
    placingKey(this, press);
  }

  /** Lets go. A place that works ends the undo step; a refused one stays shown. */
  drop(): void {
    const session = this.#live;
    if (session === undefined) return;
    const { state } = this.#pictureOf(session);
    if (!session.startedBefore || session.after === session.before || (this.#isSettled && state === 'works')) {
      this.#finish(session);
      return;
    }
    this.#session = { ...session, isDropped: true };
    if (state === 'refused') this.#tell(this.#session);
  }

  /** Takes the nearest place that works, in the same undo step. */
  accept(): void {
    const session = this.#live;
    const nearest = session === undefined ? undefined : nearestOf(session, this.#known(session));
    if (session === undefined || nearest === undefined) return;
    this.#want(nearest);
    if (this.#session !== undefined) this.#finish(this.#session);
  }

  /** Takes everything back, from the first move on. */
  cancel(): void {
    const session = this.#live;
    if (session === undefined) return;
    this.#takeBack(session);
    this.#session = undefined;
    this.#parts.selection.select(session.from === undefined ? undefined : { path: session.path });
    this.#parts.announce(
      session.from === undefined ? `${session.name} was not added.` : `${session.name} is back where it was.`,
    );
  }

  /** Told of each plan that arrives: what was let go ends if it works, and a refused place gets a nearest one. */
  follow(plan: Plan | undefined): void {
    const session = this.#live;
    if (session === undefined) {
      this.#session = undefined;
      return;
    }
    if (plan === undefined || !this.#isSettled) return;
    this.#hold(plan);
    this.#takePlace(session, plan);
    if (plan.verdict.starts && session.isDropped) this.#finish(session);
    else if (session.by === 'keys') this.#tell(session);
    if (!plan.verdict.starts) void this.#askNearest(session);
  }

  /** The session, as long as nobody else has changed the layout or selected something else. */
  get #live(): Session | undefined {
    const session = this.#session;
    const { history, selection } = this.#parts;
    if (session === undefined || history.current !== session.after) return undefined;
    const target: Target = { path: session.path };
    return selection.selected !== undefined && sameThing(selection.selected, target) ? session : undefined;
  }

  /** The plan on hand is that of the layout as it is. */
  get #isSettled(): boolean {
    const { plans, history } = this.#parts;
    return plans.current?.revision === history.revision;
  }

  /** The step in force for what lies at a path, in bytes. */
  #unitOf(path: DocPath, size?: number): number {
    const { current } = this.#parts.history;
    return unitFor(this.#parts.snap(), size ?? statedSize(current, path) ?? 0, leastStep(current, path), this.#isFine);
  }

  #nextKey(): string {
    this.#count += 1;
    this.#isFine = false;
    return `placing-${this.#count}`;
  }

  #begin(region: Region, handle: Handle, at: number, by: Session['by']): void {
    this.#leave();
    const { history, plans, selection } = this.#parts;
    const { current } = history;
    const held = { key: this.#nextKey(), before: current, after: current, plan: plans.current };
    this.#session = heldSession({ ...held, region, handle, at, by });
    const { path } = this.#session;
    this.#base = undefined;
    this.#hold(plans.current);
    const { selected } = selection;
    if (selected === undefined || !sameThing(selected, { path }) || selected.range !== undefined)
      selection.select({ path });
  }

  /** Leaves what may still be held as it is. */
  #leave(): void {
    if (this.#live !== undefined) this.#parts.history.endMerge();
    this.#session = undefined;
  }

  /** A device that is new and has not been moved yet is held where QEMU puts it. */
  #takePlace(session: Session, plan: Plan): void {
    const placed = session.isPlacedByQemu ? regionOf(plan, session.path)?.range : undefined;
    if (placed === undefined) return;
    const grip = { ...session.grip, first: placed, grab: placed.start };
    this.#session = { ...session, grip, wanted: placed };
  }

  #want(wanted: Range): void {
    const session = this.#session;
    if (session === undefined || (wanted.start === session.wanted.start && wanted.end === session.wanted.end)) return;
    const { from } = session;
    this.#session = { ...session, wanted };
    if (wanted.start === from?.start && wanted.end === from.end) this.#takeBack(session);
    else this.#commit(wanted);
  }

  #commit(wanted: Range): void {
    const session = this.#session;
    if (session === undefined) return;
    const { history } = this.#parts;
    const edits: readonly Edit[] = editsFor(history.current, session, wanted);
    if (!history.commit(edits, session.key).ok) return;
    this.#session = { ...session, wanted, after: history.current, isPlacedByQemu: false };
  }

  /** Brings the layout of before back, so that nothing is left to undo. */
  #takeBack(session: Session): void {
    const { history } = this.#parts;
    if (history.current !== session.before && !history.abandon(session.key)) history.undo();
    if (this.#session !== undefined) this.#session = { ...this.#session, after: history.current };
  }

  #finish(session: Session): void {
    const { history, selection } = this.#parts;
    const range = this.#pictureOf(session).range;
    this.#session = undefined;
    history.endMerge();
    selection.select({ path: session.path });
    if (session.after !== session.before) this.#parts.announce(`${session.name} is at ${placeText(session, range)}.`);
  }

  #hold(plan: Plan | undefined): void {
    if (plan?.verdict.starts === true) this.#base = plan;
  }

  async #askNearest(session: Session): Promise<void> {
    const question = questionOf(session, this.#unitOf(session.path, session.grip.size));
    if (!(await this.#search.ask(session.key, question))) return;
    const now = this.#live;
    if (now?.key === session.key && (now.by === 'keys' || now.isDropped)) this.#tell(now);
  }

  #known(session: Session): Known {
    const { plans } = this.#parts;
    return {
      plan: plans.current,
      isSettled: this.#isSettled,
      isLate: plans.late,
      nearest: this.#search.answerFor(session.key),
      unit: this.#unitOf(session.path, session.grip.size),
    };
  }

  #pictureOf(session: Session): PlacingPicture {
    return pictureOf(session, this.#known(session));
  }

  /** Says aloud where it is now, and what QEMU thinks of that. */
  #tell(session: Session, before = ''): void {
    this.#parts.announce(before + spoken(session, this.#pictureOf(session)));
  }
}
