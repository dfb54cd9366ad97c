import { ok, type Result } from '../core/base/result';
import type { Edit } from '../core/document/edit';
import type { FieldErrors } from '../core/document/field-errors';
import type { LayoutDocument } from '../core/document/schema';
import { commitEdits } from '../core/document/validate';

/** Undo steps kept. Documents share what they have in common, so a step costs little more than what it changed. */
const STEPS_KEPT = 1000;

type DocumentListener = (before: LayoutDocument, after: LayoutDocument) => void;

/** The document and its past. All changes of the document go through here, so all are checked and can be undone. */
export class DocumentHistory {
  readonly #onchange: DocumentListener;
  #past = $state.raw<readonly LayoutDocument[]>([]);
  #future = $state.raw<readonly LayoutDocument[]>([]);
  #current = $state.raw() as LayoutDocument;
  #revision = $state.raw(1);
  #layouts = $state.raw(1);
  #saved = $state.raw<LayoutDocument>();
  #merge: string | undefined;
  #inBurst = $state.raw(false);
  /** What could be redone before the step that is open. */
  #futureBefore: readonly LayoutDocument[] = [];
  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);
  /** Whether there is work that no link, file or sample holds. */
  readonly unsaved = $derived(this.#current !== this.#saved);

  /**
   * @param saved whether the document also exists elsewhere (a sample, a link), so that replacing it loses nothing
   * @param onchange told of every change at once, before effects run
   */
  constructor(document: LayoutDocument, saved = true, onchange: DocumentListener = () => undefined) {
    this.#onchange = onchange;
    this.#current = document;
    if (saved) this.#saved = document;
  }

  get current(): LayoutDocument {
    return this.#current;
  }

  /** Grows by one with every change, undo and redo included; names what a plan was made from. */
  get revision(): number {
    return this.#revision;
  }

  /** What undo goes back to, oldest first. */
  get past(): readonly LayoutDocument[] {
    return this.#past;
  }

  /** Whether the newest change is one of many that belong together: of a burst of typing, of a drag. */
  get inBurst(): boolean {
    return this.#inBurst;
  }

  /** Grows by one whenever another document takes the place of this one: what was looked at is then something else. */
  get layouts(): number {
    return this.#layouts;
  }

  /**
   * Changes the document, all edits in one undo step. If an edit has no place, or the outcome does not fit the schema, nothing
   * changes and the errors name the fields. Consecutive commits with the same `merge` key join one undo step: one drag, one
   * burst of typing.
   */
  commit(edit: Edit | readonly Edit[], merge?: string): Result<void, FieldErrors> {
    const next = commitEdits(this.#current, isList(edit) ? edit : [edit]);
    if (!next.ok) return next;
    if (next.value !== this.#current) this.#push(next.value, merge);
    return ok(undefined);
  }

  /** Ends the step that a merge key keeps open, as when a drag ends. */
  endMerge(): void {
    this.#merge = undefined;
  }

  /**
   * Takes back the step that a merge key keeps open as if it had never begun: there is no redo of it, and what could be redone
   * before can be again. False, and nothing changes, if that step is not open any more.
   */
  abandon(merge: string): boolean {
    const before = this.#past.at(-1);
    if (before === undefined || merge !== this.#merge) return false;
    this.#past = this.#past.slice(0, -1);
    this.#future = this.#futureBefore;
    this.#show(before);
    return true;
  }

  /**
   * Puts another document in place, as one undo step. The document must have passed the schema: it comes from a reader.
   * @param saved whether it also exists elsewhere, as what a link or a sample brings does
   */
  replace(document: LayoutDocument, saved = false): void {
    if (document !== this.#current) {
      this.#layouts += 1;
      this.#push(document, undefined);
    }
    if (saved) this.#saved = document;
  }

  undo(): void {
    const previous = this.#past.at(-1);
    if (previous === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#future = [this.#current, ...this.#future];
    this.#show(previous);
  }

  redo(): void {
    const [next, ...rest] = this.#future;
    if (next === undefined) return;
    this.#past = [...this.#past, this.#current];
    this.#future = rest;
    this.#show(next);
  }

  /** Whether a link, a file, a sample or the library holds this very document. */
  isSaved(document: LayoutDocument): boolean {
    return document === this.#saved;
  }

  /** Notes that the present document is now held elsewhere: saved to a file, or copied as a link. */
  markSaved(): void {
    this.#saved = this.#current;
  }

  #push(next: LayoutDocument, merge: string | undefined): void {
    const joins = merge !== undefined && merge === this.#merge && this.#past.length > 0;
    if (!joins) {
      this.#past = [...this.#past.slice(-STEPS_KEPT + 1), this.#current];
      this.#futureBefore = this.#future;
    }
    this.#future = [];
    this.#show(next, merge);
  }

  #show(document: LayoutDocument, merge?: string): void {
    const before = this.#current;
    this.#current = document;
    this.#revision += 1;
    this.#merge = merge;
    this.#inBurst = merge !== undefined;
    this.#onchange(before, document);
  }
}

const isList = (edit: Edit | readonly Edit[]): edit is readonly Edit[] => Array.isArray(edit);
