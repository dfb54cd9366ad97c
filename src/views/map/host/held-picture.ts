/** Host memory on its way to the guest: the ribbon that it would get, and what would come of it. */
import type { Range } from '../../../core/base/range';
import type { RegionKind } from '../../../core/space/region';
import type { LineStyle, Pen, RectStyle } from '../../../draw/pen';
import { bandOf, outlineOf } from '../../../draw/ribbons';
import type { ViewScale } from '../../../draw/view-scale';
import { kindStyles } from '../picture/looks';
import { drawPlate } from '../picture/plate';
import type { Scene } from '../picture/scene';

export interface HeldPicture {
  readonly host: Range;
  readonly kind: RegionKind;
  /** The guest memory that it would back; absent where it would back none. */
  readonly guest?: Range;
  readonly state: 'works' | 'refused';
  /** Where the pointer is, in px. */
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

const OUTLINE: RectStyle = { stroke: 'acc', strokeWidth: 2.5, dash: [6, 3], radius: 3 };
const REFUSED: RectStyle = { ...OUTLINE, stroke: 'bad' };
const EDGE: LineStyle = { stroke: 'acc', width: 1.8, slanted: true };
const REFUSED_EDGE: LineStyle = { ...EDGE, stroke: 'bad' };
/** A piece that belongs to nothing yet follows the pointer as a box of this size. */
const BOX = { width: 96, height: 22 } as const;
const LEAST = 4;

function drawOutline(pen: Pen, scale: ViewScale, range: Range, left: number, width: number, style: RectStyle): void {
  const top = scale.toPixel(range.start);
  pen.rect(left, top, width, Math.max(LEAST, scale.toPixel(range.end) - top), style);
}

export function drawHeld(pen: Pen, scene: Scene, { scale }: { readonly scale: ViewScale }, held: HeldPicture): void {
  const { host } = scene.columns;
  if (host === undefined) return;
  const isRefused = held.state === 'refused';
  const outline = isRefused ? REFUSED : OUTLINE;
  drawOutline(pen, scale, held.host, host.lane.left, host.lane.width, outline);
  if (held.guest !== undefined) {
    const scales = { host: scale, guest: scene.scale };
    const band = bandOf({ host: held.host, guest: held.guest }, scales, host.ribbons, scene.height);
    if (band !== undefined) {
      const { family } = kindStyles(held.kind).look;
      pen.line(outlineOf(band), { fill: isRefused ? 'badt' : `${family}-p`, alpha: 0.55, slanted: true });
      pen.line(band.top, isRefused ? REFUSED_EDGE : EDGE);
      pen.line(band.bottom, isRefused ? REFUSED_EDGE : EDGE);
    }
    drawOutline(pen, scene.scale, held.guest, scene.columns.lane.left, scene.columns.lane.width, outline);
  } else if (scene.placing === undefined) {
    const styles = kindStyles(held.kind);
    pen.rect(held.x - BOX.width / 2, held.y - BOX.height / 2, BOX.width, BOX.height, { ...styles.fill, alpha: 0.85 });
    pen.rect(held.x - BOX.width / 2, held.y - BOX.height / 2, BOX.width, BOX.height, outline);
  }
  if (scene.placing === undefined) {
    drawPlate(pen, scene, held.lines, { left: held.x + 14, top: held.y + 18 }, isRefused ? 'bad' : 'plain');
  }
}
