import type { Addr } from '../core/base/addr';

/** Marked addresses of the map. They are notes of whoever looks, so they are no part of the layout. */
export class Marks {
  #kept = $state.raw<readonly Addr[]>([]);
  #moving = $state.raw<Addr>();

  /** All of them, rising: those kept and the one that moves. */
  readonly all = $derived<readonly Addr[]>(
    [...new Set([...this.#kept, ...(this.#moving === undefined ? [] : [this.#moving])])].sort((a, b) => a - b),
  );

  /** The one mark that the next `put` moves. */
  get moving(): Addr | undefined {
    return this.#moving;
  }

  /** Puts the moving mark at an address. */
  put(at: Addr): void {
    this.#moving = at;
  }

  /** Lets the moving mark stay where it is, and the next one be another; the same address again takes a kept mark away. */
  keep(at: Addr): void {
    const without = this.#kept.filter((each) => each !== at);
    this.#kept = without.length === this.#kept.length ? [...without, at] : without;
    if (this.#moving === at) this.#moving = undefined;
  }

  clear(): void {
    this.#kept = [];
    this.#moving = undefined;
  }
}
