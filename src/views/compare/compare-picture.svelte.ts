import { untrack } from 'svelte';
import type { ComparisonState } from '../../app/comparison-state.svelte';
import type { Command } from '../../app/commands';
import { commandWhen as when } from '../../app/commands';
import type { Comparison, RangeChange } from '../../core/compare/comparison';
import { sharedPartition } from '../../draw/compare-axis';
import { scales } from '../../draw/scales';
import { AxisChoices, AxisState } from '../map/axis-state.svelte';
import type { GestureHost } from '../map/gestures';
import { Glide } from '../map/glide';
import { changeAt, compareScene, stillScene, type CompareScene } from './compare-scene';
import { spokenChange } from './compare-words';

/** One press of a zoom key, and of a pan key as a share of the viewport. */
const ZOOM = Math.SQRT2;
const PAN = 0.15;
const PAGE = 10;
/** Where devices take up less of the axis than this, sizes as they are would leave nothing to see of them. */
const LINEAR_FROM = 0.2;

/** The picture of a comparison: its axis, what is in sight, and what pointers and keys do there. */
export class ComparePicture implements GestureHost {
  readonly #state: ComparisonState;
  readonly #comparison: () => Comparison;
  readonly #glide = new Glide((px) => this.axis.panBy(px));
  readonly axis: AxisState;
  width = $state.raw(0);
  height = $state.raw(0);
  isFocused = $state.raw(false);
  /** The keyboard's place is shown. */
  isRinged = $state.raw(false);
  /** For those who hear it. */
  said = $state.raw('');
  #active = $state.raw<string>();
  /** Ranges that the keyboard stops at, by address. */
  readonly stops = $derived.by(() => this.#state.shown);
  readonly active = $derived.by(
    () => this.stops.find(({ id }) => id === this.#active) ?? this.#state.selected ?? this.stops[0],
  );
  readonly #still = $derived.by(() =>
    stillScene({
      comparison: this.#comparison(),
      shown: this.#state.shown,
      form: this.#state.form,
      axis: this.axis.pieces,
      scale: this.axis.scale,
      width: this.width,
      height: this.height,
    }),
  );
  readonly scene: CompareScene = $derived.by(() =>
    compareScene(this.#still, {
      selected: this.#state.selected,
      hovered: this.#state.hovered,
      focus: this.isFocused && this.isRinged ? this.active : undefined,
    }),
  );

  constructor(state: ComparisonState, comparison: () => Comparison) {
    this.#state = state;
    this.#comparison = comparison;
    const choices = new AxisChoices();
    choices.kind = untrack(() => firstScale(comparison()));
    this.axis = new AxisState(
      () => {
        const { before, after } = comparison();
        return sharedPartition([before.regions, after.regions], Math.max(before.limit, after.limit, 1));
      },
      () => this.height,
      choices,
    );
  }

  get selected(): RangeChange | undefined {
    return this.#state.selected;
  }

  changeAt(x: number, y: number): RangeChange | undefined {
    return changeAt(this.scene, this.#comparison().ranges, x, y);
  }

  /** Puts the keyboard at a change, selects it, and says what it is. */
  goTo(change: RangeChange | undefined): void {
    if (change === undefined) return;
    this.#active = change.id;
    this.#state.select(change);
    this.said = spokenChange(change);
    const region = change.after ?? change.before;
    if (region !== undefined) this.axis.bring(region.range);
  }

  /** @returns whether the key meant something here */
  press(key: string): boolean {
    const { stops, active } = this;
    const at = active === undefined ? -1 : stops.indexOf(active);
    const isFresh = this.#state.selected === undefined;
    const to = {
      ArrowDown: isFresh ? at : at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: stops.length - 1,
      Enter: at,
      ' ': at,
    }[key];
    if (to === undefined) return false;
    this.isRinged = true;
    this.goTo(stops[Math.min(Math.max(to, 0), stops.length - 1)]);
    return true;
  }

  // What fingers, wheel and mouse do.
  aim(): void {}
  purposeAt(): 'pan' {
    return 'pan';
  }
  panBy(px: number): boolean {
    return this.axis.panBy(px);
  }
  glide(velocity: number): void {
    this.#glide.start(velocity);
  }
  zoomAt(y: number, factor: number): void {
    this.axis.zoomAt(y, factor);
  }
  hover(x: number, y: number): void {
    this.#state.hover(this.changeAt(x, y));
  }
  leave(): void {
    this.#state.hover(undefined);
  }
  click(x: number, y: number): boolean {
    const change = this.changeAt(x, y);
    this.isRinged = false;
    this.#active = change?.id;
    this.#state.select(change);
    return false;
  }
  doubleClick(x: number, y: number): void {
    const change = this.changeAt(x, y);
    const region = change?.after ?? change?.before;
    if (region === undefined) this.axis.fitAll();
    else this.axis.centreThenFit(region.range);
  }
  menu(): void {}
  grip(): void {}
  brush(): void {}
  brushed(): void {}
  take(): boolean {
    return false;
  }
  carry(): void {}
  drop(): void {}
  abandon(): void {}

  readonly #centre = (): void => {
    const { selected } = this.#state;
    const region = selected?.after ?? selected?.before;
    if (region !== undefined) this.axis.centreThenFit(region.range);
  };

  /** What the map has too, for the picture that stands in its place. */
  get commands(): readonly Command[] {
    const { axis } = this;
    const always = (): boolean => this.height > 0;
    return [
      when(always, { id: 'zoom-in', title: 'Zoom in', keys: ['KeyW', '+', '='], run: () => axis.zoomBy(ZOOM) }),
      when(always, { id: 'zoom-out', title: 'Zoom out', keys: ['KeyS', '-'], run: () => axis.zoomBy(1 / ZOOM) }),
      when(always, {
        id: 'pan-up',
        title: 'Towards lower addresses',
        keys: ['KeyA'],
        run: () => axis.panBy(-PAN * this.height),
      }),
      when(always, {
        id: 'pan-down',
        title: 'Towards higher addresses',
        keys: ['KeyD'],
        run: () => axis.panBy(PAN * this.height),
      }),
      when(() => this.#state.selected !== undefined, {
        id: 'centre',
        title: 'Centre the selection, then fit it',
        keys: ['F'],
        run: this.#centre,
      }),
      when(always, { id: 'fit-all', title: 'Fit the whole address space', keys: ['0'], run: () => axis.fitAll() }),
      ...scales.all.map(({ id, title }) =>
        when(() => axis.kind !== id, {
          id: `scale-${id}`,
          title: `${title} scale`,
          keys: [],
          run: () => (axis.kind = id),
        }),
      ),
    ];
  }
}

/** Sizes as they are, where they can be seen. */
function firstScale({ before, after }: Comparison): 'linear' | 'compressed' {
  let devices = 0;
  let end = 1;
  for (const { kind, range } of [...before.regions, ...after.regions]) {
    if (kind === 'hole') continue;
    end = Math.max(end, range.end);
    if (kind !== 'hyper-transport') devices = Math.max(devices, range.end);
  }
  return devices / end >= LINEAR_FROM ? 'linear' : 'compressed';
}
