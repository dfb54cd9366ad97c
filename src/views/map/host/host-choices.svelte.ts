import type { Workspace } from '../../../app/workspace.svelte';
import type { Sides } from '../../../draw/host-columns';
import { AxisChoices } from '../axis-state.svelte';

/** What somebody chose to see of the host. Outlives the picture, which comes and goes with refusals and tabs. */
export class HostChoices {
  readonly axis = new AxisChoices();
  /** Both axes are zoomed and moved together. */
  linked = $state.raw(true);
  /** Where there is room for one lane only. */
  sides = $state.raw<Sides>('guest');
}

const kept = new WeakMap<Workspace, HostChoices>();

export function hostChoicesOf(workspace: Workspace): HostChoices {
  const choices = kept.get(workspace) ?? new HostChoices();
  kept.set(workspace, choices);
  return choices;
}
