import type { LayoutDocument } from '../core/document/schema';
import { IMPORT } from '../share/keys';
import { decodeLink, encodeLink, isTooLargeForLink, linkIn } from '../share/later-link';
import type { LinkFailure } from '../share/link';
import type { DocumentHistory } from './history.svelte';
import { NOT_FETCHED } from './not-fetched';
import type { Notices } from './notices.svelte';
import type { Page } from './page';

/** From here on a file is the better way to share. */
const LONGEST_TO_SHARE = 8000;

const WRITE_AFTER_MS = 250;
const OWN_LINK = 'physmap.link';

/** A link that was opened while there is unsaved work: the user decides. */
export interface PendingOpen {
  readonly document: LayoutDocument;
  /** The link, with what stands beside the layout in it. */
  readonly link: string;
}

/** The layout of a link, without what stands beside it: equal for equal layouts. */
export const layoutPart = (link: string): string => link.slice(link.indexOf('#') + 1).split('&', 1)[0] ?? '';

/** Keeps the address bar at the layout on screen, and opens what others put there. */
export class ShareState {
  readonly #history: DocumentHistory;
  readonly #page: Page;
  readonly #notices: Notices;
  #fragment = $state.raw('');
  #isTooLarge = $state.raw(false);
  #failure = $state.raw<LinkFailure>();
  #pending = $state.raw<PendingOpen>();
  #isAlone = $state.raw(false);
  #judged = $state.raw(0);
  #written: LayoutDocument | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What stood in the address bar when it was last read: anything else there came from outside and is not overwritten unread. */
  #read: string;
  /** Takes what stands in a link beside the layout, once that is on screen. */
  beside: (link: string) => void = () => undefined;
  /** How many links came from outside: what was being written when one came is not written over it. */
  #opened = 0;

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

  /** The layout fits no link; `href` is the page alone. */
  get isTooLarge(): boolean {
    return this.#isTooLarge;
  }

  /** Characters of the link. */
  get length(): number {
    return this.href.length;
  }

  /** So long that a file should be shared instead. */
  get tooLong(): boolean {
    return this.#isTooLarge || this.length > LONGEST_TO_SHARE;
  }

  /** Why the link in the address bar could not be opened; the layout on screen is the user's own. */
  get failure(): LinkFailure | undefined {
    return this.#failure;
  }

  /** There is no layout of the user's own either: what failed is all that there is to show. */
  get isAlone(): boolean {
    return this.#failure !== undefined && this.#isAlone;
  }

  /** How many links from the address bar have been judged. */
  get judged(): number {
    return this.#judged;
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

  /** The link to a layout; undefined where it fits none, or what makes links cannot be fetched. */
  async linkTo(document: LayoutDocument): Promise<string | undefined> {
    const fragment = isTooLargeForLink(document) ? undefined : await this.#encode(document);
    return fragment === undefined ? undefined : this.#page.address(fragment);
  }

  /** Puts the link to the newest layout on the clipboard. True if it is there. */
  async copy(): Promise<boolean> {
    await this.#write();
    if (this.#isTooLarge) {
      this.#notices.add({
        severity: 'warning',
        what: 'The layout is too large for a link, which holds 1 MiB',
        works: 'Save it as a file',
      });
      return false;
    }
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
    // What did not fit into the link is nowhere else.
    if (!this.#fragment.includes('&')) this.#history.markSaved();
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
    const opened = ++this.#opened;
    if (fragment.startsWith(IMPORT)) {
      this.beside(fragment);
      return this.#write();
    }
    const read = await decodeLink(this.#page.address(fragment));
    if (opened !== this.#opened) return;
    if (read.ok || read.error.code !== 'absent') await this.#take(read, fragment);
    this.#judged += 1;
  }

  /** Opens a link as pasted, alone or with the words around it; likewise. */
  async openText(text: string): Promise<void> {
    const link = await linkIn(text);
    await this.#take(await decodeLink(link), link);
  }

  /** Notes why a link was not opened. The address bar keeps it until the next edit. */
  fail(failure: LinkFailure, isAlone = this.isAlone): void {
    clearTimeout(this.#timer);
    this.#written = this.#history.current;
    this.#isAlone = isAlone;
    this.#failure = failure;
  }

  /** Keeps an opened layout until the user decides. */
  hold(document: LayoutDocument, link: string): void {
    clearTimeout(this.#timer);
    this.#written = this.#history.current;
    this.#pending = { document, link };
  }

  /** Replaces the user's layout by the one that waits; undo brings it back. */
  accept(): void {
    if (this.#pending !== undefined) this.#open(this.#pending);
  }

  /** Stays with the user's layout; the address bar goes back to it. */
  keep(): void {
    this.#pending = undefined;
    void this.#write();
  }

  /** Brings the address bar up to the layout on screen now; it is when this resolves. */
  async flush(): Promise<void> {
    if (this.#history.current !== this.#written) await this.#write();
    // Writing once more would stop a page that is being loaded again.
    clearTimeout(this.#timer);
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

  async #take(read: Awaited<ReturnType<typeof decodeLink>>, link: string): Promise<void> {
    if (!read.ok) {
      this.fail(read.error);
      return;
    }
    this.#failure = undefined;
    const own = await this.#encode(this.#history.current);
    // What did not fit into the link is in the layout on screen.
    if (own !== undefined && layoutPart(own) === layoutPart((await this.#encode(read.value)) ?? '')) {
      this.#takeBeside(link);
      return this.#write();
    }
    if (this.#history.unsaved) this.hold(read.value, link);
    else this.#open({ document: read.value, link });
  }

  #open({ document, link }: PendingOpen): void {
    this.#pending = undefined;
    this.#history.replace(document, true);
    this.#takeBeside(link);
  }

  #takeBeside(link: string): void {
    if (link.includes('&')) this.beside(link);
  }

  async #encode(document: LayoutDocument): Promise<string | undefined> {
    try {
      return await encodeLink(document);
    } catch {
      this.#notices.add({
        ...NOT_FETCHED,
        works: 'The layout is kept in this browser; save it as a file, and reload the page for a link',
      });
      return undefined;
    }
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    const document = this.#history.current;
    const opened = this.#opened;
    const isTooLarge = isTooLargeForLink(document);
    const fragment = isTooLarge ? '' : await this.#encode(document);
    if (fragment === undefined) return;
    if (document !== this.#history.current || opened !== this.#opened) return;
    const there = this.#page.fragment();
    if (there !== this.#read && there !== this.#fragment && there !== fragment) return this.openFromAddress();
    this.#written = document;
    this.#fragment = fragment;
    this.#isTooLarge = isTooLarge;
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
