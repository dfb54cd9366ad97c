/** The dialogs, each fetched when it is first opened: adding one is a component and a line here. */
import type { DialogName } from '../../app/dialogs.svelte';
import { Part } from '../../ui/part.svelte';

interface DialogPart {
  readonly name: DialogName;
  readonly part: Part<Record<string, never>>;
}

export const dialogParts: readonly DialogPart[] = [
  { name: 'import', part: new Part(() => import('./ImportDialog.svelte')) },
  { name: 'export', part: new Part(() => import('./ExportDialog.svelte')) },
  { name: 'compare', part: new Part(() => import('./CompareDialog.svelte')) },
  { name: 'library', part: new Part(() => import('./LibraryDialog.svelte')) },
  { name: 'known-hosts', part: new Part(() => import('./KnownHosts.svelte')) },
  { name: 'rules', part: new Part(() => import('./Rules.svelte')) },
  { name: 'share', part: new Part(() => import('./ShareDialog.svelte')) },
  { name: 'shortcuts', part: new Part(() => import('./Shortcuts.svelte')) },
];
