import { readLink, readOther, type Choice, type ReadOther } from '../../app/compare-sources';
import type { Other } from '../../app/comparing.svelte';
import type { CallOptions } from '../../app/importing';
import type { Result } from '../../core/base/result';
import type { FormatError } from '../../core/codecs/format';
import { ReadingSession } from './reading-session.svelte';

/** What is on its way to be compared with the layout on screen, which stays as it is whatever becomes of it. */
export class CompareSession extends ReadingSession {
  protected override takeLink(link: string): Promise<void> {
    return this.#open(() => readLink(link), '');
  }

  protected override takeAs(importer: string | undefined): Promise<void> {
    const { name, reading } = this;
    return this.#open(
      (options) => readOther(this.workspace, { source: this.source, name, importer }, options),
      name === '' ? (reading?.title ?? '') : name,
    );
  }

  /** Compares with a layout of the gallery or the library. */
  async choose(choice: Choice): Promise<void> {
    await this.#open(async () => {
      const layout = await choice.layout();
      return layout.ok ? { ok: true, value: { document: layout.value } } : layout;
    }, choice.title);
  }

  /** @param steps how many changes ago */
  compareWithPast(steps: number): void {
    const document = this.workspace.history.past.at(-steps);
    if (document === undefined) return;
    this.#start({ document, name: steps === 1 ? 'one step ago' : `${steps} steps ago`, isEarlier: true });
  }

  async #open(
    begin: (options: CallOptions) => Promise<Result<ReadOther, FormatError>>,
    reading: string,
  ): Promise<void> {
    const other = await this.run(begin);
    if (other === undefined) return;
    const { document, machine } = other;
    if (machine !== undefined) this.#start({ machine, name: this.name || machine.title });
    else this.#start({ document, name: document.title || reading || 'the other layout' });
  }

  #start(other: Other): void {
    const { comparing, dialogs } = this.workspace;
    comparing.start(other);
    this.clear();
    dialogs.close();
  }
}
