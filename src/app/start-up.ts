import type { Planner } from '../client/planner';
import { compactDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { restore, type Saved } from './autosave';
import type { Page } from './page';
import { ShareState, type LinkCodec } from './share-state.svelte';
import { Workspace } from './workspace.svelte';

export interface StartUp {
  readonly planner: Planner;
  readonly codec: LinkCodec;
  readonly page: Page;
  /** What a first visit shows. */
  readonly sample: LayoutDocument;
}

/**
 * Opens the address bar's layout, else that of the last visit, else the sample; the first that can be read wins, and why an
 * earlier one was passed over is told once. A link never replaces unsaved work of the last visit unasked, unless this very tab
 * wrote the link.
 */
export async function openWorkspace({ planner, codec, page, sample }: StartUp): Promise<Workspace> {
  const fragment = page.fragment();
  const link = fragment.includes('d=') ? await codec.read(fragment) : undefined;
  const restored = restore(page.storage);
  const last = restored?.ok === true ? restored.value : undefined;
  const linked = link?.ok === true ? link.value : undefined;
  const asks = linked !== undefined && mustAsk(last, linked) && !ShareState.isOwnLink(page);
  const first = linked === undefined || asks ? (last ?? { document: sample, unsaved: false }) : fromLink(linked, last);

  const workspace = new Workspace({ document: first.document, saved: !first.unsaved, planner, codec, page });
  if (link?.ok === false) workspace.links.fail(link.error);
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

const mustAsk = (last: Saved | undefined, linked: LayoutDocument): boolean =>
  last !== undefined && last.unsaved && !sameLayout(last.document, linked);

/** What a link brings exists elsewhere, unless it is the link that this tab wrote for work in progress. */
const fromLink = (linked: LayoutDocument, last: Saved | undefined): Saved => ({
  document: linked,
  unsaved: last !== undefined && last.unsaved && sameLayout(last.document, linked),
});

const sameLayout = (a: LayoutDocument, b: LayoutDocument): boolean =>
  JSON.stringify(compactDocument(a)) === JSON.stringify(compactDocument(b));
