const NO_DASH: readonly number[] = [];

/** What a canvas context draws with, remembered: setting a property costs even where nothing changes. */
export class CanvasState {
  readonly #context: CanvasRenderingContext2D;
  #fill: string | CanvasPattern = '';
  #stroke = '';
  #width = 0;
  #dash = NO_DASH;
  #font = '';
  #alpha = 1;
  #align: CanvasTextAlign = 'start';

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** After anything that changed the context behind this object's back. */
  reset(dpr: number): void {
    const context = this.#context;
    context.setTransform(dpr, 0, 0, dpr, 0, 0);
    context.globalAlpha = 1;
    context.textAlign = 'start';
    context.lineJoin = 'round';
    context.setLineDash([]);
    this.#fill = '';
    this.#stroke = '';
    this.#width = 0;
    this.#dash = NO_DASH;
    this.#font = '';
    this.#alpha = 1;
    this.#align = 'start';
  }

  fill(colour: string): void {
    if (colour === this.#fill) return;
    this.#fill = colour;
    this.#context.fillStyle = colour;
  }

  pattern(pattern: CanvasPattern): void {
    if (pattern === this.#fill) return;
    this.#fill = pattern;
    this.#context.fillStyle = pattern;
  }

  stroke(colour: string, width: number, dash: readonly number[] = NO_DASH): void {
    const context = this.#context;
    if (colour !== this.#stroke) {
      this.#stroke = colour;
      context.strokeStyle = colour;
    }
    if (width !== this.#width) {
      this.#width = width;
      context.lineWidth = width;
    }
    if (dash !== this.#dash) {
      this.#dash = dash;
      context.setLineDash([...dash]);
    }
  }

  font(font: string): void {
    if (font === this.#font) return;
    this.#font = font;
    this.#context.font = font;
  }

  alpha(alpha: number): void {
    if (alpha === this.#alpha) return;
    this.#alpha = alpha;
    this.#context.globalAlpha = alpha;
  }

  align(align: CanvasTextAlign): void {
    if (align === this.#align) return;
    this.#align = align;
    this.#context.textAlign = align;
  }
}
