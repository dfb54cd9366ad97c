/** What a file needs besides the plan, made without a page. */
import type { ExportContext } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { encodeLink } from '../share/link';
import { isTooLargeForLink } from '../share/later-link';
import { leftOutWords, readLeftOut } from '../share/view-keys';
import { LIGHT_PALETTE } from '../views/map/picture/light-palette';
import { planPicture, svgText } from '../views/map/picture/plan-picture';

/**
 * Where pages of physmap are is not known here, so a link is what stands behind their address. Pixels need a browser: there is no raster,
 * and the exporter that wants one says so.
 */
export async function cliContext(
  needs: readonly (keyof ExportContext)[],
  document: LayoutDocument,
  plan: Plan,
): Promise<ExportContext> {
  const link = needs.includes('link') && !isTooLargeForLink(document) ? `#${await encodeLink(document)}` : undefined;
  const leftOut = link === undefined ? undefined : readLeftOut(link);
  return {
    ...(link === undefined ? {} : { link }),
    ...(leftOut === undefined ? {} : { linkLacks: leftOutWords(leftOut) }),
    ...(needs.includes('picture') ? { picture: svgText(planPicture(document, plan), LIGHT_PALETTE) } : {}),
  };
}
