import type { Workspace } from '../../app/workspace.svelte';
import { AxisChoices } from './axis-state.svelte';

const kept = new WeakMap<Workspace, AxisChoices>();

/** Scale, folds and sight of a page's map, which last while a refusal or another tab takes the map's place. */
export function choicesOf(workspace: Workspace): AxisChoices {
  const choices = kept.get(workspace) ?? new AxisChoices();
  kept.set(workspace, choices);
  return choices;
}
