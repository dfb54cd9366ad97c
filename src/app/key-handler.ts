import { commandFor, isTextField, type Command } from './commands';
import type { Workspace } from './workspace.svelte';

/**
 * Runs commands by their shortcuts. A dialog takes all keys itself, except the ones that close it. What is pressed before all commands
 * are there is done once they are.
 */
export function handleKeys(workspace: Workspace): (event: KeyboardEvent) => void {
  const commandOf = (event: KeyboardEvent): Command | undefined => {
    // Those of the view on screen come before the standing ones: Esc first ends what the view is in the middle of.
    const nearestFirst = workspace.commands.toReversed();
    const command = commandFor(nearestFirst, event, isTextField(event.target), workspace.letterKeys.enabled);
    return workspace.dialogs.shown !== undefined && command?.id !== 'leave' ? undefined : command;
  };
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(event);
    if (command === undefined) {
      const coming = workspace.fetchCommands();
      if (coming !== undefined) void workspace.errands.run(coming.then(() => void commandOf(event)?.run()));
      return;
    }
    event.preventDefault();
    command.run();
  };
}
