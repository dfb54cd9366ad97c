import { commandFor, isTextField } from './commands';
import type { Workspace } from './workspace.svelte';

/** Runs commands by their shortcuts. A dialog takes all keys itself, except the ones that close it. */
export function handleKeys(workspace: Workspace): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    // Those of the view on screen come before the standing ones: Esc first ends what the view is in the middle of.
    const nearestFirst = workspace.commands.toReversed();
    const command = commandFor(nearestFirst, event, isTextField(event.target), workspace.letterKeys.enabled);
    if (command === undefined || (workspace.dialogs.shown !== undefined && command.id !== 'leave')) return;
    event.preventDefault();
    command.run();
  };
}
