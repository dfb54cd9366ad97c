export type DialogName = 'shortcuts' | 'go-to' | 'import' | 'samples' | 'share' | 'known-hosts';

/** Text that came from a file, with the file's name. */
export interface Offered {
  readonly name: string;
  readonly text: string;
}

/** Which dialog is open: at most one. */
export class Dialogs {
  #offered = $state.raw<Offered>();
  #shown = $state.raw<DialogName>();
  #everShown = $state.raw<ReadonlySet<DialogName>>(new Set());

  get shown(): DialogName | undefined {
    return this.#shown;
  }

  show(name: DialogName): void {
    this.#shown = name;
    if (!this.#everShown.has(name)) this.#everShown = new Set([...this.#everShown, name]);
  }

  /** Whether it has been open before, or is: what was never asked for need not be fetched. */
  wasShown(name: DialogName): boolean {
    return this.#everShown.has(name);
  }

  /** What the import dialog is to read at once. */
  get offered(): Offered | undefined {
    return this.#offered;
  }

  /** Opens the import dialog on a text, which it reads: what was understood, and what was not, is told there. */
  offer(text: Offered): void {
    this.#offered = { ...text };
    this.show('import');
  }

  close(): void {
    this.#shown = undefined;
  }
}
