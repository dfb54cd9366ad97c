/** Makes the columns of a timeline while its steps are carried out. */
import {
  DEVICE_STATES,
  STEP_OUTCOMES,
  type DeviceState,
  type LiveIndex,
  type SpanColumns,
  type StateColumns,
  type StepColumns,
  type StepOutcome,
} from '../space/timeline';
import type { Attempt } from './step-kind';

/** A moment of which all spans are listed. */
const LISTED_EVERY = 256;

export interface SpanStart {
  readonly kind: string;
  readonly origin: number;
  readonly start: number;
  readonly size: number;
  readonly slot: number;
  readonly node: number;
}

export interface StepRow {
  readonly outcome: StepOutcome;
  /** -1 for none. */
  readonly span: number;
  readonly used: number;
  readonly online: number;
  readonly slots: number;
  /** NaN where not known. */
  readonly atMs: number;
}

const indices = <T extends string>(names: readonly T[]): ReadonlyMap<T, number> =>
  new Map(names.map((name, index) => [name, index]));
const OUTCOMES = indices(STEP_OUTCOMES);
const STATES = indices(DEVICE_STATES);

export class TimelineColumns {
  readonly #steps: number;
  readonly #step: StepColumns;
  readonly #kinds = new Map<string, number>();
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #start: number[] = [];
  readonly #size: number[] = [];
  readonly #slot: number[] = [];
  readonly #node: number[] = [];
  readonly #kind: number[] = [];
  readonly #origin: number[] = [];
  /** The newest state of each span, and how many it has had. */
  readonly #last: number[] = [];
  readonly #states: number[] = [];
  /** States in order of time. */
  readonly #stateSpan: number[] = [];
  readonly #stateFrom: number[] = [];
  readonly #state: number[] = [];
  readonly #plugged: number[] = [];
  readonly #online: number[] = [];
  readonly #open = new Set<number>();
  readonly #listFirst: number[] = [];
  readonly #listed: number[] = [];
  readonly #next: number[] = [];

  constructor(steps: number) {
    this.#steps = steps;
    this.#step = {
      outcome: new Uint8Array(steps),
      span: new Int32Array(steps),
      used: new Float64Array(steps),
      online: new Float64Array(steps),
      slots: new Uint16Array(steps),
      atMs: new Float64Array(steps),
    };
  }

  /** A device is there from a moment on. Gives its span. */
  open(moment: number, span: SpanStart): number {
    const index = this.#add(moment, this.#steps + 1, span);
    this.#open.add(index);
    return index;
  }

  /** A device was asked for and did not come. */
  refuse(moment: number, origin: number, { kind, node, start = NaN, size = NaN, slot = -1 }: Attempt): number {
    return this.#add(moment, moment, { kind, origin, start, size, slot, node });
  }

  #add(from: number, to: number, { kind, origin, start, size, slot, node }: SpanStart): number {
    this.#from.push(from);
    this.#to.push(to);
    this.#start.push(start);
    this.#size.push(size);
    this.#slot.push(slot);
    this.#node.push(node);
    let number = this.#kinds.get(kind);
    if (number === undefined) this.#kinds.set(kind, (number = this.#kinds.size));
    this.#kind.push(number);
    this.#origin.push(origin);
    this.#last.push(-1);
    this.#states.push(0);
    return this.#from.length - 1;
  }

  /** A device is gone from a moment on. Gives the bytes that it had online. */
  close(span: number, moment: number): number {
    this.#to[span] = moment;
    this.#open.delete(span);
    return this.#online[this.#last[span] ?? -1] ?? 0;
  }

  /** What a device is now; nothing is kept if it is what it was. Gives by how much its online bytes have changed. */
  change(span: number, moment: number, state: DeviceState, plugged: number, online: number): number {
    const last = this.#last[span] ?? -1;
    const number = STATES.get(state) ?? 0;
    const before = this.#online[last] ?? 0;
    if (this.#state[last] === number && this.#plugged[last] === plugged && before === online) return 0;
    this.#last[span] = this.#state.length;
    this.#states[span] = (this.#states[span] ?? 0) + 1;
    this.#stateSpan.push(span);
    this.#stateFrom.push(moment);
    this.#state.push(number);
    this.#plugged.push(plugged);
    this.#online.push(online);
    return online - before;
  }

  /** Ends a moment: 0 is boot, without a row. */
  end(moment: number, row?: StepRow): void {
    if (row !== undefined) {
      const at = moment - 1;
      this.#step.outcome[at] = OUTCOMES.get(row.outcome) ?? 0;
      this.#step.span[at] = row.span;
      this.#step.used[at] = row.used;
      this.#step.online[at] = row.online;
      this.#step.slots[at] = row.slots;
      this.#step.atMs[at] = row.atMs;
    }
    if (moment % LISTED_EVERY !== 0) return;
    this.#listFirst.push(this.#listed.length);
    // In order of `from`, since a set keeps the order of what was added.
    for (const span of this.#open) this.#listed.push(span);
    this.#next.push(this.#from.length);
  }

  get kinds(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** Of so many steps; all are the columns themselves, fewer a copy. */
  columns(steps: number): StepColumns {
    const { outcome, span, used, online, slots, atMs } = this.#step;
    return steps === this.#steps
      ? this.#step
      : {
          outcome: outcome.slice(0, steps),
          span: span.slice(0, steps),
          used: used.slice(0, steps),
          online: online.slice(0, steps),
          slots: slots.slice(0, steps),
          atMs: atMs.slice(0, steps),
        };
  }

  get live(): LiveIndex {
    return {
      every: LISTED_EVERY,
      first: Uint32Array.from([...this.#listFirst, this.#listed.length]),
      spans: Uint32Array.from(this.#listed),
      next: Uint32Array.from(this.#next),
    };
  }

  /** @param steps so many are done: what is there now stays to the end of them */
  spans(steps: number): SpanColumns {
    const firstState = new Uint32Array(this.#from.length + 1);
    for (const [span, count] of this.#states.entries()) firstState[span + 1] = (firstState[span] ?? 0) + count;
    return {
      from: Uint32Array.from(this.#from),
      to: Uint32Array.from(this.#to, (to) => Math.min(to, steps + 1)),
      start: Float64Array.from(this.#start),
      size: Float64Array.from(this.#size),
      slot: Int16Array.from(this.#slot),
      node: Int32Array.from(this.#node),
      kind: Uint8Array.from(this.#kind),
      origin: Int32Array.from(this.#origin),
      firstState,
    };
  }

  /** By span, and within one by time. */
  states({ firstState }: SpanColumns): StateColumns {
    const count = this.#state.length;
    const [from, state] = [new Uint32Array(count), new Uint8Array(count)];
    const [plugged, online] = [new Float64Array(count), new Float64Array(count)];
    const next = Uint32Array.from(firstState);
    for (let row = 0; row < count; row += 1) {
      const span = this.#stateSpan[row] ?? 0;
      const at = next[span] ?? 0;
      next[span] = at + 1;
      from[at] = this.#stateFrom[row] ?? 0;
      state[at] = this.#state[row] ?? 0;
      plugged[at] = this.#plugged[row] ?? 0;
      online[at] = this.#online[row] ?? 0;
    }
    return { from, state, plugged, online };
  }
}
