import type { Exported } from '../core/codecs/format';
import type { DocPath } from '../core/space/region';

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

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
  /** Lets the user choose a file and gives its text; undefined if none was chosen. */
  choose(): Promise<{ readonly name: string; readonly text: string } | undefined>;
  setTitle(title: string): void;
  /** Puts the form field of a place in the document in focus, once it is on screen. */
  focusField(path: DocPath): void;
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
    setTitle(title) {
      if (document.title !== title) document.title = title;
    },
    focusField(path) {
      const field = `[data-path="${CSS.escape(path)}"] :is(input, select, textarea)`;
      window.requestAnimationFrame(() => document.querySelector<HTMLElement>(field)?.focus());
    },
    storage: allowed(() => window.localStorage),
    session: allowed(() => window.sessionStorage),
  };
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

function chooseFile(document: Document): Promise<{ name: string; text: string } | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  return new Promise((resolve, reject) => {
    input.addEventListener('cancel', () => resolve(undefined));
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file === undefined) resolve(undefined);
      else file.text().then((text) => resolve({ name: file.name, text }), reject);
    });
    input.click();
  });
}
