/** Drafts of tabs that were closed or crashed. */
import type { LayoutDocument } from '../../core/document/schema';
import { readDraft, type Draft } from '../autosave';
import {
  DRAFT,
  drop,
  got,
  lockOf,
  namesUnder,
  OLD_DRAFT,
  put,
  setAside,
  tabName,
  UNREADABLE,
} from '../autosave-storage';
import type { Page } from '../page';
import { NAMELESS } from './entry';

/** Work that no open tab has, and that nothing else holds. */
export interface LeftBehind extends Draft {
  /** The draft's own. */
  readonly name: string;
  readonly title: string;
}

/** A draft that this version cannot read. Its text is kept. */
export interface Unreadable {
  readonly name: string;
  readonly text: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A tab that the browser put to sleep holds nothing; when it wakes it wants its draft, saved or not. */
const SAVED_KEPT_MS = 7 * DAY_MS;

/** What can be offered: newest first. Without locks the browser does not tell which tabs are open, and nothing can. */
export async function leftBehind(page: Page, shown: LayoutDocument, now: number): Promise<readonly LeftBehind[]> {
  const claimed = await page.claimed();
  if (claimed === undefined) return [];
  takeOld(page);
  const { storage } = page;
  const own = tabName(page);
  const names = namesUnder(storage, DRAFT).filter((name) => name !== own && !claimed.includes(lockOf(name)));
  const shownText = JSON.stringify(shown);
  return names
    .flatMap((name) => {
      const draft = readDraft(got(storage, DRAFT + name) ?? '');
      if (!draft.ok) {
        setAside(storage, name);
        return [];
      }
      const { document, unsaved, at } = draft.value;
      const isSame = JSON.stringify(document) === shownText;
      if (isSame || (!unsaved && now - at > SAVED_KEPT_MS)) drop(storage, DRAFT + name);
      if (isSame || !unsaved) return [];
      return [{ ...draft.value, name, title: document.title === '' ? NAMELESS : document.title }];
    })
    .sort((a, b) => b.at - a.at);
}

/** What an earlier version of physmap left becomes a draft like any other. */
function takeOld({ storage }: Page): void {
  const text = got(storage, OLD_DRAFT);
  if (text !== undefined && put(storage, `${DRAFT}earlier`, text)) drop(storage, OLD_DRAFT);
}

/** Makes the draft this tab's business; undefined if it is not there any more, or its tab is open again. */
export async function takeLeft(page: Page, name: string): Promise<Draft | undefined> {
  if (!(await page.claim(lockOf(name), false))) return undefined;
  const text = got(page.storage, DRAFT + name);
  const draft = text === undefined ? undefined : readDraft(text);
  return draft?.ok === true ? draft.value : undefined;
}

export const dropLeft = ({ storage }: Page, name: string): void => drop(storage, DRAFT + name);

export const unreadableDrafts = ({ storage }: Page): readonly Unreadable[] =>
  namesUnder(storage, UNREADABLE).flatMap((name) => {
    const text = got(storage, UNREADABLE + name);
    return text === undefined ? [] : [{ name, text }];
  });

export const dropUnreadable = ({ storage }: Page, name: string): void => drop(storage, UNREADABLE + name);
