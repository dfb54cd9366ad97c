/** The browser's storage as it is: full, forbidden, or switched off, it never throws here. */
import type { Page, Store } from './page';

/** Each tab has a draft of its own under this and its name, which no other tab writes. */
export const DRAFT = 'physmap.draft.';
/** What all tabs of earlier versions wrote, the last one winning. */
export const OLD_DRAFT = 'physmap.layout';
/** Drafts that this version cannot read: a newer one may. */
export const UNREADABLE = 'physmap.unreadable.';

export function got(storage: Store | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** False if it is not kept. */
export function put(storage: Store | undefined, key: string, text: string): boolean {
  try {
    storage?.setItem(key, text);
    return storage !== undefined;
  } catch {
    return false;
  }
}

export function drop(storage: Store | undefined, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // Then it is offered once more.
  }
}

/** What follows the prefix in all keys that have it. */
export function namesUnder(storage: Store | undefined, prefix: string): readonly string[] {
  const names: string[] = [];
  try {
    for (let index = 0; storage !== undefined && index < storage.length; index += 1) {
      const key = storage.key(index);
      if (key?.startsWith(prefix) === true) names.push(key.slice(prefix.length));
    }
  } catch {
    // Where storage is forbidden there are none.
  }
  return names;
}

/** False if it has to stay where it is. */
export function setAside(storage: Store | undefined, name: string): boolean {
  const text = got(storage, DRAFT + name);
  if (text === undefined || !put(storage, UNREADABLE + name, text)) return false;
  drop(storage, DRAFT + name);
  return true;
}

const TAB = 'physmap.tab';

/** The lock that an open tab holds on its draft. */
export const lockOf = (name: string): string => TAB + name;

/** The name of this tab's draft, which lasts as long as the tab: over reloads and crashes. */
export const tabName = (page: Page): string | undefined => got(page.session, TAB);

/** Gives this tab a draft of a new name. */
export function newTab(page: Page): string {
  const name = Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
  void page.claim(lockOf(name), false);
  return callTab(page, name);
}

export function callTab(page: Page, name: string): string {
  put(page.session, TAB, name);
  return name;
}
