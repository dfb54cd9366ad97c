import type { LayoutDocument } from '../core/document/schema';
import type { Command } from './commands';
import type * as deviceEdits from './device-edits';
import { NOT_FETCHED } from './not-fetched';
import type { Workspace } from './workspace.svelte';

type ChangeOf = (document: LayoutDocument, index: number) => deviceEdits.Change | undefined;

/** What can be done with the device that is selected. */
export function placingCommands(workspace: Workspace): readonly Command[] {
  const { errands, history, notices, placing, selection } = workspace;
  const selected = (): number => {
    const [list, index] = selection.selected?.path?.split('.') ?? [];
    return list === 'devices' ? Number(index) : -1;
  };
  /** The edits are fetched when they are first needed; what was selected at the key press is what they are for. */
  const carryOut = async (of: (fetched: typeof deviceEdits) => ChangeOf): Promise<void> => {
    const [asked, askedIn, before] = [selected(), history.current, selection.selected];
    const fetched = await import('./device-edits').catch(() => undefined);
    if (fetched === undefined) {
      notices.add(NOT_FETCHED);
      return;
    }
    // What another press changed meanwhile has selected what is next.
    const isNext = history.current !== askedIn;
    const index = isNext ? selected() : asked;
    // Who has gone elsewhere meanwhile stays there.
    const isThere = isNext || selection.selected === before;
    const { edits, select, said } = of(fetched)(history.current, index) ?? { edits: [] };
    if (edits.length === 0 || !history.commit(edits).ok) return;
    history.endMerge();
    if (isThere) selection.select(select === undefined ? undefined : { path: select });
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
      run: () => errands.run(carryOut((fetched) => fetched.duplicateDevice)),
    }),
    when(isDevice, {
      id: 'remove-selected',
      title: 'Remove the selected device',
      keys: ['Delete'],
      run: () => errands.run(carryOut((fetched) => fetched.removeDevice)),
    }),
  ];
}
