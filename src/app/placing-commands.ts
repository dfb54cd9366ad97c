import type { LayoutDocument } from '../core/document/schema';
import type { Command } from './commands';
import { duplicateDevice, removeDevice, type Change } from './device-edits';
import type { Workspace } from './workspace.svelte';

/** What can be done with the device that is selected. */
export function placingCommands(workspace: Workspace): readonly Command[] {
  const { history, placing, selection } = workspace;
  const selected = (): number => {
    const [list, index] = selection.selected?.path?.split('.') ?? [];
    return list === 'devices' ? Number(index) : -1;
  };
  const carryOut = (change: (document: LayoutDocument, index: number) => Change | undefined): void => {
    const { edits, select, said } = change(history.current, selected()) ?? { edits: [] };
    if (edits.length === 0 || !history.commit(edits).ok) return;
    history.endMerge();
    selection.select(select === undefined ? undefined : { path: select });
    if (said !== undefined) placing.announce(`${said}.`);
  };
  const when = (isEnabled: () => boolean, command: Omit<Command, 'enabled'>): Command => ({
    ...command,
    get enabled() {
      return isEnabled();
    },
  });
  const isDevice = (): boolean => history.current.devices[selected()] !== undefined;
  const isMemory = (): boolean => isDevice() && history.current.devices[selected()]?.kind !== 'other';
  return [
    when(isMemory, {
      id: 'edit-address',
      title: 'Edit the address of the selected device',
      keys: [],
      run: () => void placing.editAddress(),
    }),
    when(isMemory, {
      id: 'duplicate',
      title: 'Duplicate the selected device',
      keys: ['Mod+D'],
      run: () => carryOut(duplicateDevice),
    }),
    when(isDevice, {
      id: 'remove-selected',
      title: 'Remove the selected device',
      keys: ['Delete'],
      run: () => carryOut(removeDevice),
    }),
  ];
}
