import type { Store } from './page';
import type { Target } from './selection.svelte';

/** What people want of the review: all of it, one of its threads, or a new one about something. */
export interface ReviewWish {
  readonly thread?: string | undefined;
  /** Without a place and bytes: the whole layout. */
  readonly about?: Target | undefined;
}

/** Which thread of the review people want to see. No part of the layout. */
export class Reviewing {
  /** Where the reviewer's name is kept. */
  readonly storage: Store | undefined;
  #thread = $state.raw<string>();
  #asked = $state.raw(0);
  #wish = $state.raw<ReviewWish>();

  constructor(storage: Store | undefined) {
    this.storage = storage;
  }

  /** Its id; undefined: the whole review. */
  get thread(): string | undefined {
    return this.#thread;
  }

  /** How often the review was asked for. */
  get asked(): number {
    return this.#asked;
  }

  /** The latest wish that no review on screen has taken yet. */
  get wish(): ReviewWish | undefined {
    return this.#wish;
  }

  /** Shows the review, or one thread of it. */
  open(thread?: string): void {
    this.#ask({ thread });
  }

  /** Shows the review, ready for a comment about something. */
  comment(about: Target = {}): void {
    this.#ask({ about });
  }

  /** Takes the wish, for the review that fulfils it. */
  take(): ReviewWish | undefined {
    const wish = this.#wish;
    this.#wish = undefined;
    return wish;
  }

  #ask(wish: ReviewWish): void {
    this.#wish = wish;
    this.#thread = wish.thread;
    this.#asked += 1;
  }
}
