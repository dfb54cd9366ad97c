import type { Exported } from '../core/codecs/format';
import type { DocPath } from '../core/space/region';

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** What the application needs of the browser around it. Tests put their own in its place. */
export interface Page {
  /** What follows `#` in the address bar. */
  fragment(): string;
  /** The address with another fragment. */
  address(fragment: string): string;
  /** Changes the fragment without a new entry in the browser's history and without telling listeners. */
  replaceFragment(fragment: string): void;
  /** Tells when somebody else changed the fragment: a pasted link, a bookmark. */
  onFragment(listener: () => void): () => void;
  /** Tells when the page may be about to go away. */
  onHide(listener: () => void): () => void;
  copy(text: string): Promise<void>;
  save(file: Exported): void;
  /** Lets the user choose a file; undefined if none was chosen. */
  choose(): Promise<File | undefined>;
  setTitle(title: string): void;
  /** Runs something in the next frame, before that is drawn. */
  nextFrame(run: () => void): void;
  /** Puts the form field of a place in the document in focus, once it is on screen. */
  focusField(path: DocPath): void;
  /**
   * Whether no other tab has the name now; it is then this tab's until it is closed, reloaded or crashes.
   * @param isOwn the tab had it before: the page that it was may not have let go of it yet
   */
  claim(name: string, isOwn: boolean): Promise<boolean>;
  /** The names that tabs have now; undefined where the browser does not tell. */
  claimed(): Promise<readonly string[] | undefined>;
  /** Lasts beyond the page; undefined where the browser forbids it. */
  readonly storage: Store | undefined;
  /** Lasts as long as the tab. */
  readonly session: Store | undefined;
}

/** The real browser. */
export function browserPage(window: Window): Page {
  const { document, location, history, navigator } = window;
  return {
    fragment: () => location.hash.slice(1),
    address: (fragment) => `${location.href.replace(/#.*$/s, '')}#${fragment}`,
    replaceFragment: (fragment) => history.replaceState(history.state, '', `#${fragment}`),
    onFragment: (listener) => listen(window, 'hashchange', listener),
    onHide(listener) {
      const hidden = (): void => {
        if (document.visibilityState === 'hidden') listener();
      };
      const offs = [listen(window, 'pagehide', listener), listen(document, 'visibilitychange', hidden)];
      return () => offs.forEach((off) => off());
    },
    copy: (text) => navigator.clipboard.writeText(text),
    save: (file) => saveFile(document, file),
    choose: () => chooseFile(document),
    nextFrame: (run) => void window.requestAnimationFrame(run),
    setTitle(title) {
      if (document.title !== title) document.title = title;
    },
    focusField(path) {
      const field = `[data-path="${CSS.escape(path)}"] :is(input, select, textarea)`;
      window.requestAnimationFrame(() => document.querySelector<HTMLElement>(field)?.focus());
    },
    claim: (name, isOwn) => claim(navigator.locks, name, isOwn),
    claimed: async () => (await navigator.locks?.query())?.held?.map(({ name }) => name ?? ''),
    storage: allowed(() => window.localStorage),
    session: allowed(() => window.sessionStorage),
  };
}

/** So long may a page that was reloaded take to be gone. */
const GONE_AFTER_MS = 500;

/** Browsers give locks to secure pages alone; without them a tab has what was its own before. */
function claim(locks: LockManager | undefined, name: string, isOwn: boolean): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(isOwn);
  return new Promise((resolve) => {
    const options = isOwn ? { signal: AbortSignal.timeout(GONE_AFTER_MS) } : { ifAvailable: true };
    const held = locks.request(name, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise<never>(() => undefined);
    });
    held.catch(() => resolve(false));
  });
}

/** Reading the property alone throws where storage is forbidden. */
function allowed(storage: () => Storage): Storage | undefined {
  try {
    return storage();
  } catch {
    return undefined;
  }
}

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}

function saveFile(document: Document, file: Exported): void {
  const content = typeof file.content === 'string' ? file.content : new Uint8Array(file.content);
  const url = URL.createObjectURL(new Blob([content], { type: file.mediaType }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = file.fileName;
  anchor.click();
  URL.revokeObjectURL(url);
}

function chooseFile(document: Document): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve(undefined));
    input.addEventListener('change', () => resolve(input.files?.[0]));
    input.click();
  });
}
