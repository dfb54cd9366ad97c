import type { Capture } from '../core/capture/capture';

/** Captures so far: the planner knows each by its number. */
let captures = 0;

/** What a running QEMU or guest said of itself, held against every plan there is until it is dropped. No part of the layout. */
export class Captured {
  #current = $state.raw<Capture>();
  #number = 0;
  #isNew = $state.raw(false);

  /** Undefined: nothing is checked. */
  get current(): Capture | undefined {
    return this.#current;
  }

  /** Another one with each capture. */
  get number(): number {
    return this.#number;
  }

  /** It has come and nobody has been shown what it says. */
  get isNew(): boolean {
    return this.#isNew;
  }

  hold(capture: Capture): void {
    captures += 1;
    this.#number = captures;
    this.#current = capture;
    this.#isNew = true;
  }

  /** It is on screen. */
  seen(): void {
    this.#isNew = false;
  }

  drop(): void {
    this.#current = undefined;
    this.#isNew = false;
  }
}
