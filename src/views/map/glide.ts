import { prefersReducedMotion } from 'svelte/motion';

/** The time in which a glide loses most of its speed, and the speed in px a ms at which it stands. */
const GLIDE_MS = 325;
const STANDS = 0.02;

/** What was thrown goes on by itself, slower and slower; not for those who ask for no motion. */
export class Glide {
  readonly #panBy: (px: number) => boolean;
  #frame: number | undefined;

  /** @param panBy false where there is nothing more to pan to */
  constructor(panBy: (px: number) => boolean) {
    this.#panBy = panBy;
  }

  /** @param velocity px a ms; 0 stops */
  start(velocity: number): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    if (velocity === 0 || prefersReducedMotion.current) return;
    let speed = velocity;
    let last = performance.now();
    const step = (now: number): void => {
      const passed = Math.max(0, now - last);
      last = now;
      speed *= Math.exp(-passed / GLIDE_MS);
      const goesOn = this.#panBy(speed * passed) || passed === 0;
      this.#frame = goesOn && Math.abs(speed) > STANDS ? requestAnimationFrame(step) : undefined;
    };
    this.#frame = requestAnimationFrame(step);
  }
}
