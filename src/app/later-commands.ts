import type { Command } from './commands';

export type FetchCommands = () => Promise<readonly Command[]>;

interface Waiting {
  readonly fetch: FetchCommands;
  take(commands: readonly Command[]): void;
}

/** Commands of views on screen that need not be there before the first touch of the page. */
export class LaterCommands {
  readonly #waiting = new Set<Waiting>();
  #coming: Promise<void> | undefined;

  /** @returns what takes them away, whether they have come by then or not */
  add(fetch: FetchCommands, show: (commands: readonly Command[]) => () => void): () => void {
    let remove = (): void => undefined;
    const waiting = { fetch, take: (commands: readonly Command[]) => (remove = show(commands)) };
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
      remove();
    };
  }

  /**
   * Undefined where nothing is still to come. All that is waited for comes in one go, so that no key finds the commands of one view
   * there and those of another not. What cannot be fetched is tried again the next time.
   */
  fetch(onfailure: () => void): Promise<void> | undefined {
    if (this.#waiting.size === 0) return undefined;
    this.#coming ??= this.#takeAll()
      .catch(onfailure)
      .finally(() => (this.#coming = undefined));
    return this.#coming;
  }

  async #takeAll(): Promise<void> {
    const waiting = [...this.#waiting];
    const fetched = await Promise.all(waiting.map(async (each) => ({ each, commands: await this.#fetched(each) })));
    // Taken away since: then there is nothing to show.
    for (const { each, commands } of fetched) if (this.#waiting.delete(each)) each.take(commands);
    // Views that came on screen meanwhile.
    if (this.#waiting.size > 0) await this.#takeAll();
  }

  async #fetched(each: Waiting): Promise<readonly Command[]> {
    try {
      return await each.fetch();
    } catch (failure) {
      // What a view lacks that went away is not missed.
      if (this.#waiting.has(each)) throw failure;
      return [];
    }
  }
}
