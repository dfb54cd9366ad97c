/** What pointers do on address by time. The axis lies across, so points come with x and y changed about: see `Gestures`. */
import type { DragInput, GestureHost, Purpose } from '../map/gestures';
import { Glide } from '../map/glide';
import { hitAt } from './timeline-hit';
import type { TimelineView } from './timeline-view.svelte';

export interface BrushMenu {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** The handle of what is looked at can be taken hold of so far beside it, in px. */
const HANDLE_REACH = 7;
/** A brush shorter than this means nothing, in px. */
const BRUSH_FROM = 6;

export class TimelinePointers implements GestureHost {
  readonly #view: TimelineView;
  readonly #openMenu: (menu: BrushMenu) => void;
  readonly #glide: Glide;
  #held: number | undefined;

  constructor(view: TimelineView, openMenu: (menu: BrushMenu) => void) {
    this.#view = view;
    this.#openMenu = openMenu;
    this.#glide = new Glide((px) => view.panBy(px));
  }

  aim(): void {
    // There is one axis.
  }

  purposeAt(y: number, x: number, isFinger: boolean): Purpose {
    const { scene, scale, moment } = this.#view;
    if (scene === undefined || scale === undefined || x < scene.layout.left - HANDLE_REACH) return 'pan';
    const hit = hitAt(scene, x, y);
    if (hit.part === 'head' && Math.abs(x - scale.x(moment)) <= HANDLE_REACH) return 'grip';
    if (hit.step !== undefined && !isFinger && (hit.part === 'head' || hit.part === 'bar')) return 'take';
    return isFinger ? 'pan' : 'brush';
  }

  panBy(px: number): boolean {
    return this.#view.panBy(px);
  }

  glide(velocity: number): void {
    this.#glide.start(velocity);
  }

  zoomAt(x: number, factor: number): void {
    this.#view.zoomBy(factor, x);
  }

  hover(y: number, x: number): void {
    const { scene, workspace } = this.#view;
    const owner = scene === undefined ? undefined : hitAt(scene, x, y).owner;
    if (workspace.selection.hovered?.path !== owner) {
      workspace.selection.hover(owner === undefined ? undefined : { path: owner });
    }
  }

  leave(): void {
    this.#view.workspace.selection.hover();
  }

  /** Looks at the moment there, and selects the device there. */
  click(y: number, x: number): boolean {
    const { scene, workspace } = this.#view;
    if (scene === undefined) return false;
    this.#view.brush = undefined;
    const { owner, part, moment, step } = hitAt(scene, x, y);
    workspace.selection.select(owner === undefined ? undefined : { path: owner });
    if (part === 'bar' && step !== undefined) this.#view.goTo(step);
    else if (part !== 'label') this.#view.goTo(moment);
    return false;
  }

  doubleClick(y: number, x: number): void {
    const { scene, scale } = this.#view;
    if (scene === undefined || scale === undefined) return;
    const { moment } = hitAt(scene, x, y);
    const reach = scale.width / 4;
    if (this.#view.isWhole) this.#view.fit(scale.x(moment) - reach, scale.x(moment + 1) + reach);
    else this.#view.fitAll();
  }

  menu(y: number, x: number): void {
    const { scene, scale } = this.#view;
    if (scene === undefined || scale === undefined) return;
    const { moment } = hitAt(scene, x, y);
    this.#openMenu({ x, y, from: scale.x(moment), to: scale.x(moment + 1) });
  }

  grip(_y: number, x: number): void {
    const { scale } = this.#view;
    if (scale !== undefined) this.#view.goTo(scale.momentAt(x));
  }

  brush(from: number, to: number): void {
    const { scale } = this.#view;
    if (scale === undefined) return;
    const [a, b] = [Math.min(from, to), Math.max(from, to)].map((x) =>
      Math.max(scale.left, Math.min(x, scale.left + scale.width)),
    );
    this.#view.brush = { from: a ?? 0, to: b ?? 0 };
  }

  brushed(y: number, x: number): void {
    const { brush } = this.#view;
    if (brush === undefined || brush.to - brush.from < BRUSH_FROM) {
      this.#view.brush = undefined;
      return;
    }
    this.#openMenu({ x, y, from: brush.from, to: brush.to });
  }

  take(y: number, x: number): boolean {
    const { scene } = this.#view;
    const step = scene === undefined ? undefined : hitAt(scene, x, y).step;
    if (step === undefined) return false;
    this.#held = step;
    this.#view.moving = { step, to: step, x };
    return true;
  }

  carry({ y: x }: DragInput): void {
    const { scale, facts } = this.#view;
    if (scale === undefined || facts === undefined || this.#held === undefined) return;
    const to = Math.max(1, Math.min(scale.momentAt(x), facts.timeline.steps));
    this.#view.moving = { step: this.#held, to, x };
  }

  drop(): void {
    const { moving } = this.#view;
    this.#held = undefined;
    this.#view.moving = undefined;
    if (moving !== undefined) this.#view.move(moving.step, moving.to, moving.x);
  }

  abandon(): void {
    this.#held = undefined;
    this.#view.moving = undefined;
    this.#view.brush = undefined;
  }
}
