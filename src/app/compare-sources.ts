/** Where a layout to compare with can come from: a link, a text or file, an example, the library, an earlier step. Fetched with its dialog. */
import { err, ok, type Result } from '../core/base/result';
import type { Capture } from '../core/capture/capture';
import type { FormatError, Source } from '../core/codecs/format';
import type { LayoutDocument } from '../core/document/schema';
import { decodeLink } from '../share/later-link';
import { read, withImported, type CallOptions } from './importing';
import type { Workspace } from './workspace.svelte';

/** What was read: a layout, or what a running machine said. */
export type ReadOther =
  | { readonly document: LayoutDocument; readonly machine?: never }
  | { readonly machine: Capture; readonly document?: never };

/** A layout of the gallery or the library. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  /** The layout; where it cannot be had, why not. */
  layout(): Promise<Result<LayoutDocument, FormatError>>;
}

/** Reads the link in a text, whole or what follows its `#`. */
export async function readLink(text: string): Promise<Result<ReadOther, FormatError>> {
  const opened = await decodeLink(text);
  if (opened.ok) return ok({ document: opened.value });
  const { code, message, works } = opened.error;
  return err({ code: `link/${code}`, message, works });
}

/** Reads what is no link. What it does not speak of is as in the layout on screen, which stays as it is. */
export async function readOther(
  workspace: Workspace,
  given: { readonly source: Source; readonly name: string; readonly importer: string | undefined },
  options: CallOptions,
): Promise<Result<ReadOther, FormatError>> {
  const imported = await read(workspace, given, options);
  if (!imported.ok) return imported;
  const { capture: machine } = imported.value;
  if (machine !== undefined) return ok({ machine });
  const { current } = workspace.history;
  const document = withImported(current, imported.value);
  if (imported.value.part !== 'nothing') return ok({ document });
  return err({
    code: 'compare/no-layout',
    message: 'There is nothing of a layout in this text.',
    works: 'A link, a command line, a layout, or a log of a machine that says what memory it has.',
  });
}

/** The examples. Rejects where they cannot be fetched. */
export async function exampleChoices(): Promise<readonly Choice[]> {
  const { samples } = await import('../core/document/samples');
  return samples.all.map(({ id, title, note, document }) => ({
    id,
    title,
    note,
    layout: () => Promise.resolve(ok(document)),
  }));
}

/** The layouts kept in this browser, last changed first. Rejects where what reads them cannot be fetched. */
export async function libraryChoices(workspace: Workspace): Promise<Result<readonly Choice[], FormatError>> {
  const [library, { newest, titleOf }, { timeText }] = await Promise.all([
    workspace.library.fetch(),
    import('./library/entry'),
    import('./library/time-text'),
  ]);
  await library.refresh();
  const { fault, layouts } = library;
  if (fault !== undefined) return err({ code: 'compare/library', message: fault.what, works: fault.works });
  return ok(
    layouts.map((entry) => {
      const version = newest(entry);
      return {
        id: entry.id,
        title: titleOf(entry),
        note: `version ${version.number}, ${timeText(version.at)}`,
        layout: async () => {
          const stored = await library.read(entry.id, version.number);
          if (stored.ok) return stored;
          return err({ code: 'compare/library', message: stored.error.what, works: stored.error.works });
        },
      };
    }),
  );
}
