import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Workspace } from '../app/workspace.svelte';
import { GiB } from '../core/base/addr';
import { samples } from '../core/document/samples';
import type { LayoutDocument } from '../core/document/schema';
import '../styles/tokens.css';
import '../styles/base.css';
import NoticeBars from './NoticeBars.svelte';
import Outline from './Outline.svelte';
import { testWorkspace } from './workspace-for-tests';
import WorkspaceForTests from './WorkspaceForTests.svelte';

const fourApu = samples.all[0]?.document as LayoutDocument;

async function showOutline(document = fourApu): Promise<Workspace> {
  const { workspace } = testWorkspace(document);
  await render(WorkspaceForTests, { workspace, shown: Outline });
  return workspace;
}

const row = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
const field = (name: string) => page.getByLabelText(name, { exact: true });
const sizeOf = (workspace: Workspace, id: string): number | undefined =>
  workspace.history.current.backends.find((backend) => backend.id === id)?.size;

describe('a field', () => {
  test('takes each spelling as it is typed, and a burst is one undo step', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.fill(field('Size'), '');
    await userEvent.type(field('Size'), '0x1000000000');
    expect(sizeOf(workspace, 'hbm2')).toBe(64 * GiB);
    await userEvent.tab();
    await expect.element(field('Size')).toHaveValue('64 GiB');
    workspace.history.undo();
    expect(sizeOf(workspace, 'hbm2')).toBe(128 * GiB);
    expect(workspace.history.canUndo).toBe(false);
  });

  test('keeps what cannot be read, says what would work, and the last good document stays', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.fill(field('Size'), '12x');
    await expect.element(field('Size')).toHaveAttribute('aria-invalid', 'true');
    await expect.element(page.getByText(/What works/)).toBeVisible();
    expect(field('Size').element().getAttribute('aria-describedby')).toBe(page.getByText(/What works/).element().id);
    expect(workspace.history.current).toBe(fourApu);
  });

  test('gives the value back on Escape, without a trace', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.fill(field('Size'), '1G');
    expect(sizeOf(workspace, 'hbm2')).toBe(GiB);
    await userEvent.keyboard('{Escape}');
    await expect.element(field('Size')).toHaveValue('128 GiB');
    expect(workspace.history.current).toBe(fourApu);
    expect(workspace.selection.selected?.path).toBe('devices.1');
  });

  test('follows an undo from elsewhere while it has the focus', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.fill(field('Size'), '1G');
    workspace.history.undo();
    await expect.element(field('Size')).toHaveValue('128 GiB');
  });

  test('goes back to QEMU’s default when it is emptied', async () => {
    const workspace = await showOutline();
    await row('slots').click();
    await userEvent.fill(field('Slots'), '');
    expect(workspace.history.current.memory).not.toHaveProperty('slots');
  });

  test('refuses what the schema refuses, at the field', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.fill(field('Name'), '2nd stack');
    await expect.element(page.getByText(/is no identifier/)).toBeVisible();
    expect(workspace.history.current).toBe(fourApu);
  });
});

describe('the outline', () => {
  test('adds an SPM device with its backend in one undo step', async () => {
    const workspace = await showOutline();
    await page.getByRole('button', { name: 'Add Specific-purpose memory' }).click();
    await expect.poll(() => workspace.history.current.devices).toHaveLength(5);
    expect(workspace.history.current.backends.map(({ id }) => id)).toContain('hbm5');
    await expect.element(page.getByText('sp5 and its backend hbm5 were added')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(workspace.history.current).toBe(fourApu);
  });

  test('is moved through with arrows, and Alt with an arrow moves a device', async () => {
    const workspace = await showOutline();
    await row('sp1 on node').click();
    await userEvent.keyboard('{ArrowDown}');
    expect(workspace.selection.selected?.path).toBe('devices.1');
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(workspace.history.current.devices.map(({ id }) => id)).toEqual(['sp2', 'sp1', 'sp3', 'sp4']);
    expect(workspace.selection.selected?.path).toBe('devices.0');
    await expect.poll(() => document.activeElement?.textContent?.trim()).toContain('sp2 on node');
  });

  test('removes with Delete, goes on to the next row, and says what went along', async () => {
    const workspace = await showOutline();
    await row('sp2 on node').click();
    await userEvent.keyboard('{Delete}');
    const ids = () => workspace.history.current.devices.map(({ id }) => id);
    await expect.poll(ids).toEqual(['sp1', 'sp3', 'sp4']);
    await expect.element(page.getByText('sp2 and its backend hbm2 were removed')).toBeVisible();
    await expect.poll(() => document.activeElement?.textContent?.trim()).toContain('sp3 on node');
  });

  test('opens the section of what is selected elsewhere, and shows its form', async () => {
    const workspace = await showOutline();
    workspace.selection.select({ path: 'backends.1' });
    await expect.element(page.getByRole('heading', { name: 'hbm1' })).toBeVisible();
    await expect.element(row('hbm1 ram')).toHaveAttribute('aria-current', 'true');
  });

  test('lets Enter on a row go to its field', async () => {
    await showOutline();
    await row('slots').click();
    await userEvent.keyboard('{Enter}');
    await expect.element(field('Slots')).toHaveFocus();
  });

  test('has no accessibility problem, with a form open', async () => {
    await showOutline();
    await row('sp2 on node').click();
    const { violations } = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

describe('the notices', () => {
  test('say why a link failed, keep the layout, and take the whole link', async () => {
    const { workspace } = testWorkspace(fourApu);
    await render(WorkspaceForTests, { workspace, shown: NoticeBars });
    workspace.links.fail({
      code: 'cut',
      message: 'This link was cut: 1,412 of 1,512 characters arrived.',
      works: 'Paste the whole link.',
    });
    await expect.element(page.getByRole('alert')).toHaveTextContent(/1,412 of 1,512/);
    await expect.element(page.getByRole('textbox', { name: 'The whole link' })).toBeVisible();
    expect(workspace.history.current).toBe(fourApu);
  });

  test('ask before a link replaces unsaved work', async () => {
    const { workspace } = testWorkspace(fourApu);
    await render(WorkspaceForTests, { workspace, shown: NoticeBars });
    const other = { ...fourApu, title: 'theirs' };
    workspace.links.hold(other, '');
    await page.getByRole('button', { name: 'Open the link' }).click();
    expect(workspace.history.current).toBe(other);
    workspace.history.undo();
    expect(workspace.history.current).toBe(fourApu);
  });
});
