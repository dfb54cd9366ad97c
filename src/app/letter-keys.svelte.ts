import type { Store } from './page';

const KEY = 'physmap.letter-keys';

/** Whether single letters run commands; a choice that is remembered, since speech input types letters too. */
export class LetterKeys {
  readonly #storage: Store | undefined;
  #enabled = $state.raw(true);

  constructor(storage: Store | undefined) {
    this.#storage = storage;
    try {
      this.#enabled = storage?.getItem(KEY) !== 'off';
    } catch {
      // Without storage, letters are on.
    }
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  toggle(): void {
    this.#enabled = !this.#enabled;
    try {
      if (this.#enabled) this.#storage?.removeItem(KEY);
      else this.#storage?.setItem(KEY, 'off');
    } catch {
      // The choice then lasts as long as the page.
    }
  }
}
