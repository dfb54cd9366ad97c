import type { Addr } from '../core/base/addr';
import type { Range } from '../core/base/range';

/** Bytes to bring into sight, and what to say when they are there. */
export interface Wanted {
  readonly range: Range;
  /** The address of them that matters most. */
  readonly at?: Addr;
  readonly said: string;
}

/** An axis as a link keeps it. */
export interface AxisSight {
  /** Which scale. */
  readonly kind: string;
  /** Starts of the gaps and groups that are open. */
  readonly unfolded: ReadonlySet<number>;
  /** The addresses in sight; undefined: nobody has moved it. */
  readonly sight: Range | undefined;
}

/** What the map on screen shall show. Each call is a wish of its own, also for the same bytes. */
export class Sight {
  /** A layout that QEMU refuses is shown as a map, and not by what is at stake. */
  asMap = $state.raw(false);
  /** The axis of the map, while there is one. */
  axis = $state.raw<AxisSight>();
  /** What a link wants the axis to be, until a map is there and has taken it. */
  linked = $state.raw<Partial<AxisSight>>();
  #wanted = $state.raw<Wanted>();

  /** The latest wish that no map has taken yet. */
  get wanted(): Wanted | undefined {
    return this.#wanted;
  }

  /** Asks for bytes to be in sight, and tall enough to read. */
  show(wanted: Wanted): void {
    this.#wanted = { ...wanted };
  }

  /** Takes the wish, for the map that fulfils it. */
  take(): Wanted | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    return wanted;
  }
}
