import type { Palette, PatternTile } from '../../draw/pen';

/** A pattern's tile in whole device pixels, ready to fill with under a transform of `dpr`. */
export function drawnTile(
  target: CanvasRenderingContext2D,
  tile: PatternTile,
  palette: Palette,
  dpr: number,
): CanvasPattern | undefined {
  const side = Math.max(1, Math.round(tile.size * dpr));
  const sheet = document.createElement('canvas');
  sheet.width = side;
  sheet.height = side;
  const context = sheet.getContext('2d');
  if (context === null) return undefined;
  context.scale(side / tile.size, side / tile.size);
  for (const part of tile.parts) {
    const path = new Path2D(part.path);
    context.globalAlpha = part.alpha ?? 1;
    if (part.fill !== undefined) {
      context.fillStyle = palette.inks[part.fill] ?? part.fill;
      context.fill(path);
    }
    if (part.stroke !== undefined) {
      context.strokeStyle = palette.inks[part.stroke] ?? part.stroke;
      context.lineWidth = part.width ?? 1;
      context.stroke(path);
    }
  }
  const pattern = target.createPattern(sheet, 'repeat') ?? undefined;
  pattern?.setTransform(new DOMMatrix([1 / dpr, 0, 0, 1 / dpr, 0, 0]));
  return pattern;
}
