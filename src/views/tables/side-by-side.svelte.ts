import type { Workspace } from '../../app/workspace.svelte';

/** What the page of stages sets side by side; kept while other pages are looked at. */
class SideBySide {
  #shown = $state.raw<'stages' | 'host'>('stages');

  get shown(): 'stages' | 'host' {
    return this.#shown;
  }

  show(shown: 'stages' | 'host'): void {
    this.#shown = shown;
  }
}

const known = new WeakMap<Workspace, SideBySide>();

export function sideBySideOf(workspace: Workspace): SideBySide {
  const choice = known.get(workspace) ?? new SideBySide();
  known.set(workspace, choice);
  return choice;
}
