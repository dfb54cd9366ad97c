import type { Palette } from '../../draw/pen';
import { CanvasPen } from '../map/canvas-pen';
import type { StillScene } from './compare-scene';
import { drawStill } from './draw-compare';

/** What stays as it is while something is pointed at or selected, drawn once and kept: a thousand bands take longer than a frame. */
export class StillPicture {
  #canvas: HTMLCanvasElement | undefined;
  #pen: CanvasPen | undefined;
  #drawn: { readonly scene: StillScene; readonly palette: Palette; readonly dpr: number } | undefined;

  /** Puts it on another canvas, at its origin; false where there is no canvas to keep it on. */
  drawOn(context: CanvasRenderingContext2D, scene: StillScene, palette: Palette, dpr: number): boolean {
    this.#canvas ??= document.createElement('canvas');
    const own = this.#canvas.getContext('2d', { alpha: false });
    if (own === null) return false;
    this.#pen ??= new CanvasPen(own);
    const drawn = this.#drawn;
    if (drawn?.scene !== scene || drawn.palette !== palette || drawn.dpr !== dpr) {
      this.#pen.begin(palette, scene.width, scene.height, dpr);
      drawStill(this.#pen, scene);
      this.#drawn = { scene, palette, dpr };
    }
    const { width, height } = this.#canvas;
    context.drawImage(this.#canvas, 0, 0, width / dpr, height / dpr);
    return true;
  }
}
