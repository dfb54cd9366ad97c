/** Pictures of the map as files: fetched when a file is first wanted. */
import type { LayoutDocument } from '../../core/document/schema';
import type { Plan } from '../../core/plan/plan';
import { FONTS } from '../../draw/pen';
import { CanvasPen } from './canvas-pen';
import { LIGHT_PALETTE } from './picture/light-palette';
import { planPicture, svgText } from './picture/plan-picture';

/** Device pixels for one px: sharp on any screen, and on paper. */
const SCALE = 2;

export const svg = (document: LayoutDocument, plan: Plan): string =>
  svgText(planPicture(document, plan), LIGHT_PALETTE);

/** With the page's own letters, which are there when they are measured. */
export async function png(document: LayoutDocument, plan: Plan): Promise<Uint8Array | undefined> {
  const canvas = globalThis.document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return undefined;
  await lettersLoaded();
  const picture = planPicture(document, plan);
  const pen = new CanvasPen(context);
  pen.begin(LIGHT_PALETTE, picture.width, picture.height, SCALE);
  picture.draw(pen);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}

/** A canvas draws with what is there and never again. Letters that can not be fetched have others in their place. */
async function lettersLoaded(): Promise<void> {
  const wanted = Object.values(FONTS).map(
    ({ face, weight, size }) => `${weight} ${size}px ${LIGHT_PALETTE.faces[face]}`,
  );
  await Promise.allSettled(wanted.map((font) => globalThis.document.fonts.load(font)));
}
