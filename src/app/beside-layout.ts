/** What stands in a link beside the layout: which part of it somebody looked at, what did not fit, or a text to import instead. */
import type { Range } from '../core/base/range';
import { valueAt } from '../core/document/edit';
import { decodeLink } from '../share/later-link';
import { IMPORT } from '../share/keys';
import { leftOutWords, readLeftOut, readView, viewKeys, type LinkComparison, type LinkView } from '../share/view-keys';
import type { LeftOut } from '../share/fit-review';
import type { Workspace } from './workspace.svelte';

export { firstDocument } from '../share/first-link';
export { leftOutWords, readLeftOut };

/** Characters of text that a link may bring to the import dialog. */
const LONGEST_TEXT = 2 ** 20;

/** Does what stands in a link beside the layout on screen. Unknown and broken keys are passed over. */
export async function takeBeside(workspace: Workspace, text: string): Promise<void> {
  if (text.startsWith(IMPORT)) offerText(workspace, text.slice(IMPORT.length));
  else {
    tellLeftOut(workspace, readLeftOut(text));
    await look(workspace, readView(text));
  }
}

/** The address with the layout and what is looked at of it; undefined where it fits no link. */
export async function linkToView(workspace: Workspace): Promise<string | undefined> {
  const { history, links, selection, sight, timeline, reviewing } = workspace;
  const layout = await links.linkTo(history.current);
  if (layout === undefined) return undefined;
  const { axis } = sight;
  const { path, range: bytes } = selection.selected ?? {};
  const comparison = await comparisonOf(workspace);
  return (
    layout +
    viewKeys({
      ...(axis && { scale: axis.kind, unfolded: [...axis.unfolded] }),
      ...(axis?.sight && { sight: axis.sight }),
      ...(path !== undefined && { path }),
      ...(bytes && { bytes }),
      ...(timeline.moment !== undefined && { step: timeline.moment }),
      ...(reviewing.thread !== undefined && { thread: reviewing.thread }),
      ...(comparison && { comparison }),
    })
  );
}

/** Puts that on the clipboard; a browser that forbids it says so in a notice. */
export async function copyView(workspace: Workspace): Promise<void> {
  const link = await linkToView(workspace);
  if (link === undefined) await workspace.links.copy();
  else await workspace.copy(link);
}

/** The address with the layout and one thread of its review; undefined where it fits no link. */
export async function linkToThread(workspace: Workspace, thread: string): Promise<string | undefined> {
  const layout = await workspace.links.linkTo(workspace.history.current);
  return layout === undefined ? undefined : layout + viewKeys({ thread });
}

async function comparisonOf({ comparing, links }: Workspace): Promise<LinkComparison | undefined> {
  const { other } = comparing;
  // What a machine said is a text of its own, and no layout that a link could hold.
  const address = other?.document && (await links.linkTo(other.document));
  if (address === undefined || other === undefined) return undefined;
  return { link: address.slice(address.indexOf('#') + 1), name: other.name, isFirst: comparing.isOtherFirst };
}

async function look(workspace: Workspace, view: LinkView): Promise<void> {
  const { history, selection, sight, timeline, reviewing, comparing } = workspace;
  const { current } = history;
  const path = view.path !== undefined && valueAt(current, view.path) !== undefined ? view.path : undefined;
  if (path !== undefined || view.bytes) selection.select(target(path, view.bytes));
  if (view.step !== undefined) timeline.goTo(view.step);
  if (current.review.threads.some(({ id }) => id === view.thread)) reviewing.open(view.thread);
  if (view.sight ?? view.scale ?? view.unfolded) {
    sight.linked = {
      ...(view.scale && { kind: view.scale }),
      ...(view.sight && { sight: view.sight }),
      ...(view.unfolded && { unfolded: new Set(view.unfolded) }),
    };
  }
  const other = view.comparison && (await decodeLink(view.comparison.link));
  if (view.comparison && other?.ok === true && history.current === current) {
    const { name, isFirst } = view.comparison;
    comparing.start({ document: other.value, name: name || other.value.title, isEarlier: isFirst });
  }
}

const target = (path: string | undefined, range: Range | undefined) => ({
  ...(path === undefined ? {} : { path }),
  ...(range && { range }),
});

function tellLeftOut({ history, notices }: Workspace, leftOut: LeftOut | undefined): void {
  if (leftOut === undefined || leftOut.threads + leftOut.waivers === 0) return;
  // Who made the link has them all.
  const { threads, waivers } = history.current.review;
  if (threads.length >= leftOut.ofThreads && waivers.length >= leftOut.ofWaivers) return;
  notices.add({
    severity: 'info',
    what: `${leftOutWords(leftOut)}: they did not fit`,
    works: 'Ask who made it for the layout as a file, which has them all',
  });
}

function offerText({ dialogs, notices }: Workspace, encoded: string): void {
  const text = decoded(encoded);
  if (text === undefined) {
    notices.add({
      severity: 'error',
      what: `The text behind #${IMPORT} is damaged: it is no percent-encoded UTF-8`,
      works: 'Encode it as encodeURIComponent does, or paste the text itself into the import dialog',
      action: { title: 'Import text', run: () => dialogs.show('import') },
    });
  } else if (text.length > LONGEST_TEXT) {
    notices.add({
      severity: 'error',
      what: `The text behind #${IMPORT} is too large: ${text.length.toLocaleString('en-US')} characters, of which a link may bring ${LONGEST_TEXT.toLocaleString('en-US')}`,
      works: 'Save it as a file and drop it on this page',
    });
  } else if (text.trim() === '') dialogs.show('import');
  else dialogs.offer({ text });
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
