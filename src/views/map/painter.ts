/** When to draw: at once if this frame has not been drawn yet, so that an answer is on screen a frame earlier; else with the next frame. */
export class Painter {
  readonly #draw: () => void;
  readonly #frames: Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>;
  #frame: number | undefined;
  #isDirty = false;

  constructor(draw: () => void, frames: Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'> = window) {
    this.#draw = draw;
    this.#frames = frames;
  }

  /** What is drawn is no longer true. */
  ask(): void {
    if (this.#frame === undefined) this.#paint();
    else this.#isDirty = true;
  }

  stop(): void {
    if (this.#frame !== undefined) this.#frames.cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#isDirty = false;
  }

  #paint(): void {
    this.#isDirty = false;
    this.#draw();
    this.#frame = this.#frames.requestAnimationFrame(() => {
      this.#frame = undefined;
      if (this.#isDirty) this.#paint();
    });
  }
}
