import type { Instant } from '../core/timeline/instant';
import type { Recording } from '../core/timeline/recording';

interface Told {
  readonly recording: Recording;
  readonly moment: number;
}

/** Whoever goes step by step goes on so: the next moment is worked out before it is asked for. */
export class MomentsAhead {
  #last: (Told & { readonly by: number }) | undefined;
  #ready: (Told & { readonly instant: Instant }) | undefined;

  /** @param moment 0 (boot) to the number of steps */
  tell(recording: Recording, moment: number): Instant {
    const before = this.#last?.recording === recording ? this.#last.moment : moment;
    const ready = this.#ready?.recording === recording && this.#ready.moment === moment ? this.#ready : undefined;
    this.#last = { recording, moment, by: moment - before };
    this.#ready = undefined;
    return ready?.instant ?? recording.instant(moment);
  }

  /** For when nobody waits. */
  prepare(): void {
    if (this.#last === undefined || Math.abs(this.#last.by) !== 1) return;
    const { recording, moment, by } = this.#last;
    const next = moment + by;
    if (next < 0 || next > recording.timeline.steps) return;
    this.#ready = { recording, moment: next, instant: recording.instant(next) };
  }

  /** Another layout has come. */
  forget(): void {
    this.#last = undefined;
    this.#ready = undefined;
  }
}
