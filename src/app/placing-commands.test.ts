import { describe, expect, it } from 'vitest';
import { samples } from '../core/document/samples/index';
import { fourApu } from '../core/document/samples/four-apu';
import type { LayoutDocument } from '../core/document/schema';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

async function workspaceOf(document: LayoutDocument): Promise<Workspace> {
  const planner = {
    call: () => new Promise<never>(() => undefined),
    cancel: () => undefined,
    dispose: () => undefined,
  };
  const workspace = new Workspace({ document, saved: true, planner, page: testPage() });
  await workspace.fetchCommands();
  return workspace;
}

const run = async (workspace: Workspace, id: string): Promise<void> => {
  const command = workspace.commands.find((each) => each.id === id);
  if (command?.enabled !== true) throw new Error(`${id} cannot run`);
  await command.run();
};
const ids = ({ history }: Workspace) => history.current.devices.map(({ id }) => id);

describe('the commands for a selected device', () => {
  it('need one', async () => {
    const workspace = await workspaceOf(fourApu.document);
    const offered = () =>
      ['edit-address', 'duplicate', 'remove-selected'].map(
        (id) => workspace.commands.find((each) => each.id === id)?.enabled,
      );
    expect(offered()).toEqual([false, false, false]);
    workspace.selection.select({ path: 'nodes.1' });
    expect(offered()).toEqual([false, false, false]);
    workspace.selection.select({ path: 'devices.9' });
    expect(offered()).toEqual([false, false, false]);
    workspace.selection.select({ path: 'devices.2.memdev' });
    expect(offered()).toEqual([true, true, true]);
  });

  it('remove it with its backend in one undo step, say so, and go on to its neighbour', async () => {
    const workspace = await workspaceOf(fourApu.document);
    workspace.selection.select({ path: 'devices.3' });
    await run(workspace, 'remove-selected');
    expect(ids(workspace)).toEqual(['sp1', 'sp2', 'sp3']);
    expect(workspace.placing.announcement).toBe('sp4 and its backend hbm4 were removed.');
    expect(workspace.selection.selected).toEqual({ path: 'devices.2' });
    workspace.history.undo();
    expect(workspace.history.current).toBe(fourApu.document);
  });

  it('duplicate it with its size, on the next node, at an address that QEMU chooses', async () => {
    const workspace = await workspaceOf({ ...fourApu.document, nodes: [...fourApu.document.nodes, { id: 5 }] });
    workspace.history.commit([
      { op: 'set', path: 'devices.1.addr', value: 0x40_8000_0000 },
      { op: 'set', path: 'backends.2.share', value: true },
      { op: 'set', path: 'backends.2.size', value: 64 * 2 ** 30 },
    ]);
    workspace.selection.select({ path: 'devices.1' });
    await run(workspace, 'duplicate');
    const { devices, backends } = workspace.history.current;
    expect(devices.at(-1)).toEqual({ kind: 'sp-mem', id: 'sp5', memdev: 'hbm5', node: 5 });
    expect(backends.at(-1)).toEqual({ id: 'hbm5', type: 'ram', size: 64 * 2 ** 30, share: true });
    expect(workspace.selection.selected).toEqual({ path: 'devices.4' });
  });

  it('duplicate every memory device of every example into one that the schema takes', async () => {
    for (const { document } of samples.all) {
      for (const [index, { kind }] of document.devices.entries()) {
        const workspace = await workspaceOf(document);
        workspace.selection.select({ path: `devices.${index}` });
        if (kind === 'other') continue;
        await run(workspace, 'duplicate');
        expect(workspace.history.current.devices.at(-1)?.kind).toBe(kind);
      }
    }
  });
});
