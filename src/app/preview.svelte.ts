import { CallFailure, type CallName, type Calls } from '../client/planner';
import type { SettingCliffs } from '../core/cliffs/cliff';
import type { Preview } from '../core/cliffs/preview';
import { settingEdits } from '../core/document/setting-edits';
import type { LayoutDocument } from '../core/document/schema';
import type { DocPath } from '../core/space/region';
import type { Workspace } from './workspace.svelte';

/** A burst of typing asks once. */
const ASK_AFTER_MS = 80;

/** Another value that is tried, without the document knowing of it. */
interface Tried {
  readonly value: number;
  /** The layout that it was tried on; void as soon as another one is there. */
  readonly document: LayoutDocument;
}

/** One numeric setting that is being slid: its cliffs, and what a value would move before it goes in as one undo step. */
export class PreviewedSetting {
  readonly path: DocPath;
  readonly #workspace: Workspace;
  #cliffs = $state.raw<SettingCliffs>();
  #tried = $state.raw<Tried>();
  #preview = $state.raw<{ readonly of: Tried; readonly answer: Preview }>();
  #failure = $state.raw<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: LayoutDocument | undefined;
  #isAsking = $state.raw(false);

  constructor(workspace: Workspace, path: DocPath) {
    this.#workspace = workspace;
    this.path = path;
  }

  /** Of the newest layout for which the planner has answered; undefined until then. */
  get cliffs(): SettingCliffs | undefined {
    return this.#cliffs;
  }

  /** What is in force. */
  get from(): number {
    return this.#cliffs?.value ?? 0;
  }

  /** What is tried, else what is in force. */
  get value(): number {
    return this.#live?.value ?? this.from;
  }

  get isTried(): boolean {
    return this.#live !== undefined;
  }

  /** What the tried value would move; the one of a moment ago while the next is computed. */
  get preview(): Preview | undefined {
    return this.#live === undefined ? undefined : this.#preview?.answer;
  }

  /** An answer is on its way. */
  get isBusy(): boolean {
    return this.#isAsking || (this.#live !== undefined && this.#preview?.of !== this.#live);
  }

  get failure(): string | undefined {
    return this.#failure;
  }

  get #live(): Tried | undefined {
    const tried = this.#tried;
    return tried?.document === this.#workspace.history.current ? tried : undefined;
  }

  /** Asks for the cliffs of a layout, a moment after the last change of it. The returned function forgets the question. */
  follow(document: LayoutDocument): () => void {
    if (this.#asked === document) return () => undefined;
    this.#isAsking = true;
    const first = this.#asked === undefined;
    this.#timer = setTimeout(() => void this.#askCliffs(document), first ? 0 : ASK_AFTER_MS);
    return () => clearTimeout(this.#timer);
  }

  /** Tries a value. */
  try(value: number): void {
    const { current } = this.#workspace.history;
    if (value === this.from) {
      this.giveUp();
      return;
    }
    if (this.#live?.value === value) return;
    const tried = { value, document: current };
    this.#tried = tried;
    void this.#askPreview(tried);
  }

  /** Puts the tried value in, as one undo step; says what is wrong if it cannot be. */
  commit(): string | undefined {
    const tried = this.#live;
    if (tried === undefined) return undefined;
    const { history } = this.#workspace;
    const done = history.commit(settingEdits(tried.document, this.path, tried.value));
    history.endMerge();
    this.#tried = undefined;
    // What is in force is known before the planner answers.
    if (done.ok && this.#cliffs !== undefined) this.#cliffs = { ...this.#cliffs, value: tried.value, isDefault: false };
    return done.ok ? undefined : (done.error[0]?.message ?? 'This value cannot stand here.');
  }

  /** Takes the tried value back. */
  giveUp(): void {
    this.#tried = undefined;
    this.#preview = undefined;
  }

  async #askCliffs(document: LayoutDocument): Promise<void> {
    this.#asked = document;
    const answer = await this.#call('cliffs', { document, path: this.path });
    if (this.#asked !== document) return;
    this.#isAsking = false;
    if (answer !== undefined) this.#cliffs = answer;
  }

  async #askPreview(tried: Tried): Promise<void> {
    const { document, value } = tried;
    const answer = await this.#call('preview', { document, edits: settingEdits(document, this.path, value) });
    if (answer !== undefined && this.#tried === tried) this.#preview = { of: tried, answer };
  }

  async #call<N extends CallName>(call: N, ask: Calls[N]['ask']): Promise<Calls[N]['answer'] | undefined> {
    try {
      const answer = await this.#workspace.planner.call(call, ask);
      this.#failure = undefined;
      return answer;
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      if (failure.reason === 'crashed' || failure.reason === 'died') {
        this.#failure = 'The planner stopped because of a bug in physmap; the value can still be typed.';
      }
      return undefined;
    }
  }
}
