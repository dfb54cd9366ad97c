/** Goes on panning while something is dragged at an edge of the map, or beyond it. */

/** Within so many px of an edge the map drifts, and at most so many px a frame. */
const EDGE = 20;
const FASTEST = 18;
/** Px beyond the begin of the edge for one px a frame. */
const SLOWNESS = 4;

/** Px a frame towards higher addresses, for a pointer at `y` of a map of this height. */
export function driftAt(y: number, height: number): number {
  // A map that is all edges would never stand still.
  const edge = Math.min(EDGE, height / 6);
  const beyond = y < edge ? y - edge : Math.max(0, y - (height - edge));
  return Math.max(-FASTEST, Math.min(FASTEST, beyond / SLOWNESS));
}

export class EdgeDrift {
  readonly #pan: (px: number) => boolean;
  #frame: number | undefined;
  #speed = 0;

  /** @param pan moves the map, and says whether it could */
  constructor(pan: (px: number) => boolean) {
    this.#pan = pan;
  }

  /**
   * The pointer has moved.
   * @param onpan what is dragged has another address under it
   */
  follow(y: number, height: number, onpan: () => void): void {
    this.#speed = driftAt(y, height);
    if (this.#speed === 0) {
      this.stop();
      return;
    }
    if (this.#frame !== undefined) return;
    const step = (): void => {
      this.#frame = undefined;
      if (!this.#pan(this.#speed)) return;
      onpan();
      this.#frame ??= requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }
}
