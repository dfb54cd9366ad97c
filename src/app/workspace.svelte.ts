import { untrack } from 'svelte';
import { CallFailure, type CallOptions, type Calls, type Planner } from '../client/planner';
import { err, ok, type Result } from '../core/base/result';
import type { FormatError, Imported } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import { Autosave } from './autosave';
import type { Command } from './commands';
import { Dialogs } from './dialogs.svelte';
import { Errands } from './errands.svelte';
import { DocumentHistory } from './history.svelte';
import { LetterKeys } from './letter-keys.svelte';
import { Marks } from './marks.svelte';
import { Notices } from './notices.svelte';
import type { Page } from './page';
import { placingCommands } from './placing-commands';
import { Placing } from './placing.svelte';
import { PlanState } from './plans.svelte';
import { Pointer } from './pointer.svelte';
import { Selection } from './selection.svelte';
import { ShareState } from './share-state.svelte';
import { ShownDocument } from './shown-document.svelte';
import { Sight } from './sight.svelte';
import { standardCommands } from './standard-commands';
import { Theme } from './theme.svelte';

export interface WorkspaceParts {
  readonly document: LayoutDocument;
  /** Whether the document also exists elsewhere, so that replacing it loses nothing. */
  readonly saved: boolean;
  readonly planner: Planner;
  readonly page: Page;
}

/** What an import did, besides what is on screen. */
export type ImportOutcome = Omit<Imported, 'document'>;

/** The exporter whose file opens again as the same layout. */
const LAYOUT_EXPORTER = 'layout-json';

/** All state of one page. Made once, handed down by context. */
export class Workspace {
  readonly history: DocumentHistory;
  readonly plans: PlanState;
  /** The document beside the plan on screen, for all that need not follow a key press at once. */
  readonly shown: ShownDocument;
  readonly selection = new Selection();
  readonly pointer = new Pointer();
  readonly marks = new Marks();
  readonly sight = new Sight();
  readonly placing: Placing;
  readonly notices = new Notices();
  readonly errands = new Errands();
  readonly dialogs = new Dialogs();
  readonly theme: Theme;
  readonly letterKeys: LetterKeys;
  readonly links: ShareState;
  readonly planner: Planner;
  readonly #page: Page;
  readonly #autosave: Autosave;
  readonly #standard: readonly Command[];
  /** Changes are planned. */
  #isStarted = false;
  #added = $state.raw<readonly (readonly Command[])[]>([]);

  constructor({ document, saved, planner, page }: WorkspaceParts) {
    this.planner = planner;
    this.#page = page;
    const { selection } = this;
    this.history = new DocumentHistory(document, saved, (before, after) => {
      selection.followDocument(before, after);
      // Here and not in an effect: the worker has begun before the page draws what was typed.
      if (this.#isStarted) this.plans.ask(after, this.history.revision);
    });
    this.plans = new PlanState(
      planner,
      () => this.history.revision,
      (before, after) => selection.followPlan(before, after),
    );
    this.shown = new ShownDocument(this.history, this.plans);
    const { history, plans, notices } = this;
    this.placing = new Placing({ history, plans, selection, planner, page, notices });
    this.theme = new Theme(page.storage);
    this.letterKeys = new LetterKeys(page.storage);
    this.links = new ShareState(this.history, page, this.notices);
    this.#autosave = new Autosave(page.storage, this.notices);
    this.#standard = [...standardCommands(this), ...placingCommands(this)];
  }

  /** Every command there is now: the standing ones, then those of the views on screen. */
  get commands(): readonly Command[] {
    return [...this.#standard, ...this.#added.flat()];
  }

  /** Adds the commands of a view while it is on screen; the returned function takes them away. */
  addCommands(commands: readonly Command[]): () => void {
    this.#added = [...this.#added, commands];
    return () => {
      this.#added = this.#added.filter((each) => each !== commands);
    };
  }

  /** Ties the state to the planner, the address bar, the storage and the title until the returned function is called. */
  start(): () => void {
    const { revision: firstRevision } = this.history;
    this.#isStarted = true;
    this.plans.ask(this.history.current, firstRevision);
    const stopEffects = $effect.root(() => {
      $effect(() => {
        const { current } = this.plans;
        untrack(() => this.placing.follow(current));
      });
      $effect(() => this.links.follow(this.history.current));
      $effect(() => {
        const { current, unsaved, revision } = this.history;
        if (revision !== firstRevision) this.#autosave.follow(current, unsaved);
      });
      $effect(() => this.#page.setTitle(pageTitle(this.history.current.title)));
    });
    const stops = [
      stopEffects,
      this.#page.onFragment(() => void this.links.openFromAddress()),
      this.#page.onHide(() => this.#autosave.flush()),
    ];
    return () => {
      this.#isStarted = false;
      stops.forEach((stop) => stop());
    };
  }

  /** Writes the current layout in a format and gives the file to the browser. */
  async download(exporterId: string): Promise<void> {
    const document = this.history.current;
    const answer = await this.#call('export', { exporter: exporterId, document });
    if (answer === undefined) return;
    if (answer.ok) {
      this.#page.save(answer.value);
      if (exporterId === LAYOUT_EXPORTER && document === this.history.current) this.history.markSaved();
    } else {
      this.notices.add({ severity: 'error', what: answer.error.message, works: answer.error.works });
    }
  }

  /** Puts text on the clipboard; a browser that forbids it says so in a notice. */
  async copy(text: string): Promise<void> {
    try {
      await this.#page.copy(text);
    } catch {
      this.notices.add({ severity: 'error', what: `The browser does not let physmap copy. The text is: ${text}` });
    }
  }

  /** Saves the layout as a file that opens again as the same layout. */
  save(): Promise<void> {
    return this.download(LAYOUT_EXPORTER);
  }

  /**
   * Reads text of any known kind, recognised by its content, and puts the layout in place as one undo step. Text of a host changes
   * the host alone, or the hosts that the guest is meant to run on.
   */
  async importText(text: string, name = '', options: CallOptions = {}): Promise<Result<ImportOutcome, FormatError>> {
    const current = this.history.current;
    const answer = await this.#call('import', { name, text, current }, options);
    if (answer === undefined) return err(options.signal?.aborted === true ? CANCELLED : UNANSWERED);
    if (!answer.ok) return answer;
    const { document, notes, part, report } = answer.value;
    if (part === undefined) {
      this.history.replace(document);
      this.selection.select();
    } else {
      // It comes from another thread: equal or not is told by its content.
      const isOther = JSON.stringify(document.fleet) !== JSON.stringify(current.fleet);
      const put = this.history.commit([
        { op: 'set', path: part, value: document[part] },
        ...(isOther ? [{ op: 'set' as const, path: 'fleet', value: document.fleet }] : []),
      ]);
      if (!put.ok) return err({ ...UNANSWERED, message: put.error[0]?.message ?? UNANSWERED.message });
    }
    return ok({ notes, ...(part === undefined ? {} : { part }), ...(report === undefined ? {} : { report }) });
  }

  /** Lets the user choose a file and opens it, as if it had been dropped. */
  async openFile(): Promise<void> {
    const file = await this.#page.choose();
    if (file !== undefined) this.dialogs.offer(file);
  }

  async #call<N extends 'import' | 'export'>(
    call: N,
    ask: Calls[N]['ask'],
    options?: CallOptions,
  ): Promise<Calls[N]['answer'] | undefined> {
    try {
      return await this.planner.call(call, ask, options);
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      if (failure.reason !== 'cancelled' && failure.reason !== 'closed') {
        this.notices.add({ severity: 'error', what: UNANSWERED.message, works: UNANSWERED.works });
      }
      return undefined;
    }
  }
}

/** Nobody needs to be told what they did themselves; the code says that it was they. */
export const CANCELLED: FormatError = {
  code: 'import/cancelled',
  message: 'Reading was stopped; the layout is unchanged.',
  works: '',
};

const UNANSWERED: FormatError = {
  code: 'planner/unanswered',
  message: 'The planner stopped before it was done; the layout on screen is unchanged',
  works: 'Try again; if it happens again, the text or the layout shows a bug in physmap worth reporting',
};

const pageTitle = (title: string): string => (title === '' ? 'physmap' : `${title} - physmap`);
