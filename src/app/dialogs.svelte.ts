export type DialogName = 'shortcuts' | 'go-to' | 'import' | 'samples' | 'share' | 'known-hosts';

/** Which dialog is open: at most one. */
export class Dialogs {
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

  close(): void {
    this.#shown = undefined;
  }
}
