import type { Planner } from '../client/planner';
import { compactDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { decodeLink } from '../share/later-link';
import { restore, type Saved } from './autosave';
import type { Page } from './page';
import { ShareState } from './share-state.svelte';
import { Workspace } from './workspace.svelte';

export interface StartUp {
  readonly planner: Planner;
  readonly page: Page;
  /** What a first visit shows. */
  readonly sample: LayoutDocument;
}

/**
 * Opens the address bar's layout, else that of the last visit, else the sample; the first that can be read wins, and why an
 * earlier one was passed over is told once. A link never replaces unsaved work of the last visit unasked, unless this very tab
 * wrote the link.
 */
export async function openWorkspace({ planner, page, sample }: StartUp): Promise<Workspace> {
  const link = await decodeLink(page.fragment());
  const restored = restore(page.storage);
  const last = restored?.ok === true ? restored.value : undefined;
  const linked = link.ok ? link.value : undefined;
  const isOwn = ShareState.isOwnLink(page);
  const asks = linked !== undefined && !isOwn && holdsOtherWork(last, linked);
  const first: Saved =
    linked === undefined || asks
      ? (last ?? { document: sample, unsaved: false })
      : { document: linked, unsaved: isOwn ? isWork(last, linked) : false };

  const workspace = new Workspace({ document: first.document, saved: !first.unsaved, planner, page });
  if (!link.ok && link.error.code !== 'absent') workspace.links.fail(link.error);
  if (asks) workspace.links.hold(linked);
  if (restored?.ok === false) {
    workspace.notices.add({
      severity: 'warning',
      what: `The layout of the last visit could not be read: ${restored.error}`,
      works: 'Its text is kept in this browser; a newer version of physmap may be able to read it',
    });
  }
  return workspace;
}

const holdsOtherWork = (last: Saved | undefined, linked: LayoutDocument): boolean =>
  last !== undefined && last.unsaved && !sameLayout(last.document, linked);

/** Whether a layout that this tab was reloaded with is work in progress; another tab may have saved its own since. */
const isWork = (last: Saved | undefined, linked: LayoutDocument): boolean =>
  last !== undefined && (last.unsaved || !sameLayout(last.document, linked));

const sameLayout = (a: LayoutDocument, b: LayoutDocument): boolean =>
  JSON.stringify(compactDocument(a)) === JSON.stringify(compactDocument(b));
