import type { Workspace } from '../../app/workspace.svelte';
import type { TableId } from './stage-tables';

/** Which memory table the E820 page shows; kept while other pages are looked at. */
export class ShownTable {
  #id = $state.raw<TableId>('qemu');

  get id(): TableId {
    return this.#id;
  }

  show(id: TableId): void {
    this.#id = id;
  }
}

const known = new WeakMap<Workspace, ShownTable>();

/** The one choice of a workspace. */
export function shownTableOf(workspace: Workspace): ShownTable {
  const shown = known.get(workspace) ?? new ShownTable();
  known.set(workspace, shown);
  return shown;
}
