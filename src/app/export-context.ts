/** What a file needs besides the plan: the page makes it before the planner writes the file. */
import type { ExportContext } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import type { Plan } from '../core/plan/plan';
import { leftOutWords, readLeftOut } from '../share/view-keys';
import type { Workspace } from './workspace.svelte';

/** Draws the map of a plan for files. */
export interface Pictures {
  /** As SVG that stands alone, in light colours. */
  svg(document: LayoutDocument, plan: Plan): string;
  /** The same as PNG; undefined where the browser can not make one. */
  png(document: LayoutDocument, plan: Plan): Promise<Uint8Array | undefined>;
}

export type Need = keyof ExportContext;

/** What of the workspace is asked. */
type Maker = Pick<Workspace, 'comparing' | 'history' | 'links' | 'pictures' | 'planner'>;

/**
 * Makes what an exporter needs, of one document, whatever is edited meanwhile. What cannot be made is left out, and the exporter says what
 * that means.
 */
export async function exportContext(
  workspace: Maker,
  needs: readonly Need[],
  document: LayoutDocument = workspace.history.current,
): Promise<ExportContext> {
  const link = needs.includes('link') ? await workspace.links.linkTo(document) : undefined;
  const leftOut = link === undefined ? undefined : readLeftOut(link);
  const drawn = needs.some((need) => need === 'picture' || need === 'raster')
    ? await pictureOf(workspace, needs, document)
    : {};
  return {
    ...(link === undefined ? {} : { link }),
    ...(leftOut === undefined ? {} : { linkLacks: leftOutWords(leftOut) }),
    ...drawn,
    ...compared(workspace, needs),
  };
}

function compared({ comparing }: Maker, needs: readonly Need[]): Pick<ExportContext, 'comparedWith'> {
  const { other, isOtherFirst } = comparing;
  if (other === undefined || !needs.includes('comparedWith')) return {};
  const { document, machine } = other;
  const isLater = !isOtherFirst;
  return { comparedWith: machine === undefined ? { document, isLater } : { machine, isLater } };
}

async function pictureOf(
  { planner, pictures }: Maker,
  needs: readonly Need[],
  document: LayoutDocument,
): Promise<Pick<ExportContext, 'picture' | 'raster'>> {
  const [pen, plan] = await Promise.all([pictures(), planner.call('planned', document)]);
  if (pen === undefined) return {};
  const raster = needs.includes('raster') ? await pen.png(document, plan) : undefined;
  return {
    ...(needs.includes('picture') ? { picture: pen.svg(document, plan) } : {}),
    ...(raster === undefined ? {} : { raster }),
  };
}
