import { err, ok, type Result } from '../../core/base/result';
import { compactDocument, readDocument } from '../../core/document/defaults';
import type { LayoutDocument } from '../../core/document/schema';
import { writeDraft } from '../autosave';
import type { Page } from '../page';
import type { Workspace } from '../workspace.svelte';
import { changedAt, newest, properName, titleOf, withVersionNamed, type Entry, type Version } from './entry';
import { faultOf, type Fault } from './fault';
import { dropLeft, dropUnreadable, leftBehind, takeLeft, unreadableDrafts, type LeftBehind } from './left-behind';
import { placeOf, putAt } from './place';
import { LayoutStore, type Stored } from './store';
import { timeText } from './time-text';

/** Layouts that nobody asked to keep: the oldest make room. */
const UNASKED_KEPT = 50;
const CHANNEL = 'physmap.library';

export interface Kept {
  readonly entry: Entry;
  readonly version: Version;
  /** A version that came from another tab since this one last saw the layout; it stays, before this one. */
  readonly meanwhile: Version | undefined;
}

/** What this version of physmap cannot read, and keeps. */
export interface Unknown {
  readonly key: string;
  readonly from: 'library' | 'draft';
}

/** The layouts that are kept in this browser, as a page sees them. Nothing here throws: what fails is a `Fault`. */
export class Library {
  readonly #workspace: Workspace;
  readonly #page: Page;
  readonly #store = new LayoutStore();
  readonly #others = new BroadcastChannel(CHANNEL);
  #entries = $state.raw<readonly Entry[]>([]);
  #unreadable = $state.raw<readonly Unknown[]>([]);
  #left = $state.raw<readonly LeftBehind[]>([]);
  #fault = $state.raw<Fault>();
  #isRead = $state.raw(false);

  constructor(workspace: Workspace, page: Page) {
    this.#workspace = workspace;
    this.#page = page;
  }

  /** Last changed first. */
  get layouts(): readonly Entry[] {
    return this.#entries;
  }

  get unreadable(): readonly Unknown[] {
    return this.#unreadable;
  }

  /** Unsaved work of tabs that were closed or crashed. */
  get left(): readonly LeftBehind[] {
    return this.#left;
  }

  /** Why the layouts cannot be listed. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** It has been looked into: that it is empty is then known. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Follows what other tabs do until the returned function is called. */
  follow(): () => void {
    const look = (): void => void this.refresh();
    const stored = ({ key }: StorageEvent): void => {
      if (key === null || key.startsWith('physmap.draft.')) look();
    };
    this.#others.addEventListener('message', look);
    addEventListener('storage', stored);
    look();
    return () => {
      this.#others.removeEventListener('message', look);
      removeEventListener('storage', stored);
    };
  }

  async refresh(): Promise<void> {
    const { history } = this.#workspace;
    this.#left = await leftBehind(this.#page, history.current, Date.now());
    const listed = await this.#try('The layouts kept in this browser cannot be listed', () => this.#store.list());
    const drafts = unreadableDrafts(this.#page).map(({ name }) => ({ key: name, from: 'draft' as const }));
    const unreadable = listed.ok ? listed.value.unreadable : [];
    this.#fault = listed.ok ? undefined : listed.error;
    if (listed.ok) this.#entries = listed.value.entries.toSorted((a, b) => changedAt(b) - changedAt(a));
    this.#unreadable = [...unreadable.map((key) => ({ key, from: 'library' as const })), ...drafts];
    this.#isRead = true;
  }

  /** The entry that the layout on screen was saved to or opened from. */
  entryOf(document: LayoutDocument): Entry | undefined {
    const { layout } = placeOf(document);
    return this.#entries.find(({ id }) => id === layout);
  }

  /**
   * Saves the layout on screen: as a new version of its entry, or as the first of a new one.
   * @param name what to call the version
   */
  async save(name = '', asNew = false): Promise<Result<Kept, Fault>> {
    const { history } = this.#workspace;
    const { current } = history;
    if (asNew) putAt(current, {});
    const kept = await this.#add(current, 'saved', name);
    if (!kept.ok) return kept;
    if (history.current === current) history.markSaved();
    if (history.current === current) writeDraft(this.#page, { document: current, unsaved: false });
    await this.#changed();
    return kept;
  }

  /** Keeps work that something else takes the place of on screen. A failure is told in a notice. */
  async keep(document: LayoutDocument): Promise<Result<Kept, Fault>> {
    const kept = await this.#add(document, 'kept', '');
    if (kept.ok) {
      await this.#thin();
      await this.#changed();
    } else {
      this.#workspace.notices.add({
        severity: 'warning',
        what: kept.error.what,
        works: `Undo brings it back. ${kept.error.works}`,
      });
    }
    return kept;
  }

  /** Reads a version; what is stored is judged as anything from outside. */
  async read(id: string, number: number): Promise<Result<LayoutDocument, Fault>> {
    const entry = this.#entries.find((each) => each.id === id);
    const what = `Version ${number} of “${entry === undefined ? 'a layout' : titleOf(entry)}” cannot be opened`;
    const stored = await this.#try(what, () => this.#store.text(id, number));
    if (!stored.ok) return stored;
    if (typeof stored.value !== 'string') {
      return err({
        what: `${what}: it is not in this browser any more.`,
        works: 'Another tab may have deleted it: undo there, or open another version.',
      });
    }
    const document = readDocument(json(stored.value));
    if (document.ok) return document;
    return err({
      what: `${what}: ${document.error[0]?.message ?? 'it is no layout'}.`,
      works: 'Its text stays as it is: a newer version of physmap may be able to read it.',
    });
  }

  /**
   * Puts a version on screen, in one undo step. Unsaved work goes into the library first.
   * @param anyway even if it cannot: undo brings it back
   */
  async open(id: string, number: number, anyway = false): Promise<Result<void, Fault>> {
    const read = await this.read(id, number);
    if (!read.ok) return read;
    if (!anyway) {
      const kept = await this.#keepShown();
      if (!kept.ok) return kept;
    }
    const entry = this.#entries.find((each) => each.id === id);
    putAt(read.value, { layout: id, seen: entry === undefined ? number : newest(entry).number });
    this.#show(read.value, true);
    return ok(undefined);
  }

  /** Calls a layout something else; nothing: as its title says. */
  async rename(id: string, name: string): Promise<Result<void, Fault>> {
    const changed = await this.#try('The layout keeps its name', () =>
      this.#store.change(id, (entry) => ({ ...entry, name: properName(name) })),
    );
    await this.#changed();
    return changed;
  }

  async nameVersion(id: string, number: number, name: string): Promise<Result<void, Fault>> {
    const changed = await this.#try('The version keeps its name', () =>
      this.#store.change(id, (entry) => withVersionNamed(entry, number, properName(name))),
    );
    await this.#changed();
    return changed;
  }

  /** A new entry with the newest version of another. */
  async duplicate(entry: Entry): Promise<Result<void, Fault>> {
    const { number, title } = newest(entry);
    const what = `“${titleOf(entry)}” was not duplicated`;
    const done = await this.#try(what, async () => {
      const text = await this.#store.text(entry.id, number);
      if (typeof text !== 'string') throw new DOMException('it is gone', 'NotFoundError');
      const id = someId();
      await this.#store.add(id, { at: Date.now(), kind: 'saved', title, text });
      await this.#store.change(id, (copy) => ({ ...copy, name: properName(`Copy of ${titleOf(entry)}`) }));
    });
    await this.#changed();
    return done;
  }

  /** Takes an entry out; what is returned can be put back. */
  async remove(id: string): Promise<Result<Stored | undefined, Fault>> {
    const removed = await this.#try('Nothing was deleted', () => this.#store.remove(id));
    await this.#changed();
    return removed;
  }

  async putBack(stored: Stored): Promise<Result<void, Fault>> {
    const done = await this.#try('The layout could not be put back', () => this.#store.putBack(stored));
    await this.#changed();
    return done;
  }

  /** Saves the text of what cannot be read as a file, for a version of physmap that can. */
  async saveUnreadable({ key, from }: Unknown): Promise<Result<void, Fault>> {
    const content = await this.#try('The text could not be read', async () =>
      from === 'library'
        ? JSON.stringify(await this.#store.everything(key))
        : unreadableDrafts(this.#page).find(({ name }) => name === key)?.text,
    );
    if (!content.ok) return content;
    const fileName = 'unreadable-layout.json';
    this.#page.save({ fileName, mediaType: 'application/json', content: content.value ?? '' });
    return ok(undefined);
  }

  async removeUnreadable({ key, from }: Unknown): Promise<void> {
    if (from === 'draft') dropUnreadable(this.#page, key);
    else await this.remove(key);
    await this.refresh();
  }

  /** Tells of the work of closed tabs, and what can be done with it. */
  async offerLeft(): Promise<void> {
    await this.refresh();
    const { notices, dialogs } = this.#workspace;
    const [first, second] = this.#left;
    const drafts = this.#unreadable.filter(({ from }) => from === 'draft').length;
    if (drafts > 0) {
      notices.add({
        severity: 'warning',
        what: `${drafts === 1 ? 'A layout' : `${drafts} layouts`} of earlier visits cannot be read by this version of physmap.`,
        works: 'The text is kept: My layouts has it.',
        action: { title: 'My layouts', run: () => dialogs.show('library') },
      });
    }
    if (first === undefined) return;
    const isOne = second === undefined;
    notices.add({
      severity: 'info',
      what: isOne
        ? `Unsaved work of another tab: “${first.title}”, last edited ${timeText(first.at)}.`
        : `Unsaved work of ${this.#left.length} other tabs, the newest “${first.title}” of ${timeText(first.at)}.`,
      works: `${isOne ? 'That tab was' : 'They were'} closed or crashed; nothing is lost.`,
      action: isOne
        ? { title: 'Open', run: () => void this.openLeft(first.name).then((done) => this.#report(done)) }
        : { title: 'Show', run: () => dialogs.show('library') },
      orElse: {
        title: isOne ? 'Keep in My layouts' : 'Keep all in My layouts',
        run: () => this.#left.forEach(({ name }) => void this.keepLeft(name).then((done) => this.#report(done))),
      },
    });
  }

  /** Puts the work of a closed tab on screen, in one undo step; it is then this tab's draft. */
  async openLeft(name: string): Promise<Result<void, Fault>> {
    const draft = await takeLeft(this.#page, name);
    if (draft === undefined) return err(GONE);
    const kept = await this.#keepShown();
    if (!kept.ok) return kept;
    this.#show(draft.document, false);
    if (writeDraft(this.#page, draft)) dropLeft(this.#page, name);
    await this.refresh();
    return ok(undefined);
  }

  /** Moves the work of a closed tab into the library. */
  async keepLeft(name: string): Promise<Result<void, Fault>> {
    const draft = await takeLeft(this.#page, name);
    if (draft === undefined) return err(GONE);
    const kept = await this.#add(draft.document, 'kept', '');
    if (!kept.ok) return kept;
    dropLeft(this.#page, name);
    await this.#changed();
    return ok(undefined);
  }

  async #add(document: LayoutDocument, kind: Version['kind'], name: string): Promise<Result<Kept, Fault>> {
    const place = placeOf(document);
    const { seen } = place;
    const layout = (place.layout ??= someId());
    const { title } = document;
    const added = await this.#try(`“${title === '' ? 'The layout' : title}” is not kept in this browser`, () =>
      this.#store.add(layout, {
        ...{ at: Date.now(), kind, title, text: JSON.stringify(compactDocument(document)) },
        name: properName(name),
      }),
    );
    if (!added.ok) return added;
    const { entry, before } = added.value;
    const last = before === undefined ? undefined : newest(before);
    const version = newest(entry);
    place.seen = version.number;
    const isNews = last !== undefined && seen !== undefined && last.number > seen && version.number > last.number;
    return ok({ entry, version, meanwhile: isNews ? last : undefined });
  }

  async #keepShown(): Promise<Result<void, Fault>> {
    const { history } = this.#workspace;
    const { current } = history;
    if (history.isSaved(current)) return ok(undefined);
    const kept = await this.#add(current, 'kept', '');
    if (!kept.ok) return err({ ...kept.error, isAboutShown: true });
    await this.#thin();
    if (history.current === current) history.markSaved();
    await this.#changed();
    return ok(undefined);
  }

  #show(document: LayoutDocument, isSaved: boolean): void {
    const { history, selection, dialogs } = this.#workspace;
    const place = placeOf(document);
    history.replace(document, isSaved);
    putAt(document, place);
    selection.select();
    dialogs.close();
  }

  async #thin(): Promise<void> {
    await this.#try('', async () => {
      const { entries } = await this.#store.list();
      const unasked = entries
        .filter(
          ({ name, versions }) =>
            name === undefined && versions.every((each) => each.kind === 'kept' && each.name === undefined),
        )
        .sort((a, b) => changedAt(b) - changedAt(a));
      for (const { id } of unasked.slice(UNASKED_KEPT)) await this.#store.remove(id);
    });
  }

  async #changed(): Promise<void> {
    this.#others.postMessage('changed');
    await this.refresh();
  }

  #report(done: Result<void, Fault>): void {
    if (!done.ok) this.#workspace.notices.add({ severity: 'error', ...done.error });
  }

  async #try<T>(what: string, deed: () => Promise<T>): Promise<Result<T, Fault>> {
    try {
      return ok(await this.#workspace.errands.run(deed()));
    } catch (cause) {
      return err(faultOf(what, cause));
    }
  }
}

const GONE: Fault = {
  what: 'The work of the other tab was not taken: that tab is open again, or a third one has taken it.',
  works: 'It is on screen there.',
};

const someId = (): string => Date.now().toString(36) + Math.random().toString(36).slice(2, 10);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
