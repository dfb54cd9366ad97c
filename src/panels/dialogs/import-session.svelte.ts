import { outlook, read, take, withImported } from '../../app/importing';
import type { Imported } from '../../core/codecs/format';
import type { Outlook } from '../../core/compare/outlook';
import type { LayoutDocument } from '../../core/document/schema';
import { ReadingSession } from './reading-session.svelte';
import { reviewDifference, type ReviewDifference } from './review-difference';

/** What was read, and what taking it would change. */
export interface Preview {
  readonly imported: Imported;
  /** The layout that the outlook is about: the one on screen when it was made. */
  readonly before: LayoutDocument;
  /** Absent where the layout stays as it is. */
  readonly outlook?: Outlook;
  /** What becomes of comments; absent where they stay as they are. */
  readonly review?: ReviewDifference;
}

/** Taking it would change nothing, not even what was said of the layout. */
export const isSame = ({ outlook, review }: Preview): boolean => outlook?.groups.length === 0 && review === undefined;

/** One text or file on its way into the layout: read, and taken or not. Until it is taken nothing changes. */
export class ImportSession extends ReadingSession {
  preview = $state.raw<Preview>();

  protected override async takeLink(link: string): Promise<void> {
    await this.workspace.links.openText(link);
    this.finish();
  }

  protected override async takeAs(importer: string | undefined): Promise<void> {
    const { name } = this;
    const imported = await this.run((options) =>
      read(this.workspace, { source: this.source, name, importer }, options),
    );
    if (imported === undefined) return;
    const before = this.workspace.history.current;
    if (imported.part === 'nothing') {
      this.preview = { imported, before };
      return;
    }
    const looked = await this.run((options) => outlook(this.workspace, withImported(before, imported), options));
    if (looked === undefined) return;
    const review = imported.part === undefined ? reviewDifference(before, imported.document) : undefined;
    this.preview = { imported, before, outlook: looked, ...(review === undefined ? {} : { review }) };
  }

  protected override forgetOutcome(): void {
    this.preview = undefined;
  }

  /** Takes what was read, as one undo step. If the layout has changed since, what would change is told anew instead. */
  async apply(): Promise<void> {
    const { preview } = this;
    if (preview === undefined || this.busy) return;
    const { imported, before } = preview;
    if (before !== this.workspace.history.current) return this.readAs(this.chosen);
    if (imported.capture !== undefined) this.workspace.captured.hold(imported.capture);
    else if (!isSame(preview)) {
      const taken = take(this.workspace, imported);
      if (!taken.ok) {
        this.error = taken.error;
        return;
      }
    }
    this.finish();
  }

  /** Adds the comments of another copy of the layout on screen to its own, as one undo step; nothing else of the copy is taken. */
  async addComments(): Promise<void> {
    const { preview } = this;
    const together = preview?.review?.together;
    if (preview === undefined || together === undefined || this.busy) return;
    const { history } = this.workspace;
    if (preview.before !== history.current) return this.readAs(this.chosen);
    const done = history.commit({ op: 'set', path: 'review', value: together.document.review });
    if (done.ok) this.finish();
    else
      this.error = {
        code: 'import/comments',
        message: done.error[0]?.message ?? '',
        works: 'A copy that physmap wrote.',
      };
  }

  finish(): void {
    this.clear();
    this.workspace.dialogs.close();
  }
}
