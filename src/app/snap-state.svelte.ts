import { leastStep, statedSize } from '../core/document/extent';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';
import type { Store } from './page';
import { isSnap, unitFor, type Snap } from './snapping';

const KEY = 'physmap.snap';

/** The step that the user has chosen, remembered by the browser, and for a moment the next finer one. */
export class SnapState {
  readonly #storage: Store | undefined;
  #choice = $state.raw<Snap>('auto');
  /** Alt is held. */
  fine = $state.raw(false);

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

  /** The step in force for what lies at a path, in bytes. */
  unitOf(document: LayoutDocument, path: DocPath, size = statedSize(document, path) ?? 0): number {
    return unitFor(this.#choice, size, leastStep(document, path), this.fine);
  }
}
