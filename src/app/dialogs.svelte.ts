export type DialogName = 'shortcuts' | 'go-to' | 'import' | 'samples' | 'share';

/** Which dialog is open: at most one. */
export class Dialogs {
  #shown = $state.raw<DialogName>();

  get shown(): DialogName | undefined {
    return this.#shown;
  }

  show(name: DialogName): void {
    this.#shown = name;
  }

  close(): void {
    this.#shown = undefined;
  }
}
