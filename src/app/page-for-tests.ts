import type { Exported } from '../core/codecs/format';
import type { Page, Store } from './page';

/** A page without a browser, whose address bar, clipboard and storage a test can look into. */
export interface TestPage extends Page {
  readonly written: string[];
  readonly copied: string[];
  readonly saved: Exported[];
  readonly focused: string[];
  /** Names that other tabs have. */
  readonly elsewhere: Set<string>;
  title: string;
  /** What `choose` gives. */
  chosen: File | undefined;
  /** Puts a link in the address bar, as a user does. */
  visit(fragment: string): void;
  hide(): void;
}

const FRAME_MS = 16;

export function testPage(fragment = '', storage: Store | undefined = memoryStore()): TestPage {
  const fragmentListeners = new Set<() => void>();
  const hideListeners = new Set<() => void>();
  const add = (listeners: Set<() => void>, listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  let current = fragment;
  return {
    written: [],
    copied: [],
    saved: [],
    focused: [],
    elsewhere: new Set(),
    title: '',
    chosen: undefined,
    fragment: () => current,
    address: (other) => `https://physmap.example/#${other}`,
    replaceFragment(next) {
      current = next;
      this.written.push(next);
    },
    onFragment: (listener) => add(fragmentListeners, listener),
    onHide: (listener) => add(hideListeners, listener),
    copy(text) {
      this.copied.push(text);
      return Promise.resolve();
    },
    save(file) {
      this.saved.push(file);
    },
    choose() {
      return Promise.resolve(this.chosen);
    },
    nextFrame: (run) => void setTimeout(run, FRAME_MS),
    setTitle(title) {
      this.title = title;
    },
    focusField(path) {
      this.focused.push(path);
    },
    visit(next) {
      current = next;
      fragmentListeners.forEach((listener) => listener());
    },
    hide: () => hideListeners.forEach((listener) => listener()),
    claim(name) {
      return Promise.resolve(!this.elsewhere.has(name));
    },
    claimed() {
      return Promise.resolve([...this.elsewhere]);
    },
    storage,
    session: memoryStore(),
  };
}

export function memoryStore(entries: Readonly<Record<string, string>> = {}): Store {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    key: (index) => [...map.keys()][index] ?? null,
    get length() {
      return map.size;
    },
  };
}

/** Storage that a browser refuses: full, or forbidden. */
export const brokenStore: Store = {
  getItem() {
    throw new DOMException('denied', 'SecurityError');
  },
  setItem() {
    throw new DOMException('full', 'QuotaExceededError');
  },
  removeItem() {
    throw new DOMException('denied', 'SecurityError');
  },
  key() {
    throw new DOMException('denied', 'SecurityError');
  },
  get length(): number {
    throw new DOMException('denied', 'SecurityError');
  },
};
