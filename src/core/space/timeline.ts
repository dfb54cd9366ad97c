/**
 * Memory devices over the steps of a timeline: what lies where, from when until when. Columns and not objects, since a timeline may
 * have 100,000 steps and crosses from worker to page at every edit.
 *
 * A moment is the number of steps that have happened: 0 is boot, n is the state behind step n (`events.${n - 1}` of the layout).
 */

/** How a step ended. */
export const STEP_OUTCOMES = [
  /** QEMU did it. */
  'done',
  /** QEMU answered with an error. */
  'refused',
  /** The guest gave the device back, and it is gone. */
  'released',
  /** The guest refused; the device stays. */
  'declined',
  /** The guest stopped before the size that was requested. */
  'partial',
  /** Asked for, and nothing in the guest answers. */
  'pending',
  /** QEMU had ended before. */
  'never',
] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** What the guest makes of a device. */
export const DEVICE_STATES = [
  /** All that it offers is RAM of the guest. */
  'online',
  /** A part is: some blocks offline, or a virtio-mem device that is not fully plugged. */
  'partly-online',
  /** Blocks are there, none online. */
  'offline',
  /** The guest sees it and does not take it as RAM: a block-size rule, a missing driver, persistent memory. */
  'unused',
  /** Its unplug was asked for, and nothing has answered. */
  'leaving',
] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** Columns by step: item n is the state behind step n + 1. */
export interface StepColumns {
  /** Index into `STEP_OUTCOMES`. */
  readonly outcome: Uint8Array;
  /** The span that the step speaks of; -1 for none. */
  readonly span: Int32Array;
  /** Bytes of all memory devices, as QEMU counts them against maxmem. */
  readonly used: Float64Array;
  /** Bytes of memory devices that the guest has online as RAM. */
  readonly online: Float64Array;
  /** Slots in use. */
  readonly slots: Uint16Array;
  /** Milliseconds since the machine started; NaN where not known. */
  readonly atMs: Float64Array;
}

/** Columns by span: the stay of one device, or an attempt that was refused (`from` equals `to`). In order of `from`. */
export interface SpanColumns {
  /** First moment at which it is there, and the first at which it is not any more; `steps + 1` if it stays. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** First address, and bytes; NaN where a refused attempt has none. A refused attempt without `addr` has no address. */
  readonly start: Float64Array;
  readonly size: Float64Array;
  /** -1 for none. */
  readonly slot: Int16Array;
  readonly node: Int32Array;
  /** Index into `Timeline.kinds`. */
  readonly kind: Uint8Array;
  /** Where it comes from: n of `events.n`, or -1 - n of `devices.n`. */
  readonly origin: Int32Array;
  /** Where its states begin in `StateColumns`; one more item than spans, so that the next item ends them. */
  readonly firstState: Uint32Array;
}

/** What becomes of each span, in order of time. */
export interface StateColumns {
  readonly from: Uint32Array;
  /** Index into `DEVICE_STATES`. */
  readonly state: Uint8Array;
  /** Bytes plugged: of virtio-mem less than its size; else the size. */
  readonly plugged: Float64Array;
  readonly online: Float64Array;
}

/** Spans that are there at every `every`-th moment, so that any moment is found without walking all spans. */
export interface LiveIndex {
  readonly every: number;
  /** Where the spans of checkpoint n begin in `spans`; one more item than checkpoints. */
  readonly first: Uint32Array;
  readonly spans: Uint32Array;
  /** The first span that begins behind the checkpoint's moment. */
  readonly next: Uint32Array;
}

export interface Timeline {
  readonly steps: number;
  /** Ids of device kinds. */
  readonly kinds: readonly string[];
  readonly columns: StepColumns;
  readonly spans: SpanColumns;
  readonly states: StateColumns;
  readonly live: LiveIndex;
  /** The device-memory window, half-open; absent without one. */
  readonly window?: { readonly start: number; readonly end: number };
  /** Bytes that maxmem leaves for devices. */
  readonly budget: number;
  readonly slots: number;
  readonly bootRam: number;
}

/** One span, as an object. */
export interface DeviceSpan {
  readonly index: number;
  readonly kind: string;
  /** `events.3` or `devices.0`. */
  readonly owner: string;
  readonly from: number;
  readonly to: number;
  readonly isRefused: boolean;
  /** Absent where a refused attempt has none. */
  readonly start?: number;
  readonly size?: number;
  readonly slot?: number;
  readonly node: number;
}

export interface StateAt {
  readonly state: DeviceState;
  readonly plugged: number;
  readonly online: number;
}

/** As it is shown: `boot`, `t3`. */
export const momentName = (moment: number): string => (moment === 0 ? 'boot' : `t${moment}`);

/** @param step 1 to `steps` */
export const outcomeOf = ({ columns }: Timeline, step: number): StepOutcome =>
  STEP_OUTCOMES[columns.outcome[step - 1] ?? 0] ?? 'done';

const known = (value: number | undefined): number | undefined =>
  value === undefined || Number.isNaN(value) ? undefined : value;

/** @param index 0 to the number of spans - 1 */
export function spanAt({ spans, kinds }: Timeline, index: number): DeviceSpan {
  const origin = spans.origin[index] ?? 0;
  const from = spans.from[index] ?? 0;
  const to = spans.to[index] ?? 0;
  const slot = spans.slot[index] ?? -1;
  const start = known(spans.start[index]);
  const size = known(spans.size[index]);
  return {
    index,
    kind: kinds[spans.kind[index] ?? 0] ?? '',
    owner: origin < 0 ? `devices.${-1 - origin}` : `events.${origin}`,
    from,
    to,
    isRefused: from === to,
    ...(start === undefined ? {} : { start }),
    ...(size === undefined ? {} : { size }),
    ...(slot < 0 ? {} : { slot }),
    node: spans.node[index] ?? 0,
  };
}

/** Indices of the spans that are there at a moment, in order of `from`. Cost: the devices then, and the spans of one checkpoint. */
export function spansAt({ spans, live }: Timeline, moment: number): readonly number[] {
  const checkpoint = Math.floor(moment / live.every);
  const there: number[] = [];
  const isThere = (index: number): boolean => (spans.from[index] ?? 0) <= moment && (spans.to[index] ?? 0) > moment;
  for (let at = live.first[checkpoint] ?? 0; at < (live.first[checkpoint + 1] ?? 0); at += 1) {
    const index = live.spans[at] ?? 0;
    if (isThere(index)) there.push(index);
  }
  for (let index = live.next[checkpoint] ?? spans.from.length; index < spans.from.length; index += 1) {
    if ((spans.from[index] ?? 0) > moment) break;
    if (isThere(index)) there.push(index);
  }
  return there;
}

/** What the guest makes of a span at a moment; undefined where it is not there. */
export function stateAt({ spans, states }: Timeline, index: number, moment: number): StateAt | undefined {
  let found: StateAt | undefined;
  for (let at = spans.firstState[index] ?? 0; at < (spans.firstState[index + 1] ?? 0); at += 1) {
    if ((states.from[at] ?? 0) > moment) break;
    found = {
      state: DEVICE_STATES[states.state[at] ?? 0] ?? 'online',
      plugged: states.plugged[at] ?? 0,
      online: states.online[at] ?? 0,
    };
  }
  return (spans.to[index] ?? 0) > moment ? found : undefined;
}
