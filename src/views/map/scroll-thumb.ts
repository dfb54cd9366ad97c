/** The scroll thumb at the right edge, where there is no room for a minimap. All lengths in px. */
import { PAD, type ViewScale } from '../../draw/axis-view';

export const THUMB_WIDTH = 6;
/** From the right edge, as far as a pointer takes hold of it. */
export const THUMB_REACH = 14;
const LEAST = 28;

export interface Thumb {
  readonly top: number;
  readonly height: number;
  /** How far the axis moves for one px of the thumb. */
  readonly ratio: number;
}

/** Absent where the whole axis is in sight. */
export function scrollThumb({ top, bottom, height }: ViewScale): Thumb | undefined {
  const hidden = bottom - top + 2 * PAD - height;
  if (hidden < 1 || height <= LEAST) return undefined;
  const length = Math.max(LEAST, (height * height) / (height + hidden));
  const ratio = hidden / (height - length);
  return { top: Math.min(Math.max((PAD - top) / ratio, 0), height - length), height: length, ratio };
}
