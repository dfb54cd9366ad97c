import { err, ok, type Result } from '../core/base/result';
import { readDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import {
  callTab,
  DRAFT,
  drop,
  got,
  lockOf,
  namesUnder,
  newTab,
  OLD_DRAFT,
  put,
  setAside,
  tabName,
} from './autosave-storage';
import { placeOf, putAt } from './library/place';
import type { Notices } from './notices.svelte';
import type { Page } from './page';

const SAVE_AFTER_MS = 1000;

/** What was found in the browser's storage. */
export interface Saved {
  readonly document: LayoutDocument;
  /** Whether nothing else holds it, so that it must not be replaced unasked. */
  readonly unsaved: boolean;
  /** What stood in the address bar when it was stored: a link that the tab had made before is older than it. */
  readonly over?: unknown;
}

/** The layout that was on screen in a tab. */
export interface Draft extends Saved {
  /** When it was written: milliseconds since 1970; 0 if that is not known. */
  readonly at: number;
}

/** Keeps the layout of this tab in the browser's storage, one second behind the last edit. */
export class Autosave {
  readonly #page: Page;
  readonly #notices: Notices;
  #next: Saved | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;

  constructor(page: Page, notices: Notices) {
    this.#page = page;
    this.#notices = notices;
  }

  /** Schedules a save. */
  follow(document: LayoutDocument, unsaved: boolean): void {
    this.#next = { document, unsaved };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS);
  }

  /** Saves now what waits to be saved. */
  flush(): void {
    clearTimeout(this.#timer);
    const next = this.#next;
    if (next === undefined) return;
    this.#next = undefined;
    if (writeDraft(this.#page, next)) this.#hasFailed = false;
    else this.#tellOnce(this.#page.storage === undefined ? 'is switched off' : 'is full');
  }

  #tellOnce(why: string): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#notices.add({
      severity: 'warning',
      what: `The last edits are on screen, but not kept for the next visit: this browser’s storage for physmap ${why}.`,
      works: 'Save the layout as a file, keep its link if it fits one, or allow more room; the next edit tries again.',
    });
  }
}

/** Stores the layout as this tab's draft; false if there is no room for it. */
export function writeDraft(page: Page, { document, unsaved }: Saved): boolean {
  const name = tabName(page) ?? newTab(page);
  return put(
    page.storage,
    DRAFT + name,
    JSON.stringify({ document, unsaved, at: Date.now(), over: page.fragment(), place: placeOf(document) }),
  );
}

/**
 * The layout that this tab had before it was reloaded or crashed. A tab that had none gets that of the last visit: the newest draft
 * that no open tab holds. Undefined if there is none, an error in words if it cannot be read; its text is then kept aside.
 * Never throws.
 */
export async function restore(page: Page): Promise<Result<Saved, string> | undefined> {
  const { storage } = page;
  const own = tabName(page);
  const name = await firstFree(page, own);
  const text = got(storage, DRAFT + (name ?? own ?? ''));
  const old = own === undefined && text === undefined ? got(storage, OLD_DRAFT) : undefined;
  // Without a name the tab is new, or the copy of one that is still open, whose draft it may read.
  const mine = name === undefined ? newTab(page) : callTab(page, name);
  if (old !== undefined && put(storage, DRAFT + mine, old)) drop(storage, OLD_DRAFT);
  const found = text ?? old;
  if (found === undefined) return undefined;
  const draft = readDraft(found);
  // What could not be set aside stays where this tab will not write.
  if (!draft.ok && got(storage, DRAFT + mine) === found && !setAside(storage, mine)) newTab(page);
  return draft;
}

/** The name of the tab's draft, or of one that no open tab holds; it is this tab's from now on. */
async function firstFree(page: Page, own: string | undefined): Promise<string | undefined> {
  const names = own === undefined ? draftsByAge(page) : [own];
  for (const name of names) if (await page.claim(lockOf(name), own !== undefined)) return name;
  return undefined;
}

/** A draft as it is stored. */
export function readDraft(text: string): Result<Draft, string> {
  const { document: stored, unsaved, over, place, ...rest } = parse(text);
  const document = readDocument(stored);
  if (!document.ok) return err(document.error[0]?.message ?? 'it is no layout');
  const { layout, seen } = fields(place);
  if (typeof layout === 'string' && typeof seen === 'number') putAt(document.value, { layout, seen });
  return ok({ document: document.value, unsaved: unsaved === true, over, at: timeOf(rest) });
}

/** Newest first. */
function draftsByAge({ storage }: Page): readonly string[] {
  return namesUnder(storage, DRAFT)
    .map((name) => ({ name, at: timeOf(parse(got(storage, DRAFT + name) ?? '')) }))
    .sort((a, b) => b.at - a.at)
    .map(({ name }) => name);
}

const timeOf = ({ at }: Fields): number => (typeof at === 'number' ? at : 0);

function parse(text: string): Fields {
  try {
    return fields(JSON.parse(text));
  } catch {
    return {};
  }
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
