import type { Planner } from '../client/planner';
import { compactDocument, emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { IMPORT, LEFT_OUT } from '../share/keys';
import { decodeLink, encodeLink } from '../share/later-link';
import { restore, type Saved } from './autosave';
import type { Pictures } from './export-context';
import type { Page } from './page';
import { layoutPart, ShareState } from './share-state.svelte';
import { Workspace } from './workspace.svelte';

export interface StartUp {
  readonly planner: Planner;
  readonly page: Page;
  /** What a first visit shows. */
  readonly sample: LayoutDocument;
  readonly pictures?: () => Promise<Pictures>;
}

/**
 * Opens the address bar's layout, else that of the last visit, else the sample; the first that can be read wins, and why an
 * earlier one was passed over is told once. A link never replaces unsaved work of the last visit unasked, unless this very tab
 * wrote the link and has stored nothing later. Who comes for a link that cannot be read, and has no layout here, is not shown the
 * sample in its place.
 */
export async function openWorkspace({ planner, page, sample, pictures }: StartUp): Promise<Workspace> {
  const fragment = page.fragment();
  const isText = fragment.startsWith(IMPORT);
  const link = await decodeLink(isText ? '' : page.address(fragment));
  const restored = await restore(page);
  const last = restored?.ok === true ? restored.value : undefined;
  const linked = link.ok ? link.value : undefined;
  const isOwn = ShareState.isOwnLink(page);
  const isDraft = linked !== undefined && last !== undefined && (await isLayoutOf(fragment, linked, last.document));
  const asks = linked !== undefined && !isOwn && !isDraft && last?.unsaved === true;
  const isBroken = !link.ok && link.error.code !== 'absent';
  const first: Saved =
    linked === undefined || asks
      ? (last ?? { document: isBroken ? emptyDocument() : sample, unsaved: false })
      : (isOwn && last?.over === fragment) || (isDraft && (isOwn || fragment.includes(LEFT_OUT)))
        ? last
        : { document: linked, unsaved: isOwn && last !== undefined };

  const workspace = new Workspace({ document: first.document, saved: !first.unsaved, planner, page, pictures });
  if (isBroken) workspace.links.fail(link.error, last === undefined);
  if (asks) workspace.links.hold(linked, fragment);
  else if (isText || (linked !== undefined && fragment.includes('&'))) workspace.links.beside(fragment);
  if (restored?.ok === false) {
    workspace.notices.add({
      severity: 'warning',
      what: `The layout of the last visit could not be read: ${restored.error}`,
      works: 'Its text is kept in this browser; a newer version of physmap may be able to read it',
    });
  }
  return workspace;
}

/** Whether a draft is the layout of the link. The draft knows its place in the library, and threads that did not fit into the link. */
async function isLayoutOf(fragment: string, linked: LayoutDocument, draft: LayoutDocument): Promise<boolean> {
  if (sameLayout(draft, linked)) return true;
  return fragment.includes(LEFT_OUT) && layoutPart(await encodeLink(draft)) === layoutPart(fragment);
}

const sameLayout = (a: LayoutDocument, b: LayoutDocument): boolean =>
  JSON.stringify(compactDocument(a)) === JSON.stringify(compactDocument(b));
