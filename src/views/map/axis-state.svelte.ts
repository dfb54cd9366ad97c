import { untrack } from 'svelte';
import { prefersReducedMotion, Tween } from 'svelte/motion';
import type { AxisSight } from '../../app/sight.svelte';
import { addr, type Addr } from '../../core/base/addr';
import type { Range } from '../../core/base/range';
import type { Partition } from '../../core/space/partition';
import type { AddressScale, Extent, ScaleKind } from '../../draw/address-scale';
import {
  broughtIntoSight,
  carriedOver,
  centred,
  fitAll,
  fitRange,
  homeView,
  inStep,
  PAD,
  panned,
  seenAgain,
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

/** What an axis shares with the one beside it, and what both are on their way from. */
class AxisTies {
  /** The axis as it was when a drag began. */
  held = $state.raw<AddressScale>();
  /** Where the motion began. */
  from = $state.raw<ViewScale>();
  /** The axis of the lane beside this one: equal sizes are equally tall on both. */
  beside = $state.raw<AxisState>();
  /** The axis that this one goes up and down with, and is zoomed with. */
  leader = $state.raw<AxisState>();
  /** The axis whose scale this one has. */
  main = $state.raw<AxisState>();
}

/** The axis of a map: which scale, what is unfolded, what of it is in sight, and how the picture gets from one to the next. */
export class AxisState {
  readonly #partition: () => Partition;
  readonly #height: () => number;
  readonly #choices: AxisChoices;
  readonly #ties = new AxisTies();
  readonly #share = new Tween(1, { duration: TRAVEL_MS, easing: travelEase });
  /** Px that hang under the axis and are not zoomed. */
  readonly #foot: () => number;

  readonly #entry = $derived.by(() => {
    const entry = scales.find(this.kind) ?? scales.all[0];
    if (entry === undefined) throw new Error('the table of scales is empty');
    return entry;
  });
  readonly pieces = $derived.by(() =>
    axisPieces(this.#partition(), { foldGaps: this.#entry.foldGaps, unfolded: this.#choices.unfolded }),
  );
  /** Px that the axis has. */
  readonly room = $derived.by(() => Math.max(0, this.#height() - 2 * PAD - this.#foot()));
  readonly #alone = $derived.by(() => {
    const beside = this.#ties.beside;
    return this.#entry.build(
      this.pieces,
      this.room,
      beside === undefined ? undefined : { pieces: beside.pieces, available: beside.room },
    );
  });
  /** Px that it takes at zoom 1. */
  readonly extent = $derived.by((): Extent => ({ height: this.#alone.height, foot: this.#foot() }));
  /** With all that goes up and down with it. */
  readonly #fresh = $derived.by((): AddressScale => {
    const beside = this.#ties.beside;
    if (beside === undefined) return this.#alone;
    const isLinked = this.#ties.leader !== undefined || beside.#ties.leader !== undefined;
    return { ...this.#alone, sheet: isLinked ? [this.extent, beside.extent] : [this.extent] };
  });
  /** The axis before any zoom. A drag keeps it, since pieces that grow as they are dragged would run away from the pointer. */
  readonly base = $derived.by(() => this.#ties.held ?? this.#fresh);
  /** Where the motion ends, or what is on screen. */
  readonly target: ViewScale = $derived.by(() => {
    const height = this.#height();
    if (this.#ties.leader !== undefined) return inStep(this.base, this.#ties.leader.target);
    return viewScale(this.base, withinLimits(this.base, this.#choices.view ?? homeView(this.base), height), height);
  });
  /** What is on screen now. */
  readonly scale: ViewScale = $derived.by(() => {
    const leader = this.#ties.leader;
    if (leader === undefined) {
      return this.#ties.from === undefined
        ? this.target
        : viewBetween(this.#ties.from, this.target, this.#share.current);
    }
    if (leader.#ties.from === undefined || this.#ties.from === undefined) return this.target;
    return viewBetween(this.#ties.from, this.target, leader.#share.current);
  });

  /**
   * @param height of the viewport, in px
   * @param foot px that are kept free under the axis
   */
  constructor(partition: () => Partition, height: () => number, choices = new AxisChoices(), foot = () => 0) {
    this.#partition = partition;
    this.#height = height;
    this.#choices = choices;
    this.#foot = foot;
  }

  /** The same for two lanes that stand side by side. */
  get kind(): ScaleKind {
    return (this.#ties.leader ?? this.#ties.main)?.kind ?? this.#choices.kind;
  }

  set kind(kind: ScaleKind) {
    if (kind !== this.#choices.kind) this.#rebuild(() => (this.#choices.kind = kind));
  }

  /** Puts another lane beside this one, or takes it away. */
  stand(beside: AxisState | undefined): void {
    const before = this.#ties.beside;
    if (before === beside) return;
    if (before !== undefined) {
      before.#ties.main = undefined;
      before.#ties.beside = undefined;
      before.#ties.leader = undefined;
    }
    this.#ties.beside = beside;
    if (beside === undefined) return;
    beside.#ties.beside = this;
    beside.#ties.main = this;
  }

  /** Ties the lane beside this one to it, or lets it go its own way from where it is. */
  tie(isTied: boolean): void {
    const beside = this.#ties.beside;
    if (beside === undefined || isTied === (beside.#ties.leader !== undefined)) return;
    if (!isTied) {
      beside.#choices.view = beside.target.view;
      beside.#ties.leader = undefined;
      beside.#ties.from = undefined;
      return;
    }
    // What has not been moved yet is there already.
    if (beside.#choices.view === undefined) {
      beside.#ties.leader = this;
      return;
    }
    const from = beside.scale;
    this.#travel(() => (beside.#ties.leader = this));
    beside.#ties.from = from;
  }

  get unfolded(): ReadonlySet<number> {
    return this.#choices.unfolded;
  }

  /** On the way from one picture to the next. */
  get moving(): boolean {
    return (this.#ties.leader === undefined ? this.#ties.from : this.#ties.leader.#ties.from) !== undefined;
  }

  /** Opens the gap or group that starts here, or folds it again; it keeps its place on the screen. */
  toggleFold(start: number): void {
    const next = new Set(this.#choices.unfolded);
    if (!next.delete(start)) next.add(start);
    if (this.#ties.leader !== undefined) {
      this.#ties.leader.#travel(() => (this.#choices.unfolded = next));
      return;
    }
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
    if (this.#ties.leader !== undefined) return this.#ties.leader.panBy(px);
    return this.#jump(panned(this.base, this.target.view, px, this.#height()));
  }

  /** What lies under the pixel stays there. */
  zoomAt(pixel: number, factor: number): void {
    if (this.#ties.leader !== undefined) {
      this.#ties.leader.zoomAt(pixel, factor);
      return;
    }
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

  /** The addresses in sight; undefined until somebody has moved it. */
  get sight(): Range | undefined {
    return this.#choices.view === undefined ? undefined : this.target.seen;
  }

  /** What a link says of it, without motion; a scale that there is not is passed over. */
  look({ kind, unfolded, sight }: Partial<AxisSight>): void {
    this.#settle();
    this.#choices.kind = scales.find(kind ?? '')?.id ?? this.#choices.kind;
    this.#choices.unfolded = unfolded ?? new Set();
    this.#choices.view = sight && seenAgain(this.base, sight, this.#height());
  }

  /** Keeps the axis as it is while ranges are dragged along it. */
  hold(): void {
    this.#settle();
    this.#ties.held = untrack(() => this.base);
    if (this.#ties.main === undefined) this.#ties.beside?.hold();
  }

  /** Lets the axis follow the plan again; `at` keeps its place on the screen. */
  release(at: number): void {
    if (this.#ties.held === undefined) return;
    const { view } = this.target;
    const pixel = this.target.toPixel(at);
    const beside = this.#ties.main === undefined ? this.#ties.beside : undefined;
    this.#travel(() => {
      this.#ties.held = undefined;
      if (beside !== undefined) beside.#ties.held = undefined;
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

  /** The view of the leading axis for which this one has a view. */
  #led(view: AxisView, leader: AxisState): AxisView {
    const { top } = viewScale(this.base, view, this.#height());
    return inStep(leader.base, { ...leader.target, top, view }).view;
  }

  #jump(view: AxisView): boolean {
    const leader = this.#ties.leader;
    if (leader !== undefined) return leader.#jump(withinLimits(leader.base, this.#led(view, leader), this.#height()));
    const differs = this.#differs(view);
    if (differs || this.moving) {
      this.#settle();
      this.#choices.view = view;
    }
    return differs;
  }

  #go(view: AxisView): void {
    const leader = this.#ties.leader;
    if (leader !== undefined) {
      leader.#go(withinLimits(leader.base, this.#led(view, leader), this.#height()));
      return;
    }
    if (this.#differs(view)) this.#travel(() => (this.#choices.view = view));
  }

  #settle(): void {
    this.#ties.from = undefined;
    void this.#share.set(1, { duration: 0 });
  }

  #travel(change: () => void): void {
    const from = untrack(() => this.scale);
    untrack(() => {
      const beside = this.#ties.beside;
      if (beside !== undefined && beside.#ties.leader === this) beside.#ties.from = beside.scale;
    });
    change();
    if (prefersReducedMotion.current) {
      this.#settle();
      return;
    }
    this.#ties.from = from;
    void this.#share.set(0, { duration: 0 });
    void this.#share.set(1).then(() => {
      if (this.#share.current === 1) this.#ties.from = undefined;
    });
  }
}
