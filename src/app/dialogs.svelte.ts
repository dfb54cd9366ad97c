export type DialogName =
  'shortcuts' | 'go-to' | 'import' | 'share' | 'export' | 'known-hosts' | 'rules' | 'compare' | 'library';

/** What was pasted, dropped or chosen, not yet looked into. */
export type Offered =
  | { readonly text: string }
  | {
      readonly file: File;
      /** How many further files came with it. */
      readonly others?: number;
    };

/** Which dialog is open: at most one. */
export class Dialogs {
  #offered = $state.raw<Offered>();
  #rule = $state.raw<string>();
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

  /** Opens the import dialog on it, which reads it and tells what would change. */
  offer(offered: Offered): void {
    this.#offered = { ...offered };
    this.show('import');
  }

  /** The code whose page the dialog of the rules is to show; undefined for all of them. */
  get rule(): string | undefined {
    return this.#rule;
  }

  /** Opens what physmap knows of a code: what, why, source and fix. */
  openRule(code?: string): void {
    this.#rule = code;
    this.show('rules');
  }

  close(): void {
    this.#shown = undefined;
  }
}
