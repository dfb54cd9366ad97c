import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Workspace } from '../../app/workspace.svelte';
import { fourApu } from '../../core/document/samples/four-apu';
import { computePlan } from '../../core/plan/compute';
import { testWorkspace } from '../../panels/workspace-for-tests';
import WorkspaceForTests from '../../panels/WorkspaceForTests.svelte';
import '../../styles/tokens.css';
import '../../styles/base.css';
import Tables from './Tables.svelte';

const { document } = fourApu;
const SP2 = 'devices.1';

let workspace: Workspace;
let container: HTMLElement;

beforeEach(async () => {
  ({ workspace } = testWorkspace(document, { plan: computePlan(document, 1) }));
  workspace.plans.ask(document, 1);
  ({ container } = await render(WorkspaceForTests, { workspace, shown: Tables }));
  await expect.element(page.getByText('7 entries, file order')).toBeVisible();
});

const textsOf = (selector: string): string[] =>
  [...container.querySelectorAll(selector)].map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim());
const open = (tab: string) => page.getByRole('tab', { name: tab }).click();
const away = () => userEvent.unhover(page.getByRole('tablist'));

describe('what one view lights, the tables light too', () => {
  test('an E820 row and its bytes, with and without an owner', async () => {
    workspace.selection.hover({ path: SP2 });
    await expect.poll(() => textsOf('tr.hovered')).toHaveLength(1);
    expect(textsOf('tr.hovered')[0]).toContain('sp2');
    expect(textsOf('.dump .hovered')).toHaveLength(3);
    await page.getByRole('row', { name: /HyperTransport|AMD/ }).click();
    await away();
    expect(textsOf('tr.selected')[0]).toContain('AMD');
    expect(textsOf('.dump .selected')).toEqual(['00 00 00 00 fd 00 00 00', '00 00 00 00 03 00 00 00', '02 00 00 00']);
  });

  test('RAM below 4 GiB apart from RAM above it, though one setting owns both', async () => {
    await page.getByRole('row', { name: '0x7fff' }).first().hover();
    await expect.poll(() => textsOf('tr.hovered')).toHaveLength(1);
    expect(textsOf('.dump .hovered')).toHaveLength(3);
  });

  test('bytes under the pointer light their row', async () => {
    await page.getByText('00 00 00 80 30', { exact: false }).first().hover();
    await expect.poll(() => textsOf('tr.hovered')).toHaveLength(1);
    expect(textsOf('tr.hovered')[0]).toContain('sp2');
    expect(workspace.selection.hovered?.path).toBe(SP2);
  });

  test.each([
    ['Devices', 'tr.hovered', 'sp2'],
    ['SRAT', 'tr.hovered', '2'],
    ['Command line', 'button.hovered', 'sp-mem'],
  ])('%s', async (tab, selector, text) => {
    await open(tab);
    workspace.selection.hover({ path: SP2 });
    await expect.poll(() => textsOf(selector).length).toBeGreaterThan(0);
    expect(textsOf(selector)[0]).toContain(text);
  });

  test('a term of the sum lights the setting behind it', async () => {
    await open('Problems');
    await expect.poll(() => container.querySelector('tbody tr:has(button)')).not.toBeNull();
    const term = container.querySelector('tbody tr:has(button)');
    if (term === null) throw new Error('no term has a setting');
    await userEvent.hover(term);
    expect(workspace.selection.hovered?.path).toBeDefined();
    await expect.poll(() => textsOf('tr.hovered').length).toBeGreaterThan(0);
  });
});

test('rows keep their roles and columns line up', async () => {
  for (const tab of ['E820', 'SRAT', 'Devices']) {
    await open(tab);
    const heads = [...container.querySelectorAll('th')].map((head) => head.getBoundingClientRect().left);
    const cells = [...(container.querySelector('tbody tr')?.children ?? [])].map(
      (cell) => cell.getBoundingClientRect().left,
    );
    expect(cells).toEqual(heads);
    const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  }
});

test.each(['Stages', 'Linux'])('%s has no accessibility problem', async (tab) => {
  await open(tab);
  await expect.poll(() => container.querySelector('#tables-panel tbody tr')).not.toBeNull();
  const { violations } = await axe.run(container, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
});
