import type { LayoutDocument } from '../../core/document/schema';
import { DRAFT, got, namesUnder, OLD_DRAFT, tabName } from '../autosave-storage';
import { NOT_FETCHED } from '../not-fetched';
import type { Page } from '../page';
import type { Workspace } from '../workspace.svelte';
import type { Library } from './library.svelte';
import { follow } from './place';

/** The way to the library of layouts, which is fetched when it is first needed; and what needs it unasked, so that no work is lost. */
export class LibraryDoor {
  readonly #workspace: Workspace;
  readonly #page: Page;
  #library: Promise<Library> | undefined;
  #layouts = 1;

  constructor(workspace: Workspace, page: Page) {
    this.#workspace = workspace;
    this.#page = page;
  }

  /** Rejects where it cannot be fetched. */
  async fetch(): Promise<Library> {
    this.#library ??= import('./library.svelte').then(({ Library }) => new Library(this.#workspace, this.#page));
    try {
      return await this.#library;
    } catch (failure) {
      this.#library = undefined;
      throw failure;
    }
  }

  /** Looks after what tabs left behind that were closed or crashed. */
  start(): void {
    const { storage } = this.#page;
    const own = tabName(this.#page);
    const isAlone = namesUnder(storage, DRAFT).every((name) => name === own) && got(storage, OLD_DRAFT) === undefined;
    if (!isAlone) this.#ask((library) => library.offerLeft());
  }

  /** Told of every change: work that makes room for another layout, and that nothing else holds, goes into the library. */
  follow(before: LayoutDocument, after: LayoutDocument): void {
    const { history } = this.#workspace;
    const isOther = history.layouts !== this.#layouts;
    this.#layouts = history.layouts;
    follow(before, after, isOther);
    if (isOther && !history.isSaved(before)) this.#ask((library) => library.keep(before));
  }

  #ask(deed: (library: Library) => Promise<unknown>): void {
    const { errands, notices } = this.#workspace;
    void errands.run(this.fetch().then(deed)).catch(() => notices.add(NOT_FETCHED));
  }
}
