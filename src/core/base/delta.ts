/**
 * What is different between two values of plain data, as one flat list: a list of numbers and texts crosses to another thread in a
 * fraction of the time that as many small objects take, and what did not change stays the very same object there.
 */

/** Steps of a walk through the old value; see `deltaOf`. Plain data itself, so that it can be sent. */
export type Delta = readonly unknown[];

/** A value takes the place of the old one: `PUT, value`. */
const PUT = 0;
/** Of an object: `FIELDS, changes, (key, step…)…, removals, key…`. */
const FIELDS = 1;
/** Of a list: `ITEMS, length, changes, (index, step…)…`. */
const ITEMS = 2;
/** What came of an earlier `FIELDS` or `ITEMS`, counted from 0: both values share objects. `AGAIN, number`. */
const AGAIN = 3;

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** Fields that can be set one by one. */
const isFields = (value: unknown): value is Fields =>
  isObject(value) &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !Array.isArray(value) &&
  !Object.hasOwn(value, '__proto__');

/** The steps that make `after` of `before`; empty: they say the same. For objects, lists, bytes, texts and numbers, without cycles. */
export function deltaOf(before: unknown, after: unknown): Delta {
  return new Writer().write(before, after).steps;
}

interface Known {
  readonly before: object;
  /** Its number, or undefined: it says what `before` says. */
  readonly number: number | undefined;
}

class Writer {
  readonly steps: unknown[] = [];
  readonly #known = new Map<object, Known>();
  #made = 0;

  write(before: unknown, after: unknown): this {
    this.#differs(before, after);
    return this;
  }

  /** Writes the steps, if there are any. */
  #differs(before: unknown, after: unknown): boolean {
    if (Object.is(before, after)) return false;
    const isList = Array.isArray(before) && Array.isArray(after);
    if (!isList && !(isFields(before) && isFields(after))) {
      if (isSameBytes(before, after)) return false;
      this.steps.push(PUT, after);
      return true;
    }
    const known = this.#known.get(after);
    if (known?.before === before) {
      if (known.number !== undefined) this.steps.push(AGAIN, known.number);
      return known.number !== undefined;
    }
    const number = isList ? this.#items(before, after) : this.#fields(before as Fields, after as Fields);
    this.#known.set(after, { before, number });
    return number !== undefined;
  }

  #items(before: readonly unknown[], after: readonly unknown[]): number | undefined {
    const { steps } = this;
    const at = steps.push(ITEMS, after.length, 0) - 1;
    let changes = 0;
    for (const [index, item] of after.entries()) {
      steps.push(index);
      if (index < before.length ? this.#differs(before[index], item) : this.#put(item)) changes += 1;
      else steps.pop();
    }
    return this.#end(at, 2, changes, changes > 0 || before.length !== after.length);
  }

  #fields(before: Fields, after: Fields): number | undefined {
    const { steps } = this;
    const at = steps.push(FIELDS, 0) - 1;
    let changes = 0;
    for (const key of Object.keys(after)) {
      steps.push(key);
      if (Object.hasOwn(before, key) ? this.#differs(before[key], after[key]) : this.#put(after[key])) changes += 1;
      else steps.pop();
    }
    const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
    steps.push(gone.length, ...gone);
    return this.#end(at, 1, changes, changes > 0 || gone.length > 0);
  }

  #put(value: unknown): true {
    this.steps.push(PUT, value);
    return true;
  }

  /** Notes how many changes there are where they are counted, or takes back what was written. */
  #end(at: number, head: number, changes: number, differs: boolean): number | undefined {
    if (!differs) {
      this.steps.length = at - head;
      return undefined;
    }
    this.steps[at] = changes;
    this.#made += 1;
    return this.#made - 1;
  }
}

function isSameBytes(before: unknown, after: unknown): boolean {
  if (!(before instanceof Uint8Array) || !(after instanceof Uint8Array) || before.length !== after.length) return false;
  return before.every((byte, index) => byte === after[index]);
}

/** From what each value was made; nothing is kept for being here. */
const madeFrom = new WeakMap<object, WeakRef<object>>();

/** Whether that was noted. */
export const isMadeFrom = (after: unknown, before: unknown): boolean =>
  isObject(after) && isObject(before) && madeFrom.get(after)?.deref() === before;

/** Notes that all that two values have in common is the same objects. */
export function noteMade(after: unknown, before: unknown): void {
  if (isObject(after) && isObject(before) && after !== before) madeFrom.set(after, new WeakRef(before));
}

/** What `deltaOf(before, after)` was made from, as `after`; what it leaves alone is the same object as in `before`. */
export function applyDelta(before: unknown, delta: Delta): unknown {
  const made: unknown[] = [];
  let at = 0;
  const next = (): unknown => delta[at++];
  const step = (old: unknown): unknown => {
    const kind = next();
    if (kind === PUT) return next();
    if (kind === AGAIN) return made[Number(next())];
    const isList = kind === ITEMS;
    const value: unknown = isList ? (old as unknown[]).slice(0, Number(next())) : { ...(old as object) };
    const fields = value as Record<PropertyKey, unknown>;
    for (let left = Number(next()); left > 0; left -= 1) {
      const key = next() as PropertyKey;
      fields[key] = step(fields[key]);
    }
    if (!isList) for (let left = Number(next()); left > 0; left -= 1) Reflect.deleteProperty(fields, String(next()));
    made.push(value);
    return value;
  };
  const after = delta.length === 0 ? before : step(before);
  noteMade(after, before);
  return after;
}
