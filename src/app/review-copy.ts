/** Comments of another copy of the layout, brought together with those here. Fetched with the dialog that asks for it. */
import { err, ok, type Result } from '../core/base/result';
import type { FormatError } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import { withReviewOf } from '../core/review/copies';
import type { Counts } from '../core/review/merge';
import { decodeLink } from '../share/later-link';
import { linkInText } from '../share/link-in-text';
import { sourceOf } from '../share/source-of';
import { read } from './importing';
import type { Workspace } from './workspace.svelte';

/** What came of a copy. */
export interface CopyTaken {
  /** What was not here before. */
  readonly added: Counts;
  /** What there was no room for. */
  readonly left: Counts;
}

/** More than this is no layout that anybody reads in a browser. */
const LARGEST = 48 * 2 ** 20;

/** Reads a copy: a link, a text with a link in it, or a file as physmap writes it. */
export async function readCopy(
  workspace: Workspace,
  given: string | File,
): Promise<Result<LayoutDocument, FormatError>> {
  if (typeof given === 'string') {
    const link = linkInText(given);
    if (link === undefined) return readText(workspace, '', { text: given });
    const opened = await decodeLink(link);
    return opened.ok
      ? opened
      : err({ code: `link/${opened.error.code}`, message: opened.error.message, works: opened.error.works });
  }
  const name = given.name === '' ? 'The file' : given.name;
  if (given.size > LARGEST) {
    return err({ code: 'file/too-large', message: `${name} is larger than 48 MiB.`, works: 'The layout’s own file.' });
  }
  try {
    return await readText(workspace, given.name, sourceOf(new Uint8Array(await given.arrayBuffer())));
  } catch {
    return err({
      code: 'file/unreadable',
      message: `${name} could not be read: it is a folder, or it is gone.`,
      works: 'One file that can be read.',
    });
  }
}

async function readText(
  workspace: Workspace,
  name: string,
  source: { readonly text: string } | { readonly bytes: Uint8Array },
): Promise<Result<LayoutDocument, FormatError>> {
  const imported = await read(workspace, { source, name, importer: undefined }, {});
  if (!imported.ok) return imported;
  return imported.value.part === undefined
    ? ok(imported.value.document)
    : err({
        code: 'review/no-layout',
        message: 'This is no copy of a layout: it cannot hold comments.',
        works: 'A link, or a file that physmap wrote: JSON, SVG or PNG.',
      });
}

/** Adds what the copy has and this layout has not, as one undo step; where things of the copy lie in another place here, threads follow. */
export function takeCopy({ history }: Workspace, copy: LayoutDocument): Result<CopyTaken, FormatError> {
  const { document, added, left } = withReviewOf(history.current, copy);
  if (added.threads + added.comments + added.waivers === 0) return ok({ added, left });
  const done = history.commit({ op: 'set', path: 'review', value: document.review });
  return done.ok
    ? ok({ added, left })
    : err({ code: 'review/merge', message: done.error[0]?.message ?? 'The copy could not be taken.', works: '' });
}
