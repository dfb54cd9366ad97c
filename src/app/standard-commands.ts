import { commandWhen, type Command } from './commands';
import type { Target } from './selection.svelte';
import { neighbour, problemTargets, regionTargets } from './stepping';
import type { Workspace } from './workspace.svelte';

/** The commands that need no view: each asks the workspace, and says by itself whether it can run. */
export function standardCommands(workspace: Workspace): readonly Command[] {
  const { comparing, dialogs, history, selection, plans, links, reviewing, theme, timeline } = workspace;
  const step = (holes: boolean, by: 1 | -1): void => {
    selection.select(neighbour(regionTargets(plans.current, holes), selection.selected, by) ?? selection.selected);
  };
  const problem = (by: 1 | -1): void => {
    selection.select(neighbour(problemTargets(plans.current), selection.selected, by) ?? selection.selected);
  };
  /** What is said of the layout lies beside its map, not beside a comparison. */
  const review = (about?: Target): void => {
    comparing.stop();
    if (about === undefined) reviewing.open();
    else reviewing.comment(about);
  };
  const always = { enabled: true };
  return [
    command(
      'undo',
      'Undo',
      ['Mod+Z'],
      () => history.undo(),
      () => history.canUndo,
    ),
    command(
      'redo',
      'Redo',
      ['Mod+Shift+Z', 'Mod+Y'],
      () => history.redo(),
      () => history.canRedo,
    ),
    { id: 'save', title: 'Save layout as a file', keys: ['Mod+S'], ...always, run: () => void workspace.save() },
    { id: 'open', title: 'Open a file', keys: ['Mod+O'], ...always, run: () => void workspace.openFile() },
    { id: 'paste', title: 'Import text', keys: [], ...always, run: () => workspace.dialogs.show('import') },
    { id: 'export', title: 'Export in any format', keys: [], ...always, run: () => workspace.dialogs.show('export') },
    { id: 'compare', title: 'Compare with another layout', keys: [], ...always, run: () => dialogs.show('compare') },
    { id: 'review', title: 'Review: comments and checklist', keys: [], ...always, run: () => review() },
    {
      id: 'comment',
      title: 'Comment on the selection, or on the layout',
      keys: ['C'],
      ...always,
      run: () => review(selection.selected ?? {}),
    },
    { id: 'library', title: 'My layouts', keys: [], ...always, run: () => dialogs.show('library') },
    { id: 'copy-link', title: 'Copy link', keys: [], ...always, run: () => void links.copy() },
    { id: 'copy-view-link', title: 'Copy link to this view', keys: [], ...always, run: () => workspace.copyViewLink() },
    {
      id: 'go-to',
      title: 'Go to an address or name',
      keys: ['G', '/'],
      ...always,
      run: () => workspace.dialogs.show('go-to'),
    },
    { id: 'next-range', title: 'Next range', keys: ['.'], ...always, run: () => step(false, 1) },
    { id: 'previous-range', title: 'Previous range', keys: [','], ...always, run: () => step(false, -1) },
    { id: 'next-gap', title: 'Next gap', keys: [']'], ...always, run: () => step(true, 1) },
    { id: 'previous-gap', title: 'Previous gap', keys: ['['], ...always, run: () => step(true, -1) },
    command(
      'next-problem',
      'Next problem',
      ['N'],
      () => problem(1),
      () => hasProblems(workspace),
    ),
    command(
      'previous-problem',
      'Previous problem',
      ['Shift+N'],
      () => problem(-1),
      () => hasProblems(workspace),
    ),
    command(
      'cancel',
      'Cancel the computation',
      [],
      () => plans.cancel(),
      () => plans.busy,
    ),
    {
      id: 'address-by-time',
      title: 'Open or close address by time',
      keys: ['T'],
      ...always,
      run: () => timeline.expand(!timeline.isExpanded),
    },
    { id: 'theme', title: 'Switch between light and dark', keys: [], ...always, run: () => theme.toggle() },
    {
      id: 'letter-keys',
      title: 'Turn single-letter shortcuts on or off',
      keys: [],
      ...always,
      run: () => workspace.letterKeys.toggle(),
    },
    {
      id: 'shortcuts',
      title: 'Show keyboard shortcuts',
      keys: ['?'],
      ...always,
      run: () => workspace.dialogs.show('shortcuts'),
    },
    {
      id: 'rules',
      title: 'What physmap checks',
      keys: ['Shift+R'],
      ...always,
      run: () => workspace.dialogs.openRule(),
    },
    {
      id: 'leave',
      title: 'Close, or select nothing',
      keys: ['Escape'],
      ...always,
      run: () => {
        if (workspace.dialogs.shown !== undefined) workspace.dialogs.close();
        else if (selection.selected !== undefined) selection.select();
        else if (comparing.other !== undefined) comparing.stop();
        else timeline.leave();
      },
    },
  ];
}

const hasProblems = (workspace: Workspace): boolean => (workspace.plans.current?.diagnostics.length ?? 0) > 0;

function command(
  id: string,
  title: string,
  keys: readonly string[],
  run: () => void,
  isEnabled: () => boolean,
): Command {
  return commandWhen(isEnabled, { id, title, keys, run });
}
