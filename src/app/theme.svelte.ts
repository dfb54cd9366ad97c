import type { Store } from './page';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'physmap.theme';

/** Light or dark: the system's choice, or one that is remembered. The style sheet reads `data-theme` of the root element. */
export class Theme {
  readonly #storage: Store | undefined;
  #choice = $state.raw<ThemeChoice>('system');
  #systemIsDark = $state.raw(false);
  /** What is on the screen now. */
  readonly shown = $derived<'light' | 'dark'>(
    this.#choice === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.#choice,
  );

  constructor(storage: Store | undefined) {
    this.#storage = storage;
    try {
      const remembered = storage?.getItem(KEY);
      if (remembered === 'light' || remembered === 'dark') this.#choice = remembered;
    } catch {
      // A browser that forbids storage still has the system's choice.
    }
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** Goes to the other of light and dark; forgets the override when that is what the system has anyway. */
  toggle(): void {
    const next = this.shown === 'dark' ? 'light' : 'dark';
    this.choose(next === (this.#systemIsDark ? 'dark' : 'light') ? 'system' : next);
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    try {
      if (choice === 'system') this.#storage?.removeItem(KEY);
      else this.#storage?.setItem(KEY, choice);
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  /** Follows the system until the returned function is called. */
  followSystem(query: Pick<MediaQueryList, 'matches' | 'addEventListener' | 'removeEventListener'>): () => void {
    const read = (): void => {
      this.#systemIsDark = query.matches;
    };
    read();
    query.addEventListener('change', read);
    return () => query.removeEventListener('change', read);
  }

  /** Writes the override where the style sheet looks for it; for an effect. */
  apply(root: HTMLElement): void {
    if (this.#choice === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.#choice;
  }
}
