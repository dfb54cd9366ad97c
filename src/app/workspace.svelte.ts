import { untrack } from 'svelte';
import { CallFailure, type Calls, type Planner } from '../client/planner';
import type { ExportContext, FormatError } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import { Autosave } from './autosave';
import type * as BesideLayout from './beside-layout';
import { Captured } from './captured.svelte';
import type { Command } from './commands';
import { Comparing } from './comparing.svelte';
import { Dialogs } from './dialogs.svelte';
import { Errands } from './errands.svelte';
import type { Need, Pictures } from './export-context';
import { DocumentHistory } from './history.svelte';
import { LaterCommands, type FetchCommands } from './later-commands';
import { LetterKeys } from './letter-keys.svelte';
import { LibraryDoor } from './library/door';
import { Marks } from './marks.svelte';
import { NOT_FETCHED } from './not-fetched';
import { Notices } from './notices.svelte';
import type { Page } from './page';
import { Placing } from './placing.svelte';
import { PlanState } from './plans.svelte';
import { Pointer } from './pointer.svelte';
import { Reviewing } from './reviewing.svelte';
import { Selection } from './selection.svelte';
import { ShareState } from './share-state.svelte';
import { ShownDocument } from './shown-document.svelte';
import { Sight } from './sight.svelte';
import { standardCommands } from './standard-commands';
import { Theme } from './theme.svelte';
import { TimelineState } from './timeline.svelte';

export interface WorkspaceParts {
  readonly document: LayoutDocument;
  /** Whether the document also exists elsewhere, so that replacing it loses nothing. */
  readonly saved: boolean;
  readonly planner: Planner;
  readonly page: Page;
  /** Fetches what draws pictures for files; without it there are none. */
  readonly pictures?: (() => Promise<Pictures>) | undefined;
}

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
  readonly timeline: TimelineState;
  readonly notices = new Notices();
  readonly errands = new Errands();
  readonly dialogs = new Dialogs();
  readonly captured = new Captured();
  readonly comparing = new Comparing();
  readonly reviewing: Reviewing;
  readonly library: LibraryDoor;
  readonly theme: Theme;
  readonly letterKeys: LetterKeys;
  readonly links: ShareState;
  readonly planner: Planner;
  /** What draws pictures for files, fetched when it is first asked for. */
  readonly pictures: () => Promise<Pictures | undefined>;
  readonly #page: Page;
  readonly #autosave: Autosave;
  readonly #standard: readonly Command[];
  /** Changes are planned. */
  #isStarted = false;
  #added = $state.raw<readonly (readonly Command[])[]>([]);
  readonly #later = new LaterCommands();

  constructor({ document, saved, planner, page, pictures }: WorkspaceParts) {
    this.planner = planner;
    this.pictures = pictures ?? (() => Promise.resolve(undefined));
    this.#page = page;
    const { selection } = this;
    this.history = new DocumentHistory(document, saved, (before, after) => {
      selection.followDocument(before, after);
      this.timeline.followDocument(before, after);
      // Here and not in an effect: the worker has begun before the page draws what was typed.
      if (this.#isStarted) this.plans.ask(after, this.history.revision);
      this.library.follow(before, after);
    });
    this.plans = new PlanState(
      planner,
      () => this.history.revision,
      (before, after) => selection.followPlan(before, after),
    );
    this.shown = new ShownDocument(this.history, this.plans);
    const { history, plans, notices, errands } = this;
    const { nextFrame } = page;
    this.timeline = new TimelineState({ history, plans, planner, errands, notices, nextFrame });
    this.placing = new Placing({ history, plans, selection, planner, page, notices });
    this.library = new LibraryDoor(this, page);
    this.theme = new Theme(page.storage);
    this.letterKeys = new LetterKeys(page.storage);
    this.reviewing = new Reviewing(page.storage);
    this.links = new ShareState(this.history, page, this.notices);
    this.links.beside = (link) => this.#beside(({ takeBeside }) => takeBeside(this, link));
    this.#autosave = new Autosave(page, this.notices);
    this.#standard = standardCommands(this);
    this.addLaterCommands(() => import('./placing-commands').then((later) => later.placingCommands(this)));
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

  /** Adds commands that are fetched when somebody is about to use one; likewise. */
  addLaterCommands(fetch: FetchCommands): () => void {
    return this.#later.add(fetch, (commands) => this.addCommands(commands));
  }

  /** Fetches what is still to come; undefined: there is nothing. A failure is told. */
  fetchCommands(): Promise<void> | undefined {
    return this.#later.fetch(() => this.notices.add(NOT_FETCHED));
  }

  /** Ties the state to the planner, the address bar, the storage and the title until the returned function is called. */
  start(): () => void {
    const { revision: firstRevision } = this.history;
    this.#isStarted = true;
    this.plans.ask(this.history.current, firstRevision);
    this.library.start();
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

  /**
   * Writes a layout, the current one unless another is given, in a format and gives the file to the browser.
   * @param needs what of the page the format needs
   */
  async download(exporterId: string, needs: readonly Need[] = [], document = this.history.current): Promise<void> {
    const context = needs.length === 0 ? undefined : await this.#contextOf(needs, document);
    if (context === undefined && needs.length > 0) return;
    const ask = { exporter: exporterId, document, ...(context === undefined ? {} : { context }) };
    const answer = await this.#call('export', ask);
    if (answer === undefined) return;
    if (answer.ok) {
      this.#page.save(answer.value);
      if (exporterId === LAYOUT_EXPORTER && document === this.history.current) this.history.markSaved();
    } else {
      this.notices.add({ severity: 'error', what: answer.error.message, works: answer.error.works });
    }
  }

  /** Puts the work in the page where reloading finds it: the address bar and the storage. */
  async flush(): Promise<void> {
    this.#autosave.flush();
    await this.links.flush();
  }

  /** Puts text on the clipboard; a browser that forbids it says so in a notice. */
  async copy(text: string): Promise<boolean> {
    try {
      await this.#page.copy(text);
      return true;
    } catch {
      this.notices.add({ severity: 'error', what: `The browser does not let physmap copy. The text is: ${text}` });
      return false;
    }
  }

  /** Saves the layout, or another one, as a file that opens again as the same layout. */
  save(document?: LayoutDocument): Promise<void> {
    return this.download(LAYOUT_EXPORTER, [], document);
  }

  /** Lets the user choose a file and opens it, as if it had been dropped. */
  async openFile(): Promise<void> {
    const file = await this.#page.choose();
    if (file !== undefined) this.dialogs.offer({ file });
  }

  /** Puts the link on the clipboard that also says what is looked at. */
  copyViewLink(): void {
    this.#beside(({ copyView }) => copyView(this));
  }

  #beside(run: (part: typeof BesideLayout) => Promise<void>): void {
    void this.errands.run(import('./beside-layout').then(run, () => this.notices.add(NOT_FETCHED)));
  }

  /** What a file needs; undefined where what makes it does not come. */
  async #contextOf(needs: readonly Need[], document: LayoutDocument): Promise<ExportContext | undefined> {
    try {
      const { exportContext } = await import('./export-context');
      return await exportContext(this, needs, document);
    } catch {
      this.notices.add(NOT_FETCHED);
      return undefined;
    }
  }

  async #call(call: 'export', ask: Calls['export']['ask']): Promise<Calls['export']['answer'] | undefined> {
    try {
      return await this.planner.call(call, ask);
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      if (failure.reason !== 'cancelled' && failure.reason !== 'closed') {
        this.notices.add({ severity: 'error', what: UNANSWERED.message, works: UNANSWERED.works });
      }
      return undefined;
    }
  }
}

/** What is told where the planner has a bug. */
export const UNANSWERED: FormatError = {
  code: 'planner/unanswered',
  message: 'The planner stopped before it was done; the layout on screen is unchanged',
  works: 'Try again; if it happens again, the text or the layout shows a bug in physmap worth reporting',
};

const pageTitle = (title: string): string => (title === '' ? 'physmap' : `${title} - physmap`);
