import type { Store } from './page';

const NAME = 'physmap.reviewer';
const OWN = 'physmap.own-comments';
/** Comments of this browser that are known as its own. */
const MOST_OWN = 1000;
const MOST_NAME = 256;

/** Who comments in this browser: the name, if one was given, and which comments were written here. Stays in the browser. */
export class Reviewer {
  readonly #storage: Store | undefined;
  #name = $state.raw('');
  #isAsked = $state.raw(false);
  #own = $state.raw<ReadonlySet<string>>(new Set());

  constructor(storage: Store | undefined) {
    this.#storage = storage;
    const name = this.#read(NAME);
    this.#isAsked = name !== undefined;
    this.#name = (name ?? '').slice(0, MOST_NAME);
    this.#own = new Set((this.#read(OWN) ?? '').split(' ').filter((id) => id !== ''));
  }

  /** Empty: none. */
  get name(): string {
    return this.#name;
  }

  /** Has said how to be called, or that there shall be no name. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  call(name: string): void {
    this.#name = name.trim().slice(0, MOST_NAME);
    this.#isAsked = true;
    this.#write(NAME, this.#name);
  }

  /** The name is to be asked for again. */
  askAgain(): void {
    this.#isAsked = false;
  }

  isOwn(comment: string): boolean {
    return this.#own.has(comment);
  }

  wrote(comment: string): void {
    this.#own = new Set([...this.#own, comment].slice(-MOST_OWN));
    this.#write(OWN, [...this.#own].join(' '));
  }

  #read(key: string): string | undefined {
    try {
      return this.#storage?.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #write(key: string, value: string): void {
    try {
      this.#storage?.setItem(key, value);
    } catch {
      // It then lasts as long as the page.
    }
  }
}
