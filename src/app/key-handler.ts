import { commandFor, isTextField } from './commands';
import type { Workspace } from './workspace.svelte';

/** Runs commands by their shortcuts. A dialog takes all keys itself, except the ones that close it. */
export function handleKeys(workspace: Workspace): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandFor(workspace.commands, event, isTextField(event.target), workspace.letterKeys.enabled);
    if (command === undefined || (workspace.dialogs.shown !== undefined && command.id !== 'leave')) return;
    event.preventDefault();
    command.run();
  };
}
