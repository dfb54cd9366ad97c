import { err, ok, type Result } from '../core/base/result';
import { readDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import type { Notices } from './notices.svelte';
import type { Store } from './page';

const KEY = 'physmap.layout';
const UNREADABLE = 'physmap.layout.unreadable';
const SAVE_AFTER_MS = 1000;

/** What was found in the browser's storage. */
export interface Saved {
  readonly document: LayoutDocument;
  /** Whether nothing else holds it, so that it must not be replaced unasked. */
  readonly unsaved: boolean;
}

/** Keeps the layout in the browser's storage, one second behind the last edit. */
export class Autosave {
  readonly #storage: Store | undefined;
  readonly #notices: Notices;
  #next: Saved | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasFailed = false;

  constructor(storage: Store | undefined, notices: Notices) {
    this.#storage = storage;
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
    try {
      if (this.#storage === undefined) throw new Error('storage is switched off');
      this.#storage.setItem(KEY, JSON.stringify(next));
      this.#hasFailed = false;
    } catch {
      this.#tellOnce();
    }
  }

  #tellOnce(): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#notices.add({
      severity: 'warning',
      what: 'This browser does not keep the layout: its storage is full or switched off',
      works: 'Save the layout to a file, or keep its link; the address bar always holds it',
    });
  }
}

/** The layout of the last visit; undefined if there is none, an error in words if it cannot be read. Never throws. */
export function restore(storage: Store | undefined): Result<Saved, string> | undefined {
  const text = stored(storage);
  if (text === undefined) return undefined;
  const saved = parse(text);
  const document = readDocument(saved['document']);
  if (document.ok) return ok({ document: document.value, unsaved: saved['unsaved'] === true });
  setAside(storage, text);
  return err(document.error[0]?.message ?? 'it is no layout');
}

function stored(storage: Store | undefined): string | undefined {
  try {
    return storage?.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** Later saves would overwrite what a newer version of physmap may still read. */
function setAside(storage: Store | undefined, text: string): void {
  try {
    storage?.setItem(UNREADABLE, text);
  } catch {
    // Then the text stays where it is until the first edit.
  }
}
