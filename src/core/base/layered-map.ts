/**
 * A map that is copied often and changed little: a copy shares all that was there, and both go on from it by themselves. A copy costs
 * as much as what has changed since the last one, over many copies at most its logarithm more; a look goes through as many layers.
 */
const GONE = Symbol('gone');

type Layer<K, V> = ReadonlyMap<K, V | typeof GONE>;

export class LayeredMap<K, V> {
  /** The oldest first; none of them changes any more. Each has less than half of the one before. */
  #layers: readonly Layer<K, V>[];
  #top = new Map<K, V | typeof GONE>();

  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#layers = [new Map(entries)];
  }

  get(key: K): V | undefined {
    const found = this.#find(key);
    return found === GONE ? undefined : found;
  }

  has(key: K): boolean {
    const found = this.#find(key);
    return found !== undefined && found !== GONE;
  }

  set(key: K, value: V): this {
    this.#top.set(key, value);
    return this;
  }

  delete(key: K): boolean {
    const was = this.has(key);
    if (was) this.#top.set(key, GONE);
    return was;
  }

  copy(): LayeredMap<K, V> {
    if (this.#top.size > 0) {
      this.#layers = pressed([...this.#layers, this.#top]);
      this.#top = new Map();
    }
    const copied = new LayeredMap<K, V>();
    copied.#layers = this.#layers;
    return copied;
  }

  #find(key: K): V | typeof GONE | undefined {
    const newest = this.#top.get(key);
    if (newest !== undefined) return newest;
    for (let at = this.#layers.length - 1; at >= 0; at -= 1) {
      const found = this.#layers[at]?.get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Joins layers from the newest on until each has less than half of the one before. What is gone needs no place in the oldest. */
function pressed<K, V>(layers: Layer<K, V>[]): readonly Layer<K, V>[] {
  for (;;) {
    const upper = layers.at(-1);
    const lower = layers.at(-2);
    if (upper === undefined || lower === undefined || upper.size * 2 < lower.size) return layers;
    const joined = new Map(lower);
    const isOldest = layers.length === 2;
    for (const [key, value] of upper) {
      if (isOldest && value === GONE) joined.delete(key);
      else joined.set(key, value);
    }
    layers.splice(-2, 2, joined);
  }
}
