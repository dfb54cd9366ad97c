import type { LayoutDocument } from '../core/document/schema';
import { decodeLink, encodeLink } from '../share/later-link';
import type { LinkFailure } from '../share/link';
import type { DocumentHistory } from './history.svelte';
import type { Notices } from './notices.svelte';
import type { Page } from './page';

/** Links longer than this many characters are cut by the programs named. */
export const LINK_LIMITS = [
  { length: 2000, cutBy: 'some mail and chat programs' },
  { length: 4000, cutBy: 'some chat programs' },
  { length: 8000, cutBy: 'many programs' },
] as const;

/** From here on a file is the better way to share. */
const LONGEST_TO_SHARE = 8000;

const WRITE_AFTER_MS = 250;
const OWN_LINK = 'physmap.link';

/** A link that was opened while there is unsaved work: the user decides. */
export interface PendingOpen {
  readonly document: LayoutDocument;
}

/** Keeps the address bar at the layout on screen, and opens what others put there. */
export class ShareState {
  readonly #history: DocumentHistory;
  readonly #page: Page;
  readonly #notices: Notices;
  #fragment = $state.raw('');
  #failure = $state.raw<LinkFailure>();
  #pending = $state.raw<PendingOpen>();
  #written: LayoutDocument | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What stood in the address bar when it was last read: anything else there came from outside and is not overwritten unread. */
  #read: string;

  constructor(history: DocumentHistory, page: Page, notices: Notices) {
    this.#history = history;
    this.#page = page;
    this.#notices = notices;
    this.#read = page.fragment();
  }

  /** The link to the current layout; up to 250 ms behind the last edit. */
  get href(): string {
    return this.#page.address(this.#fragment);
  }

  /** Characters of the link. */
  get length(): number {
    return this.href.length;
  }

  /** The smallest limit that the link exceeds is what to warn of; none if every program takes it. */
  get exceeded(): (typeof LINK_LIMITS)[number] | undefined {
    return LINK_LIMITS.findLast(({ length }) => this.length > length);
  }

  /** So long that a file should be shared instead. */
  get tooLong(): boolean {
    return this.length > LONGEST_TO_SHARE;
  }

  /** Why the link in the address bar could not be opened; the layout on screen is the user's own. */
  get failure(): LinkFailure | undefined {
    return this.#failure;
  }

  /** A layout that waits for `accept` or `keep`. */
  get pending(): PendingOpen | undefined {
    return this.#pending;
  }

  /** Schedules the address bar to follow; call it whenever the document changes. */
  follow(document: LayoutDocument): void {
    if (document === this.#written) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), WRITE_AFTER_MS);
  }

  /** Puts the link to the newest layout on the clipboard. True if it is there. */
  async copy(): Promise<boolean> {
    await this.#write();
    try {
      await this.#page.copy(this.href);
    } catch {
      this.#notices.add({
        severity: 'warning',
        what: 'The browser does not let this page write to the clipboard',
        works: 'Copy the address bar: it holds the same link',
      });
      return false;
    }
    this.#history.markSaved();
    return true;
  }

  /**
   * Opens the link that is in the address bar now. A link that cannot be read leaves the layout and the address bar alone and
   * becomes `failure`; unsaved work is not replaced without being asked.
   */
  async openFromAddress(): Promise<void> {
    const fragment = this.#page.fragment();
    this.#read = fragment;
    // The link last written is no news, unless the layout has changed since and somebody brings the old one back.
    if (fragment === this.#fragment && this.#written === this.#history.current) return;
    clearTimeout(this.#timer);
    const read = await decodeLink(fragment);
    if (read.ok || read.error.code !== 'absent') await this.#take(read);
  }

  /** Opens a whole link or its fragment, as pasted; likewise. */
  async openText(text: string): Promise<void> {
    await this.#take(await decodeLink(text));
  }

  /** Notes why a link was not opened. The address bar keeps it until the next edit. */
  fail(failure: LinkFailure): void {
    clearTimeout(this.#timer);
    this.#written = this.#history.current;
    this.#failure = failure;
  }

  /** Keeps an opened layout until the user decides. */
  hold(document: LayoutDocument): void {
    clearTimeout(this.#timer);
    this.#written = this.#history.current;
    this.#pending = { document };
  }

  /** Replaces the user's layout by the one that waits; undo brings it back. */
  accept(): void {
    if (this.#pending !== undefined) this.#open(this.#pending.document);
  }

  /** Stays with the user's layout; the address bar goes back to it. */
  keep(): void {
    this.#pending = undefined;
    void this.#write();
  }

  dismissFailure(): void {
    this.#failure = undefined;
    void this.#write();
  }

  /** Whether this tab itself wrote the link that it was opened with: then it was reloaded, and the work in it is its own. */
  static isOwnLink(page: Page): boolean {
    try {
      return page.session?.getItem(OWN_LINK) === page.fragment();
    } catch {
      return false;
    }
  }

  async #take(read: Awaited<ReturnType<typeof decodeLink>>): Promise<void> {
    if (!read.ok) {
      this.fail(read.error);
      return;
    }
    this.#failure = undefined;
    if ((await this.#encode(read.value)) === (await this.#encode(this.#history.current))) return this.#write();
    if (this.#history.unsaved) this.hold(read.value);
    else this.#open(read.value);
  }

  #open(document: LayoutDocument): void {
    this.#pending = undefined;
    this.#history.replace(document, true);
  }

  async #encode(document: LayoutDocument): Promise<string | undefined> {
    try {
      return await encodeLink(document);
    } catch {
      this.#notices.add({
        severity: 'warning',
        what: 'What makes links could not be fetched: the network is down, or physmap was updated',
        works: 'The layout is kept in this browser; save it as a file, and reload the page for a link',
      });
      return undefined;
    }
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    const document = this.#history.current;
    const fragment = await this.#encode(document);
    if (fragment === undefined) return;
    if (document !== this.#history.current) return;
    const there = this.#page.fragment();
    if (there !== this.#read && there !== this.#fragment && there !== fragment) return this.openFromAddress();
    this.#written = document;
    this.#fragment = fragment;
    try {
      this.#page.replaceFragment(fragment);
      this.#read = fragment;
      this.#page.session?.setItem(OWN_LINK, fragment);
    } catch {
      // Browsers limit how often and how much; the next edit tries again, and `copy` has the link in any case.
    }
    this.#failure = undefined;
  }
}
