import { untrack } from 'svelte';
import { prefersReducedMotion, Tween } from 'svelte/motion';
import { addr, type Addr } from '../../core/base/addr';
import type { Range } from '../../core/base/range';
import type { Partition } from '../../core/space/partition';
import type { AddressScale, ScaleKind } from '../../draw/address-scale';
import {
  broughtIntoSight,
  carriedOver,
  centred,
  fitAll,
  fitRange,
  homeView,
  PAD,
  panned,
  viewBetween,
  viewScale,
  withinLimits,
  zoomedAt,
  type AxisView,
  type ViewScale,
} from '../../draw/axis-view';
import { axisPieces } from '../../draw/pieces';
import { scales } from '../../draw/scales';
import { travelEase } from './travel-ease';

/** How long ranges take to their new place, as `--travel` has it. */
const TRAVEL_MS = 220;
/** Ranges that one goes to are at least this tall, so that all their words fit; in px. */
const READABLE = 64;
/** Views that differ by less show the same, in px. */
const SAME = 0.5;

/** What somebody chose to see. Outlives the picture, which comes and goes with refusals and tabs. */
export class AxisChoices {
  kind = $state.raw<ScaleKind>('compressed');
  /** Starts of the gaps and groups that are open. */
  unfolded = $state.raw<ReadonlySet<number>>(new Set());
  /** Undefined until something was moved. */
  view = $state.raw<AxisView>();
  /** Which layout it was of. */
  layout = 0;

  /** Forgets folds and sight when another layout has come, which has other addresses; the scale stays. */
  follow(layout: number): void {
    if (layout === this.layout) return;
    if (this.layout !== 0) {
      this.unfolded = new Set();
      this.view = undefined;
    }
    this.layout = layout;
  }
}

/** The axis of a map: which scale, what is unfolded, what of it is in sight, and how the picture gets from one to the next. */
export class AxisState {
  readonly #partition: () => Partition;
  readonly #height: () => number;
  readonly #choices: AxisChoices;
  /** The axis as it was when a drag began. */
  #held = $state.raw<AddressScale>();
  #from = $state.raw<ViewScale>();
  readonly #share = new Tween(1, { duration: TRAVEL_MS, easing: travelEase });

  readonly #entry = $derived.by(() => {
    const entry = scales.find(this.#choices.kind) ?? scales.all[0];
    if (entry === undefined) throw new Error('the table of scales is empty');
    return entry;
  });
  readonly pieces = $derived.by(() =>
    axisPieces(this.#partition(), { foldGaps: this.#entry.foldGaps, unfolded: this.#choices.unfolded }),
  );
  readonly #fresh = $derived.by(() => this.#entry.build(this.pieces, Math.max(0, this.#height() - 2 * PAD)));
  /** The axis before any zoom. A drag keeps it, since pieces that grow as they are dragged would run away from the pointer. */
  readonly base = $derived.by(() => this.#held ?? this.#fresh);
  /** Where the motion ends, or what is on screen. */
  readonly target = $derived.by(() => {
    const height = this.#height();
    return viewScale(this.base, withinLimits(this.base, this.#choices.view ?? homeView(this.base), height), height);
  });
  /** What is on screen now. */
  readonly scale = $derived.by(() =>
    this.#from === undefined ? this.target : viewBetween(this.#from, this.target, this.#share.current),
  );

  /** @param height of the viewport, in px */
  constructor(partition: () => Partition, height: () => number, choices = new AxisChoices()) {
    this.#partition = partition;
    this.#height = height;
    this.#choices = choices;
  }

  get kind(): ScaleKind {
    return this.#choices.kind;
  }

  set kind(kind: ScaleKind) {
    if (kind !== this.#choices.kind) this.#rebuild(() => (this.#choices.kind = kind));
  }

  get unfolded(): ReadonlySet<number> {
    return this.#choices.unfolded;
  }

  /** On the way from one picture to the next. */
  get moving(): boolean {
    return this.#from !== undefined;
  }

  /** Opens the gap or group that starts here, or folds it again; it keeps its place on the screen. */
  toggleFold(start: number): void {
    const next = new Set(this.#choices.unfolded);
    if (!next.delete(start)) next.add(start);
    const pixel = this.target.toPixel(start);
    this.#travel(() => {
      this.#choices.unfolded = next;
      this.#choices.view = { at: start, pixel, zoom: this.target.view.zoom };
    });
  }

  foldAll(): void {
    this.#rebuild(() => (this.#choices.unfolded = new Set()));
  }

  /** @returns false where the axis ends */
  panBy(px: number): boolean {
    return this.#jump(panned(this.base, this.target.view, px, this.#height()));
  }

  /** What lies under the pixel stays there. */
  zoomAt(pixel: number, factor: number): void {
    this.#jump(zoomedAt(this.base, this.target.view, pixel, factor, this.#height()));
  }

  /** Zooms about the middle of the viewport. */
  zoomBy(factor: number): void {
    this.zoomAt(this.#height() / 2, factor);
  }

  /** Puts the address in the middle, at once: the minimap's window under the pointer. */
  centreAt(address: number): void {
    const { zoom } = this.target.view;
    this.#jump(withinLimits(this.base, { at: address, pixel: this.#height() / 2, zoom }, this.#height()));
  }

  /** Brings a range into sight if it is not there, at once: the keyboard is waiting. */
  bring(range: Range): void {
    this.#jump(broughtIntoSight(this.base, this.target.view, range, this.#height()));
  }

  /** The same with motion, for what was asked for elsewhere. */
  follow(range: Range): void {
    this.#go(broughtIntoSight(this.base, this.target.view, range, this.#height()));
  }

  /**
   * Into sight, and tall enough to read.
   * @param at an address of the range that shall be in sight
   */
  goTo(range: Range, at?: Addr): void {
    const height = this.#height();
    const middle = centred(this.base, this.target.view, range, height);
    const scale = viewScale(this.base, middle, height);
    const length = scale.toPixel(range.end) - scale.toPixel(range.start);
    const wanted = Math.min(READABLE, height / 2);
    let view = broughtIntoSight(this.base, this.target.view, range, height);
    if (length < wanted) {
      const factor = wanted / Math.max(length, Number.MIN_VALUE);
      const near = zoomedAt(this.base, middle, scale.toPixel(range.start), factor, height);
      view = centred(this.base, near, range, height);
    }
    if (at !== undefined) view = broughtIntoSight(this.base, view, { start: at, end: addr(at + 1) }, height);
    this.#go(view);
  }

  /** Centres a range; if it is there already, lets it fill the viewport. */
  centreThenFit(range: Range): void {
    const height = this.#height();
    const middle = centred(this.base, this.target.view, range, height);
    if (this.#differs(middle)) this.#go(middle);
    else this.fit(range);
  }

  fit(range: Range): void {
    this.#go(fitRange(this.base, range, this.#height()));
  }

  fitAll(): void {
    this.#go(fitAll(this.base, this.#height()));
  }

  /** Keeps the axis as it is while ranges are dragged along it. */
  hold(): void {
    this.#settle();
    this.#held = untrack(() => this.base);
  }

  /** Lets the axis follow the plan again; `at` keeps its place on the screen. */
  release(at: number): void {
    if (this.#held === undefined) return;
    const { view } = this.target;
    const pixel = this.target.toPixel(at);
    this.#travel(() => {
      this.#held = undefined;
      this.#choices.view = { at, pixel, zoom: view.zoom };
    });
  }

  #rebuild(change: () => void): void {
    const before = this.target;
    this.#travel(() => {
      change();
      this.#choices.view = carriedOver(before, this.base);
    });
  }

  #differs(view: AxisView): boolean {
    const now = this.target;
    const next = viewScale(this.base, view, this.#height());
    const { start, end } = now.seen;
    return [start, end].some((address) => Math.abs(next.toPixel(address) - now.toPixel(address)) >= SAME);
  }

  #jump(view: AxisView): boolean {
    const differs = this.#differs(view);
    if (differs || this.moving) {
      this.#settle();
      this.#choices.view = view;
    }
    return differs;
  }

  #go(view: AxisView): void {
    if (this.#differs(view)) this.#travel(() => (this.#choices.view = view));
  }

  #settle(): void {
    this.#from = undefined;
    void this.#share.set(1, { duration: 0 });
  }

  #travel(change: () => void): void {
    const from = untrack(() => this.scale);
    change();
    if (prefersReducedMotion.current) {
      this.#settle();
      return;
    }
    this.#from = from;
    void this.#share.set(0, { duration: 0 });
    void this.#share.set(1).then(() => {
      if (this.#share.current === 1) this.#from = undefined;
    });
  }
}
