import { untrack } from 'svelte';

/** What people have done and what is still to come of it, because the code for it is on its way. */
export class Errands {
  #count = $state.raw(0);

  /** Something that was done has not been carried out yet. */
  get busy(): boolean {
    return this.#count > 0;
  }

  /** Counts as busy until it is settled, one way or the other. */
  async run<T>(errand: Promise<T>): Promise<T> {
    this.#add(1);
    try {
      return await errand;
    } finally {
      this.#add(-1);
    }
  }

  /** An effect that begins an errand must not run again because of that. */
  #add(by: number): void {
    untrack(() => (this.#count += by));
  }
}
