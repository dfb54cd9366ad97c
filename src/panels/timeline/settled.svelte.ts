/** Changes in less than this after the one before, in ms, are on their way to somewhere else. */
const PASSING_MS = 200;

/** A value as long as it stays: at once where one change stands alone, and nothing while they come one after the other. */
export class Settled<T> {
  #value = $state.raw<T>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changedAt = -Infinity;

  /** Undefined while the value passes. */
  get value(): T | undefined {
    return this.#value;
  }

  follow(value: T): void {
    const now = performance.now();
    const isAlone = now - this.#changedAt >= PASSING_MS;
    this.#changedAt = now;
    clearTimeout(this.#timer);
    this.#value = isAlone ? value : undefined;
    if (!isAlone) this.#timer = setTimeout(() => (this.#value = value), PASSING_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
