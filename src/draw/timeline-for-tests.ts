/** Timelines from a few words. For tests. */
import {
  DEVICE_STATES,
  STEP_OUTCOMES,
  type DeviceState,
  type StepOutcome,
  type Timeline,
} from '../core/space/timeline';

const GiB = 2 ** 30;

export interface SpanWords {
  readonly from: number;
  /** Absent: it stays. The same as `from`: it was refused. */
  readonly to?: number;
  readonly start?: number;
  readonly size: number;
  readonly slot?: number;
  readonly kind?: string;
  /** `events.N` as N, `devices.N` as -1 - N; absent: the step that it begins with. */
  readonly origin?: number;
  readonly states?: readonly {
    readonly from: number;
    readonly state: DeviceState;
    readonly plugged?: number;
    readonly online?: number;
  }[];
}

export interface TimelineWords {
  readonly steps: number;
  readonly spans: readonly SpanWords[];
  /** By step; absent is done. */
  readonly outcomes?: Readonly<Record<number, readonly [StepOutcome, number]>>;
  readonly window?: { readonly start: number; readonly end: number };
  readonly budget?: number;
  readonly slots?: number;
  readonly bootRam?: number;
  readonly atMs?: readonly number[];
}

const EVERY = 64;

export function timelineOf(words: TimelineWords): Timeline {
  const { steps } = words;
  const spans = [...words.spans].sort((a, b) => a.from - b.from);
  const kinds = [...new Set(spans.map(({ kind }) => kind ?? 'pc-dimm'))];
  const states = spans.map((span) =>
    span.to === span.from
      ? []
      : (span.states ?? [{ from: span.from, state: 'online' as const }]).map((each) => ({
          plugged: span.size,
          online: each.state === 'online' ? (each.plugged ?? span.size) : 0,
          ...each,
        })),
  );
  const firstState = [0];
  for (const each of states) firstState.push((firstState.at(-1) ?? 0) + each.length);
  const all = states.flat();
  const there: number[][] = Array.from({ length: Math.floor(steps / EVERY) + 1 }, () => []);
  const next = there.map(() => spans.length);
  const changes = { size: new Float64Array(steps + 2), slot: new Float64Array(steps + 2) };
  const beginsAt = new Map<number, number>();
  spans.forEach(({ from, to = steps + 1, size, slot }, index) => {
    for (let at = Math.ceil(from / EVERY); at * EVERY < to; at += 1) there[at]?.push(index);
    for (let at = 0; at * EVERY < from && at < next.length; at += 1) next[at] = Math.min(next[at] ?? 0, index);
    if (!beginsAt.has(from)) beginsAt.set(from, index);
    for (const [moment, by] of [
      [from, 1],
      [to, -1],
    ] as const) {
      changes.size[moment] = (changes.size[moment] ?? 0) + by * size;
      changes.slot[moment] = (changes.slot[moment] ?? 0) + (slot === undefined ? 0 : by);
    }
  });
  const summed = (column: Float64Array) => {
    let sum = 0;
    return column.map((change) => (sum += change)).slice(1, steps + 1);
  };
  const first = there.reduce((sums, each) => [...sums, (sums.at(-1) ?? 0) + each.length], [0]);
  const used = summed(changes.size);
  const moments = Array.from({ length: steps }, (_, index) => index + 1);
  const outcome = moments.map((step) => STEP_OUTCOMES.indexOf(words.outcomes?.[step]?.[0] ?? 'done'));
  const spanOf = moments.map((step) => words.outcomes?.[step]?.[1] ?? beginsAt.get(step) ?? -1);
  return {
    steps,
    kinds,
    columns: {
      outcome: Uint8Array.from(outcome),
      span: Int32Array.from(spanOf),
      used,
      online: used,
      slots: Uint16Array.from(summed(changes.slot)),
      atMs: Float64Array.from(moments.map((step) => words.atMs?.[step - 1] ?? NaN)),
    },
    spans: {
      from: Uint32Array.from(spans.map(({ from }) => from)),
      to: Uint32Array.from(spans.map(({ to }) => to ?? steps + 1)),
      start: Float64Array.from(spans.map(({ start }) => start ?? NaN)),
      size: Float64Array.from(spans.map(({ size }) => size)),
      slot: Int16Array.from(spans.map(({ slot }) => slot ?? -1)),
      node: new Int32Array(spans.length),
      kind: Uint8Array.from(spans.map(({ kind }) => kinds.indexOf(kind ?? 'pc-dimm'))),
      origin: Int32Array.from(spans.map(({ origin, from }) => origin ?? from - 1)),
      firstState: Uint32Array.from(firstState),
    },
    states: {
      from: Uint32Array.from(all.map(({ from }) => from)),
      state: Uint8Array.from(all.map(({ state }) => DEVICE_STATES.indexOf(state))),
      plugged: Float64Array.from(all.map(({ plugged }) => plugged)),
      online: Float64Array.from(all.map(({ online }) => online)),
    },
    live: {
      every: EVERY,
      first: Uint32Array.from(first),
      spans: Uint32Array.from(there.flat()),
      next: Uint32Array.from(next),
    },
    ...(words.window === undefined ? {} : { window: words.window }),
    budget: words.budget ?? 0,
    slots: words.slots ?? 0,
    bootRam: words.bootRam ?? 4 * GiB,
  };
}

/** Four slots and 28 GiB for devices: DIMMs come and go, and the last one finds room and no budget. */
export const dayOfResizing: Timeline = timelineOf({
  steps: 6,
  window: { start: 6 * GiB, end: 38 * GiB },
  budget: 28 * GiB,
  slots: 4,
  bootRam: 4 * GiB,
  spans: [
    { from: 1, to: 3, start: 6 * GiB, size: 8 * GiB, slot: 0 },
    { from: 2, start: 14 * GiB, size: 8 * GiB, slot: 1 },
    { from: 4, start: 22 * GiB, size: 12 * GiB, slot: 0 },
    { from: 5, start: 6 * GiB, size: 8 * GiB, slot: 2 },
    { from: 6, to: 6, size: 4 * GiB },
  ],
  outcomes: { 3: ['released', 0], 6: ['refused', 4] },
});

/** A DIMM comes, another one goes, as often as there are steps: 64 slots, up to 32 devices at once. */
export function busyTimeline(steps: number): Timeline {
  const spans: SpanWords[] = [];
  const outcomes: Record<number, readonly [StepOutcome, number]> = {};
  const MOST = 32;
  for (let step = 1; step <= steps; step += 2) {
    const nth = (step - 1) / 2;
    const to = step + 2 * MOST - 1;
    const size = (1 + (nth % 3)) * GiB;
    spans.push({
      from: step,
      ...(to <= steps ? { to } : {}),
      start: (8 + (nth % MOST) * 4) * GiB,
      size,
      slot: nth % MOST,
    });
    if (to <= steps) outcomes[to] = ['released', nth];
  }
  const window = { start: 8 * GiB, end: 200 * GiB };
  return timelineOf({ steps, spans, outcomes, window, budget: 128 * GiB, slots: 64 });
}
