import { untrack } from 'svelte';

/** A view that has not changed for this long is at rest, in ms. */
const REST = 100;

/**
 * A value that follows another one when it has come to rest, so that what costs layout (the elements that stand for ranges) does not
 * take part in motion.
 */
export class Resting<T> {
  #value = $state.raw() as T;
  #waits = $state.raw(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #cause: readonly unknown[] = [];

  constructor(first: T) {
    this.#value = first;
  }

  get value(): T {
    return this.#value;
  }

  /** A newer value is to come. */
  get waits(): boolean {
    return this.#waits;
  }

  /**
   * To be called whenever the value may have changed.
   * @param cause what must not wait: if any of it is new, the value follows at once
   */
  follow(read: () => T, ...cause: readonly unknown[]): void {
    const isUrgent = cause.length !== this.#cause.length || cause.some((each, index) => each !== this.#cause[index]);
    this.#cause = cause;
    clearTimeout(this.#timer);
    this.#waits = !isUrgent;
    if (isUrgent) this.#value = untrack(read);
    else this.#timer = setTimeout(() => this.#rest(read), REST);
  }

  #rest(read: () => T): void {
    this.#waits = false;
    this.#value = read();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
