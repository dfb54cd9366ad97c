import type { Planner } from '../client/planner';
import type { Edit } from '../core/document/edit';
import type { Plan } from '../core/plan/plan';
import type { DocPath, Region, RegionKind } from '../core/space/region';
import type { KeyPress } from './commands';
import { handlesOf, regionOf, type Handle } from './handles';
import type { DocumentHistory } from './history.svelte';
import { NOT_FETCHED } from './not-fetched';
import type { Notices } from './notices.svelte';
import type { Page } from './page';
import type { PlacingHand } from './placing-hand.svelte';
import type { PlacingPicture } from './placing-picture';
import type { PlanState } from './plans.svelte';
import { sameThing, type Selection } from './selection.svelte';
import { SnapState } from './snap-state.svelte';
import type { Snap } from './snaps';

export type { Handle } from './handles';
export type { PlacingPicture } from './placing-picture';
export { SNAPS, type Snap } from './snaps';

/** The map, for somebody who drags something onto it. */
export interface DropSurface {
  /** The address under a point of the page; undefined where no axis is. */
  addressAt(clientX: number, clientY: number): number | undefined;
  /** Bytes under a few pixels at that point: within them edges stick. */
  reachAt?(clientX: number, clientY: number): number;
}

export interface PlacingParts {
  readonly history: DocumentHistory;
  readonly plans: PlanState;
  readonly selection: Selection;
  readonly planner: Planner;
  readonly page: Pick<Page, 'storage' | 'focusField'>;
  /** Told where the hand cannot be fetched. */
  readonly notices?: Pick<Notices, 'add'>;
}

/** A device that is not in the layout yet. */
export interface MadeDevice {
  readonly edits: readonly Edit[];
  readonly path: DocPath;
  readonly kind: RegionKind;
}

/** The keys of what is held. */
const KEYS: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft', 'Enter', 'Escape']);

interface Deed {
  readonly run: (hand: PlacingHand) => void;
  /** Only the last of several moves counts. */
  readonly isMove: boolean;
}

/**
 * Placing memory by hand: one drag, or one placement by keyboard, at a time. What can be taken hold of is known at once; the hand
 * that moves it is fetched when it is first wanted, and what is done before it is there is done once it is.
 */
export class Placing {
  readonly #parts: PlacingParts;
  readonly #snaps: SnapState;
  #hand = $state.raw<PlacingHand>();
  #coming: Promise<void> | undefined;
  #isWanted = $state.raw(false);
  /** Done before the hand was there. */
  #waiting = $state.raw<readonly Deed[]>([]);
  /** By what something was taken hold of that is still waiting. */
  #taken = $state.raw<Handle>();
  #announcement = $state.raw('');
  /** Where something new from the palette can be let go; the map puts itself here while it is on screen. */
  surface: DropSurface | undefined;

  constructor(parts: PlacingParts) {
    this.#parts = parts;
    this.#snaps = new SnapState(parts.page.storage);
  }

  /** Somebody is about to place something: what only a placement needs is worth fetching. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Fetches the hand, once; a failure is told, and tried again when it is wanted again. Then it is there, unless that failed. */
  fetch(): Promise<void> {
    this.#coming ??= import('./placing-hand.svelte').then(
      ({ PlacingHand }) => this.#arrive(PlacingHand),
      () => this.#fail(),
    );
    this.#isWanted = true;
    return this.#coming;
  }

  /** Something that was done waits for the hand. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** What is to be drawn; undefined when nothing is held and nothing refused waits. */
  get picture(): PlacingPicture | undefined {
    return this.#hand?.picture;
  }

  /** A placement is under way, or a refused one waits for an answer. */
  get active(): boolean {
    return this.#hand?.active ?? this.#waiting.length > 0;
  }

  /** Something is held: not let go yet. */
  get moving(): boolean {
    return this.#hand?.moving ?? this.#taken !== undefined;
  }

  /** By what it is held. */
  get handle(): Handle | undefined {
    return this.#hand === undefined ? this.#taken : this.#hand.handle;
  }

  /** While something is held, the newest plan of a layout with which QEMU starts: what to draw around it. */
  get basePlan(): Plan | undefined {
    return this.#hand?.basePlan;
  }

  /** The latest words for those who listen. */
  get announcement(): string {
    return this.#announcement;
  }

  get snap(): Snap {
    return this.#snaps.choice;
  }

  set snap(snap: Snap) {
    this.#snaps.choose(snap);
  }

  /** Says something to those who listen. */
  announce(text: string): void {
    this.#announcement = text;
  }

  /** What of a region can be dragged; nothing of what the machine fixes. */
  handlesOf(region: Region): readonly Handle[] {
    return handlesOf(this.#parts.history.current, this.#parts.plans.current, region);
  }

  /** Whether the arrow keys can move what is held, or else what is selected, or one of its edges. */
  canNudge(handle: Handle = 'body'): boolean {
    const ofHeld = this.#hand?.canNudge(handle);
    if (ofHeld !== undefined) return ofHeld;
    const region = this.#selectedRegion();
    return region !== undefined && this.handlesOf(region).includes(handle);
  }

  /**
   * Takes hold of a region.
   *
   * @param at the address under the pointer
   * @returns whether it can be held there
   */
  begin(region: Region, handle: Handle, at: number): boolean {
    const { owner: path } = region;
    if (path === undefined || !this.handlesOf(region).includes(handle)) return false;
    this.#take(handle, (hand) => hand.begin(region, handle, at));
    const { selection } = this.#parts;
    const { selected } = selection;
    if (selected === undefined || !sameThing(selected, { path }) || selected.range !== undefined)
      selection.select({ path });
    return true;
  }

  /**
   * Adds a memory device of a kind and holds it until it is dropped.
   *
   * @param at where the pointer is; without it, arrow keys move the device on from the place that QEMU gives it
   */
  beginNew(kindId: string, at?: number): void {
    this.#take('body', (hand) => hand.beginNew(kindId, at));
  }

  /**
   * The same for a device that edits of one's own make.
   *
   * @param made the edits, the place of the device after them, and what its memory is
   */
  beginMade(made: MadeDevice, at?: number): void {
    this.#take('body', (hand) => hand.beginMade(made, at));
  }

  /**
   * The pointer has moved. Called once a frame; moves within one step change nothing.
   *
   * @param at the address under the pointer
   * @param fine the next finer step, and no sticking to edges: Alt is held
   * @param reach bytes under a few pixels: within them, edges stick to those of other ranges
   */
  moveTo(at: number, fine: boolean, reach = 0): void {
    if (this.moving) this.#do((hand) => hand.moveTo(at, fine, reach), true);
  }

  /** Moves what is held, or else what is selected, by one step; `big`: by 1 GiB. */
  nudge(by: 1 | -1, big: boolean, handle: Handle = 'body'): void {
    const nudge = (hand: PlacingHand): void => hand.nudge(by, big, handle);
    if (this.active) this.#do(nudge);
    else if (this.canNudge(handle)) this.#take(handle, nudge);
  }

  /**
   * A key press while something is held or a refused place waits.
   *
   * @returns whether the key was meant for the placement
   */
  press(press: KeyPress): boolean {
    if (!this.active || press.ctrlKey || press.metaKey || !KEYS.has(press.key)) return false;
    this.#do((hand) => hand.press(press));
    return true;
  }

  /** Lets go. A place that works ends the undo step; a refused one stays shown. */
  drop(): void {
    if (this.active) this.#do((hand) => hand.drop());
    this.#taken = undefined;
  }

  /** Takes the nearest place that works, in the same undo step. */
  accept(): void {
    if (this.active) this.#do((hand) => hand.accept());
  }

  /** Takes everything back, from the first move on. */
  cancel(): void {
    if (this.active) this.#do((hand) => hand.cancel());
    this.#taken = undefined;
  }

  /** Told of each plan that arrives: what was let go ends if it works, and a refused place gets a nearest one. */
  follow(plan: Plan | undefined): void {
    this.#hand?.follow(plan);
  }

  /** Puts the address field of the selected device in focus. False if what is selected cannot ask for an address. */
  editAddress(): boolean {
    const region = this.#selectedRegion();
    if (region?.owner === undefined || !this.handlesOf(region).includes('body')) return false;
    const path = `${region.owner}.addr`;
    this.#parts.selection.select({ path });
    this.#parts.page.focusField(path);
    return true;
  }

  #selectedRegion(): Region | undefined {
    const path = this.#parts.selection.selected?.path;
    return path === undefined ? undefined : regionOf(this.#parts.plans.current, path);
  }

  #take(handle: Handle, run: Deed['run']): void {
    if (this.#hand === undefined) this.#taken = handle;
    this.#do(run);
  }

  #do(run: Deed['run'], isMove = false): void {
    if (this.#hand !== undefined) {
      run(this.#hand);
      return;
    }
    const before = isMove && this.#waiting.at(-1)?.isMove === true ? this.#waiting.slice(0, -1) : this.#waiting;
    this.#waiting = [...before, { run, isMove }];
    void this.fetch();
  }

  #arrive(Hand: typeof PlacingHand): void {
    const hand = new Hand({
      ...this.#parts,
      announce: (text) => this.announce(text),
      snap: () => this.snap,
      selectedRegion: () => this.#selectedRegion(),
      canNudge: (handle) => this.canNudge(handle),
    });
    this.#hand = hand;
    const waiting = this.#waiting;
    this.#forget();
    waiting.forEach(({ run }) => run(hand));
  }

  #fail(): void {
    this.#coming = undefined;
    if (this.#waiting.length > 0) this.#parts.notices?.add(NOT_FETCHED);
    this.#forget();
  }

  #forget(): void {
    this.#waiting = [];
    this.#taken = undefined;
  }
}
