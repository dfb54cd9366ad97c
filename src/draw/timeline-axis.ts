/**
 * The axis of time: which moment stands where. Each moment of a timeline has a column, from the step that leads to it up to the next
 * step. Columns are equally wide, or true to the clock. A sight is the stretch of the axis that is in view.
 */
import { bisectRight } from 'd3';

export interface StepAxis {
  readonly kind: 'steps' | 'clock';
  /** Steps; there is one moment more. */
  readonly steps: number;
  /** Where each moment begins, in milliseconds, and where the last one ends; absent where the number of a moment is its place. */
  readonly starts?: Float64Array;
  /** Where the last moment ends: in columns, or in milliseconds. */
  readonly end: number;
}

/** In columns, or in milliseconds. */
export interface Sight {
  readonly from: number;
  readonly to: number;
}

export const stepsAxis = (steps: number): StepAxis => ({ kind: 'steps', steps, end: steps + 1 });

/** How long a moment is taken to last where nothing tells. */
const USUAL_MS = 1000;

/**
 * The axis that is true to the clock; steps without a time lie evenly between those that have one.
 * @param atMs by step; NaN where not known
 * @returns undefined if no step has a time
 */
export function clockAxis(atMs: ArrayLike<number>): StepAxis | undefined {
  const steps = atMs.length;
  const starts = new Float64Array(steps + 2);
  let known = 0;
  let hasTime = false;
  for (let moment = 1; moment <= steps; moment += 1) {
    const time = atMs[moment - 1] ?? NaN;
    if (Number.isNaN(time)) continue;
    hasTime = true;
    // A step that was moved behind a later one happens no earlier than that.
    const at = Math.max(time, starts[known] ?? 0);
    const before = starts[known] ?? 0;
    for (let between = known + 1; between <= moment; between += 1) {
      starts[between] = before + ((at - before) * (between - known)) / (moment - known);
    }
    known = moment;
  }
  if (!hasTime) return undefined;
  const mean = known > 1 ? ((starts[known] ?? 0) - (starts[1] ?? 0)) / (known - 1) : (starts[known] ?? 0);
  const lasts = mean > 0 ? mean : USUAL_MS;
  for (let moment = known + 1; moment <= steps + 1; moment += 1) starts[moment] = (starts[moment - 1] ?? 0) + lasts;
  return { kind: 'clock', steps, starts, end: starts[steps + 1] ?? 0 };
}

/** All of it. */
export const wholeSight = ({ end }: StepAxis): Sight => ({ from: 0, to: end });

/** The least that a sight holds: two columns, or on the clock as much as lets any two steps be told apart. */
const leastOf = ({ kind, end, steps }: StepAxis): number =>
  kind === 'steps' ? Math.min(end, 2) : end / Math.max(1, (steps + 1) * 64);

/** A sight no smaller and no larger than the axis allows, and inside of it. */
export function sightWithin(axis: StepAxis, { from, to }: Sight): Sight {
  const length = Math.min(axis.end, Math.max(leastOf(axis), to - from));
  const start = Math.max(0, Math.min(from + (to - from - length) / 2, axis.end - length));
  return { from: start, to: start + length };
}

/** Looks closer by a factor (below 1: from farther away), keeping a place of the axis where it is. */
export function zoomedSight(axis: StepAxis, sight: Sight, at: number, factor: number): Sight {
  const wanted = (sight.to - sight.from) / factor;
  const length = Math.min(axis.end, Math.max(leastOf(axis), wanted));
  const share = (at - sight.from) / (sight.to - sight.from);
  const from = at - share * length;
  return sightWithin(axis, { from, to: from + length });
}

export function pannedSight(axis: StepAxis, { from, to }: Sight, by: number): Sight {
  const start = Math.max(0, Math.min(from + by, axis.end - (to - from)));
  return { from: start, to: start + (to - from) };
}

/** A sight of an axis on the screen. */
export interface StepScale {
  readonly axis: StepAxis;
  readonly sight: Sight;
  /** Px. */
  readonly left: number;
  readonly width: number;
  /** Moments in sight, the last one included. */
  readonly first: number;
  readonly last: number;
  /** Where a moment begins; `steps + 1` is where the last one ends. Px, also outside of what is in sight. */
  x(moment: number): number;
  /** The moment whose column is at a pixel, the nearest one there is. */
  momentAt(x: number): number;
  /** The place of the axis at a pixel. */
  placeAt(x: number): number;
  /** About how wide a column is, in px. */
  readonly column: number;
}

export function stepScale(axis: StepAxis, sight: Sight, left: number, width: number): StepScale {
  const { starts, steps } = axis;
  const perPlace = width / (sight.to - sight.from);
  const placeOf = (moment: number): number => starts?.[moment] ?? moment;
  const x = (moment: number): number => left + (placeOf(moment) - sight.from) * perPlace;
  const placeAt = (at: number): number => sight.from + (at - left) / perPlace;
  const momentOf = (place: number): number => {
    const moment = starts === undefined ? Math.floor(place) : bisectRight(starts, place) - 1;
    return Math.max(0, Math.min(moment, steps));
  };
  const first = momentOf(sight.from);
  const last = Math.max(first, momentOf(sight.to - (sight.to - sight.from) * 1e-9));
  return {
    axis,
    sight,
    left,
    width,
    first,
    last,
    x,
    placeAt,
    momentAt: (at) => momentOf(placeAt(at)),
    column: width / (last - first + 1),
  };
}

/** Labels of moments closer than this become fewer, in px. */
const LABELS_APART = 40;
const DECADE = [1, 2, 5] as const;

/** The moments that have a label: all, or every second, fifth, tenth; on the clock, as many as stay apart. */
export function labelledMoments(scale: StepScale, apart = LABELS_APART): readonly number[] {
  const { first, last, axis, column } = scale;
  const moments: number[] = [];
  if (axis.starts === undefined) {
    let every = 1;
    for (let power = 1; every * column < apart; power *= 10) {
      every = (DECADE.find((digit) => digit * power * column >= apart) ?? 10) * power;
    }
    for (let moment = Math.ceil(first / every) * every; moment <= last; moment += every) moments.push(moment);
    return moments;
  }
  for (let moment = first; moment <= last;) {
    moments.push(moment);
    const next = scale.momentAt(scale.x(moment) + apart);
    moment = Math.max(moment + 1, scale.x(next) - scale.x(moment) < apart ? next + 1 : next);
  }
  return moments;
}
