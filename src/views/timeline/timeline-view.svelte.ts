/** The state of address by time: the sight of its axis, what is hovered, brushed and moved, and the scene that follows from it. */
import { stepTitle } from '../../app/step-title';
import type { Workspace } from '../../app/workspace.svelte';
import { moveStep } from '../../app/step-edits';
import {
  clockAxis,
  pannedSight,
  sightWithin,
  stepsAxis,
  stepScale,
  wholeSight,
  zoomedSight,
  type Sight,
  type StepAxis,
  type StepScale,
} from '../../draw/timeline-axis';
import { usedStretches, type Stretch } from '../../draw/timeline-stretches';
import { timelineFacts, type TimelineFacts } from './timeline-facts';
import { timelineScene, type TimelineScene } from './picture/scene';
import { momentName } from '../../core/space/timeline';
import { spokenMoment } from './step-words';

/** A step on its way to another time. */
export interface Moving {
  readonly step: number;
  /** The place that it would get. */
  readonly to: number;
  /** Where it is held, in px. */
  readonly x: number;
}

export class TimelineView {
  readonly workspace: Workspace;
  width = $state(0);
  height = $state(0);
  /** Undefined: all of the axis. */
  #sight = $state.raw<Sight>();
  brush = $state.raw<{ readonly from: number; readonly to: number }>();
  moving = $state.raw<Moving>();
  /** Read aloud. */
  said = $state('');
  isFocused = $state(false);
  readonly #facts: TimelineFacts | undefined;
  readonly #entries: number | undefined;
  readonly #used: readonly Stretch[];
  readonly #axis: StepAxis | undefined;
  readonly #clock: StepAxis | undefined;
  readonly #scene: TimelineScene | undefined;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    const { timeline, shown, plans } = workspace;
    this.#facts = $derived(timeline.current === undefined ? undefined : timelineFacts(timeline.current, shown.current));
    this.#entries = $derived(plans.current?.snapshots[0]?.tables?.e820.length);
    this.#used = $derived(timeline.current === undefined ? [] : usedStretches(timeline.current));
    this.#clock = $derived(timeline.current === undefined ? undefined : clockAxis(timeline.current.columns.atMs));
    this.#axis = $derived.by(() => {
      const { current } = timeline;
      if (current === undefined) return undefined;
      return (timeline.axis === 'clock' ? this.#clock : undefined) ?? stepsAxis(current.steps);
    });
    this.#scene = $derived.by(() => {
      const facts = this.#facts;
      const axis = this.#axis;
      if (facts === undefined || axis === undefined || this.width === 0 || this.height === 0) return undefined;
      return timelineScene(
        {
          facts,
          used: this.#used,
          width: this.width,
          height: this.height,
          entries: this.#entries,
        },
        (left, width) => stepScale(axis, this.sight, left, width),
      );
    });
  }

  get facts(): TimelineFacts | undefined {
    return this.#facts;
  }

  get scene(): TimelineScene | undefined {
    return this.#scene;
  }

  get scale(): StepScale | undefined {
    return this.#scene?.scale;
  }

  get hasClock(): boolean {
    return this.#clock !== undefined;
  }

  /** Of the axis that is on screen. */
  get sight(): Sight {
    const axis = this.#axis ?? stepsAxis(0);
    return this.#sight === undefined ? wholeSight(axis) : sightWithin(axis, this.#sight);
  }

  /** What is looked at; boot while nobody looks at a moment. */
  get moment(): number {
    return Math.min(this.workspace.timeline.moment ?? 0, this.#facts?.timeline.steps ?? 0);
  }

  /** On another axis, another sight. */
  setAxis(kind: 'steps' | 'clock'): void {
    this.#sight = undefined;
    this.brush = undefined;
    this.workspace.timeline.axis = kind;
  }

  goTo(moment: number): void {
    if (moment !== this.workspace.timeline.moment) this.workspace.timeline.goTo(moment);
  }

  /** @param x where to look closer, in px; absent: at what is looked at */
  zoomBy(factor: number, x?: number): void {
    const { scale } = this;
    const axis = this.#axis;
    if (scale === undefined || axis === undefined) return;
    const now = scale.x(this.moment);
    const isInSight = now >= scale.left && now <= scale.left + scale.width;
    const at = scale.placeAt(x ?? (isInSight ? now : scale.left + scale.width / 2));
    this.#look(zoomedSight(axis, this.sight, at, factor));
  }

  /** @returns whether there was more to see that way */
  panBy(px: number): boolean {
    const { scale, sight } = this;
    const axis = this.#axis;
    if (scale === undefined || axis === undefined) return false;
    const next = pannedSight(axis, sight, (px / scale.width) * (sight.to - sight.from));
    if (Math.abs(next.from - sight.from) < (sight.to - sight.from) * 1e-9) return false;
    this.#look(next);
    return true;
  }

  fitAll(): void {
    this.#sight = undefined;
  }

  /** Fits what lies between two pixels. */
  fit(from: number, to: number): void {
    const { scale } = this;
    const axis = this.#axis;
    if (scale === undefined || axis === undefined) return;
    this.#look(sightWithin(axis, { from: scale.placeAt(from), to: scale.placeAt(to) }));
  }

  /** Brings a moment into sight. */
  bring(moment: number): void {
    const { scale } = this;
    if (scale === undefined || this.#sight === undefined) return;
    const from = scale.x(moment);
    const to = scale.x(moment + 1);
    if (from < scale.left) this.panBy(from - scale.left - scale.width * 0.1);
    else if (to > scale.left + scale.width) this.panBy(to - scale.left - scale.width * 0.9);
  }

  get isWhole(): boolean {
    return this.#sight === undefined;
  }

  /**
   * Puts a step in another place, as one undo step; what follows is worked out again.
   * @param x on the clock, the pixel that it is let go at; absent: its time stays as far as its new neighbours allow
   */
  move(step: number, to: number, x?: number): void {
    const { history, timeline, notices } = this.workspace;
    const { scale } = this;
    const atMs =
      scale?.axis.kind === 'clock' && x !== undefined ? Math.max(0, Math.round(scale.placeAt(x))) : undefined;
    if (step < 1 || to < 1 || to > timeline.steps || (step === to && atMs === undefined)) return;
    const before = history.current;
    const event = before.events[step - 1];
    const { edits } = moveStep(before, step - 1, to - 1, atMs);
    if (edits.length === 0) return;
    const moved = history.commit(edits);
    if (!moved.ok) {
      notices.add({ severity: 'error', what: moved.error[0]?.message ?? 'The step cannot be moved there.' });
      return;
    }
    timeline.goTo(to);
    const title = event === undefined ? 'the step' : stepTitle(before, event);
    this.say(`${title} is now ${momentName(to)}`);
  }

  say(text: string): void {
    this.said = text;
  }

  spoken(moment: number): string {
    const facts = this.#facts;
    return facts === undefined ? '' : spokenMoment(facts.timeline, moment, facts.layout);
  }

  #look(sight: Sight): void {
    const axis = this.#axis;
    if (axis === undefined) return;
    this.#sight = sight.to - sight.from >= axis.end * (1 - 1e-9) ? undefined : sight;
  }
}
