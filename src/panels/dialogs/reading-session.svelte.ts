import type { Offered } from '../../app/dialogs.svelte';
import { CANCELLED, LINK_READING, linkInText, readings, recognise, type CallOptions } from '../../app/importing';
import type { Workspace } from '../../app/workspace.svelte';
import type { Result } from '../../core/base/result';
import type { Candidate, FormatError, Source } from '../../core/codecs/format';
import { given, isLink } from '../incoming';

/** Reading that takes longer than this shows how far it is. */
const SHOWN_AFTER_MS = 100;

/** One text or file that comes from outside: given, recognised, and read. What is done with it is said by who extends it. */
export abstract class ReadingSession {
  protected readonly workspace: Workspace;
  #text = $state.raw('');
  /** A file that is no text. */
  bytes = $state.raw<Uint8Array>();
  /** The file that it is from; empty for typed and pasted ones. */
  name = $state.raw('');
  /** How many files came with it and are not read. */
  others = $state.raw(0);
  error = $state.raw<FormatError>();
  /** What it can be read as. */
  choices = $state.raw<readonly Candidate[]>([]);
  /** The one that is chosen, or was read. */
  chosen = $state.raw<string>();
  /** It can be read as several things, and the user has not said which. */
  asks = $state.raw(false);
  /** How much is read, 0 to 1, once that takes long enough to be shown. */
  progress = $state.raw<number>();
  #running = $state.raw<AbortController>();
  #offered: Offered | undefined;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** A link to a layout: as pasted alone, or as found between other words. */
  protected abstract takeLink(link: string): Promise<void>;

  /** @param importer as what it is to be read; undefined: as nothing that is known, which says so */
  protected abstract takeAs(importer: string | undefined): Promise<void>;

  /** What came of the last reading no longer holds. */
  protected forgetOutcome(): void {}

  get text(): string {
    return this.#text;
  }

  /** What is said of another text no longer holds. */
  set text(text: string) {
    if (text === this.#text) return;
    this.#text = text;
    this.#forget();
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  get isEmpty(): boolean {
    return this.bytes === undefined && this.#text.trim() === '';
  }

  get reading(): Candidate | undefined {
    return this.choices.find(({ id }) => id === this.chosen);
  }

  /** Looks into what was offered, and reads it; what is offered later takes its place. */
  async take(offered: Offered): Promise<void> {
    this.cancel();
    this.clear();
    this.#offered = offered;
    const looked = await given(offered);
    if (this.#offered !== offered) return;
    if (!looked.ok) {
      this.error = looked.error;
      return;
    }
    const { name, source } = looked.value;
    this.name = name;
    this.others = 'file' in offered ? (offered.others ?? 0) : 0;
    if ('text' in source) this.#text = source.text;
    else this.bytes = source.bytes;
    await this.read();
  }

  /** Finds out what it is, and reads it if there is no doubt. Ends when it is read, refused or cancelled, or when the user is asked. */
  async read(): Promise<void> {
    if (this.busy || this.isEmpty) return;
    this.#forget();
    if (this.bytes === undefined && isLink(this.#text)) return this.takeLink(this.#text);
    const found = await this.run((options) => recognise(this.workspace, this.source, options));
    if (found === undefined) return;
    this.choices = readings(this.source, found);
    const likely = this.choices.filter(({ likely: isLikely }) => isLikely);
    this.chosen = likely[0]?.id;
    if (likely.length > 1) this.asks = true;
    else await this.readAs(this.chosen);
  }

  /** Reads it as what the user says, or as nothing that is known. */
  async readAs(id: string | undefined): Promise<void> {
    if (this.busy) return;
    this.chosen = id;
    this.asks = false;
    this.error = undefined;
    this.forgetOutcome();
    if (id === LINK_READING) return this.takeLink(linkInText(this.#text) ?? this.#text);
    await this.takeAs(id);
  }

  /** Stops reading; the text stays. */
  cancel(): void {
    const running = this.#running;
    this.#running = undefined;
    this.progress = undefined;
    running?.abort();
  }

  /** Ready for another text. */
  clear(): void {
    this.#offered = undefined;
    this.#text = '';
    this.bytes = undefined;
    this.name = '';
    this.others = 0;
    this.#forget();
  }

  protected get source(): Source {
    return this.bytes === undefined ? { text: this.#text } : { bytes: this.bytes };
  }

  /** One call after the other, any of which the user can stop; undefined where it came to nothing. */
  protected async run<T>(call: (options: CallOptions) => Promise<Result<T, FormatError>>): Promise<T | undefined> {
    const running = new AbortController();
    this.#running = running;
    let done = 0;
    const slow = setTimeout(() => {
      if (this.#running === running) this.progress = done;
    }, SHOWN_AFTER_MS);
    const progress = (share: number): void => {
      done = share;
      if (this.#running === running && this.progress !== undefined) this.progress = share;
    };
    const answer = await this.workspace.errands.run(call({ progress, signal: running.signal }));
    clearTimeout(slow);
    if (this.#running !== running) return undefined;
    this.#running = undefined;
    this.progress = undefined;
    if (answer.ok) return answer.value;
    this.error = answer.error.code === CANCELLED.code ? undefined : answer.error;
    return undefined;
  }

  #forget(): void {
    this.error = undefined;
    this.choices = [];
    this.chosen = undefined;
    this.asks = false;
    this.forgetOutcome();
  }
}
