import type { Component, ComponentProps } from 'svelte';

/** What a component may be given: the bound that Svelte's own type of a component has. */
export type Given = ComponentProps<Component>;

let onTheirWay = $state.raw(0);

/** Parts of the page are still being fetched: it will look different in a moment. */
export const partsAreComing = (): boolean => onTheirWay > 0;

type Load<P extends Given> = () => Promise<{ readonly default: Component<P> }>;

/** A component that is fetched when it is first shown, so that the first load is without it; from then on it is there at once. */
export class Part<P extends Given> {
  readonly #load: Load<P>;
  #component = $state.raw<Component<P>>();
  #hasFailed = $state.raw(false);
  #isAsked = false;

  constructor(load: Load<P>) {
    this.#load = load;
  }

  /** One that the first screen shows, and that is there from the start. */
  static ready<P extends Given>(component: Component<P>): Part<P> {
    const part = new Part<P>(() => Promise.resolve({ default: component }));
    part.#component = component;
    part.#isAsked = true;
    return part;
  }

  /** Undefined until it is fetched. */
  get component(): Component<P> | undefined {
    return this.#component;
  }

  /** It could not be fetched: the network is down, or the files on the server are of another version. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Fetches it, once; a failure is tried again when it is asked for again. */
  async fetch(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#hasFailed = false;
    onTheirWay += 1;
    try {
      this.#component = (await this.#load()).default;
    } catch {
      this.#isAsked = false;
      this.#hasFailed = true;
    } finally {
      onTheirWay -= 1;
    }
  }
}
