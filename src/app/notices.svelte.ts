import type { Severity } from '../core/lint/diagnostic';

/** Something that the surroundings, not the layout, want to say. */
export interface Notice {
  readonly id: number;
  readonly severity: Severity;
  readonly what: string;
  /** What would work. */
  readonly works?: string;
  readonly action?: Action;
  /** What can be done instead. */
  readonly orElse?: Action;
}

interface Action {
  readonly title: string;
  run(): void;
}

/** What is to be told, oldest first, until dismissed. */
export class Notices {
  #all = $state.raw<readonly Notice[]>([]);
  #lastId = 0;

  get all(): readonly Notice[] {
    return this.#all;
  }

  /** Adds a notice and gives its id; one that says the same takes the older one's place, so nothing is told twice. */
  add(notice: Omit<Notice, 'id'>): number {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#all = [...this.#all.filter(({ what }) => what !== notice.what), { ...notice, id }];
    return id;
  }

  dismiss(id: number): void {
    this.#all = this.#all.filter((notice) => notice.id !== id);
  }
}
