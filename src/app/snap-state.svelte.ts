import type { Store } from './page';
import { isSnap, type Snap } from './snaps';

const KEY = 'physmap.snap';

/** The step that the user has chosen, remembered by the browser. */
export class SnapState {
  readonly #storage: Store | undefined;
  #choice = $state.raw<Snap>('auto');

  constructor(storage: Store | undefined) {
    this.#storage = storage;
    try {
      const text = storage?.getItem(KEY);
      const remembered = text === 'auto' ? text : Number(text ?? Number.NaN);
      if (isSnap(remembered)) this.#choice = remembered;
    } catch {
      // A browser that forbids storage still has the choice by size.
    }
  }

  get choice(): Snap {
    return this.#choice;
  }

  choose(choice: Snap): void {
    this.#choice = choice;
    try {
      this.#storage?.setItem(KEY, String(choice));
    } catch {
      // Forgotten with the page.
    }
  }
}
