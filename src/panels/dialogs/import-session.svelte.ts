import { CANCELLED, type ImportOutcome, type Workspace } from '../../app/workspace.svelte';
import type { FormatError } from '../../core/codecs/format';
import { isLink, type Dropped } from '../incoming';

/** Reading that takes longer than this shows how far it is. */
const SHOWN_AFTER_MS = 100;

/** One text on its way into the layout: typed or given, being read, and what came of it. */
export class ImportSession {
  readonly #workspace: Workspace;
  #text = $state.raw('');
  /** The file that the text is from; empty for typed and pasted ones. */
  name = $state.raw('');
  error = $state.raw<FormatError>();
  outcome = $state.raw<ImportOutcome>();
  /** How much is read, 0 to 1, once that takes long enough to be shown. */
  progress = $state.raw<number>();
  #running = $state.raw<AbortController>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get text(): string {
    return this.#text;
  }

  /** What is said of another text no longer holds. */
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    this.error = undefined;
    this.outcome = undefined;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  take({ name, text }: Dropped): Promise<void> {
    this.cancel();
    this.clear();
    this.name = name;
    this.#text = text;
    return this.read();
  }

  /** Ends when the text is read, refused or cancelled; a newer text ends it, too. */
  async read(): Promise<void> {
    if (this.busy || this.#text.trim() === '') return;
    this.error = undefined;
    this.outcome = undefined;
    if (isLink(this.#text)) {
      await this.#workspace.links.openText(this.#text);
      this.finish();
      return;
    }
    const running = new AbortController();
    this.#running = running;
    let done = 0;
    const slow = setTimeout(() => (this.progress = done), SHOWN_AFTER_MS);
    const progress = (share: number): void => {
      done = share;
      if (this.#running === running && this.progress !== undefined) this.progress = share;
    };
    const read = await this.#workspace.importText(this.#text, this.name, { progress, signal: running.signal });
    clearTimeout(slow);
    if (this.#running !== running) return;
    this.#running = undefined;
    this.progress = undefined;
    if (!read.ok) this.error = read.error.code === CANCELLED.code ? undefined : read.error;
    else if (read.value.notes.length > 0 || read.value.report !== undefined) this.outcome = read.value;
    else this.finish();
  }

  /** Stops reading; the text stays. */
  cancel(): void {
    const running = this.#running;
    this.#running = undefined;
    this.progress = undefined;
    running?.abort();
  }

  /** Takes the import back; the text stays. */
  undo(): void {
    this.#workspace.history.undo();
    this.outcome = undefined;
  }

  /** Ready for another text. */
  clear(): void {
    this.#text = '';
    this.name = '';
    this.error = undefined;
    this.outcome = undefined;
  }

  finish(): void {
    this.clear();
    this.#workspace.dialogs.close();
  }
}
