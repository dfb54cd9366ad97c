import type { Need } from '../../app/export-context';
import { UNANSWERED, type Workspace } from '../../app/workspace.svelte';
import { err, type Result } from '../../core/base/result';
import type { ExportContext, Exported, FormatError } from '../../core/codecs/format';
import type { LayoutDocument } from '../../core/document/schema';
import type { ExportFormat } from './export-formats';

/** What a format makes of the layout, written anew as the choice or the layout changes. */
export class ExportPreview {
  readonly #workspace: Workspace;
  #file = $state.raw<Exported>();
  #failure = $state.raw<Pick<FormatError, 'message' | 'works'>>();
  #isBusy = $state.raw(false);
  #asked = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get file(): Exported | undefined {
    return this.#file;
  }

  /** Why there is no file. */
  get failure(): Pick<FormatError, 'message' | 'works'> | undefined {
    return this.#failure;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** The newest question counts; what was shown stays until its answer is there. */
  async ask({ id, needs }: ExportFormat, document: LayoutDocument): Promise<void> {
    const asked = (this.#asked += 1);
    this.#isBusy = true;
    const answer = await this.#answer(id, needs, document);
    if (asked !== this.#asked) return;
    this.#isBusy = false;
    this.#file = answer.ok ? answer.value : undefined;
    this.#failure = answer.ok ? undefined : answer.error;
  }

  /** Nothing is shown, and no answer is waited for. */
  forget(): void {
    this.#asked += 1;
    this.#isBusy = false;
    this.#file = undefined;
    this.#failure = undefined;
  }

  async #answer(
    exporter: string,
    needs: readonly Need[] | undefined,
    document: LayoutDocument,
  ): Promise<Result<Exported, Pick<FormatError, 'message' | 'works'>>> {
    const context = needs === undefined ? {} : await this.#contextOf(needs, document);
    if (context === undefined) return err(NOT_THERE);
    try {
      return await this.#workspace.planner.call('export', { exporter, document, context });
    } catch {
      return err(UNANSWERED);
    }
  }

  /** Undefined where what makes it does not come. */
  async #contextOf(needs: readonly Need[], document: LayoutDocument): Promise<ExportContext | undefined> {
    try {
      const { exportContext } = await import('../../app/export-context');
      return await exportContext(this.#workspace, needs, document);
    } catch {
      return undefined;
    }
  }
}

const NOT_THERE = {
  message: 'A part of physmap that this format needs could not be fetched.',
  works: 'Try again once the network is back; if physmap was updated, reload the page.',
};
