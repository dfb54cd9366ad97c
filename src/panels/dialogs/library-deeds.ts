import { titleOf, type Entry, type Version } from '../../app/library/entry';
import type { Library } from '../../app/library/library.svelte';
import type { Workspace } from '../../app/workspace.svelte';
import { versionText, type Say } from './library-words';

/** Compares a version with the layout on screen, which is taken to have come of it. */
export async function compareWith(
  { comparing, dialogs }: Workspace,
  library: Library,
  entry: Entry,
  version: Version,
  say: Say,
): Promise<void> {
  const read = await library.read(entry.id, version.number);
  if (!read.ok) return say({ ...read.error, isFault: true });
  comparing.start({ document: read.value, name: `${titleOf(entry)}, ${versionText(version)}`, isEarlier: true });
  dialogs.close();
}

/** Puts a version on screen; where unsaved work has no room in the library, it is asked first. */
export async function open(library: Library, entry: Entry, version: Version, say: Say): Promise<void> {
  const opened = await library.open(entry.id, version.number);
  if (opened.ok) return;
  say({
    ...opened.error,
    isFault: true,
    ...(opened.error.isAboutShown === true && {
      action: { title: 'Open anyway', run: () => void library.open(entry.id, version.number, true) },
    }),
  });
}
