/** More often than this, in ms, nobody reads what is written. */
const READ_EVERY_MS = 250;

/** A value that is followed at once where it changes now and then, and a few times a second while it changes with every frame. */
export class AtEase<T> {
  #value = $state.raw<T>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changedAt = -Infinity;

  /** Undefined until there is one. */
  get value(): T | undefined {
    return this.#value;
  }

  follow(value: T): void {
    clearTimeout(this.#timer);
    const rest = this.#changedAt + READ_EVERY_MS - performance.now();
    if (rest <= 0) this.#show(value);
    else this.#timer = setTimeout(() => this.#show(value), rest);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #show(value: T): void {
    this.#changedAt = performance.now();
    this.#value = value;
  }
}
