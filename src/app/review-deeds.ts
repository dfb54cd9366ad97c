/** What people do in a review: each is one undo step of the layout, as any edit. */
import type { Edit } from '../core/document/edit';
import type { Waiver } from '../core/document/review';
import type { LayoutDocument } from '../core/document/schema';
import type { Diagnostic } from '../core/lint/diagnostic';
import {
  beginThread,
  removeComment,
  removeWaiver,
  reopen,
  reply,
  resolve,
  unwaive,
  waive,
  type NewComment,
  type NewThread,
} from '../core/review/edits';
import type { Reviewer } from './reviewer.svelte';
import type { Workspace } from './workspace.svelte';

export type { NewThread };
export type Answer = 'replies' | 'resolves' | 'reopens';

const ID_LENGTH = 12;
const ANSWERS = { replies: reply, resolves: resolve, reopens: reopen } as const;

/** 62 random bits and more: no two comments have the same. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(ID_LENGTH)), (byte) => (byte % 36).toString(36)).join('');

const now = (): number => Math.floor(Date.now() / 1000);

/** What a reviewer does; undefined, and a notice says why, where it cannot be done. */
export class ReviewDeeds {
  readonly #workspace: Workspace;
  readonly #reviewer: Reviewer;

  constructor(workspace: Workspace, reviewer: Reviewer) {
    this.#workspace = workspace;
    this.#reviewer = reviewer;
  }

  /** Begins a thread; its id. */
  begin(about: Omit<NewThread, 'id'>, text: string): string | undefined {
    const comment = this.#comment(text);
    const thread = { ...about, id: newId() };
    return this.#commit((document) => beginThread(document, thread, comment), comment) ? thread.id : undefined;
  }

  answer(thread: string, text: string, does: Answer): boolean {
    const comment = this.#comment(text);
    return this.#commit((document) => ANSWERS[does](document, thread, comment), comment);
  }

  remove(thread: string, comment: string): boolean {
    return this.#commit((document) => removeComment(document, thread, comment));
  }

  /** Lets a finding pass. */
  waive({ code, path }: Diagnostic, reason: string): boolean {
    const waiver = { code, ...(path === undefined ? {} : { path }), reason: reason.trim(), ...this.#signed() };
    return this.#commit((document) => waive(document, waiver));
  }

  /** Takes back that a finding is let pass. */
  unwaive(finding: Diagnostic): boolean {
    return this.#commit((document) => unwaive(document, finding));
  }

  /** Takes out one whose finding is gone. */
  drop(waiver: Waiver): boolean {
    return this.#commit((document) => removeWaiver(document, waiver));
  }

  #signed(): { readonly by?: string; readonly time: number } {
    const { name } = this.#reviewer;
    return { ...(name === '' ? {} : { by: name }), time: now() };
  }

  #comment(text: string): NewComment {
    return { id: newId(), ...this.#signed(), text: text.trim() };
  }

  #commit(editsOf: (document: LayoutDocument) => readonly Edit[], comment?: NewComment): boolean {
    const { history, notices } = this.#workspace;
    const edits = editsOf(history.current);
    if (edits.length === 0) return false;
    const done = history.commit(edits);
    if (!done.ok) {
      const what = done.error[0]?.message ?? 'The review was not changed.';
      notices.add({ severity: 'error', what, works: 'Resolve or remove what is no longer needed, then try again' });
      return false;
    }
    if (comment !== undefined) this.#reviewer.wrote(comment.id);
    return true;
  }
}
