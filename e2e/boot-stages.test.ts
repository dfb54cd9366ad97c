import type { Page } from '@playwright/test';
import { expect, open, settled, test } from './journey';
import { importText, openTable, rowsOf } from './stories';

const stack = (n: number) =>
  `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`;
const FOUR_STACKS = `
  qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=576G \\
  -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0 \\
  -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4 \\
  ${[1, 2, 3, 4].map(stack).join(' \\\n  ')}`;

/** Pastes the four stacks and plans for a firmware and a kernel, chosen where their tables are. */
async function openWith(page: Page, firmware: string, kernel = '7.2'): Promise<void> {
  await open(page);
  await importText(page, FOUR_STACKS);
  await openTable(page, 'Stages');
  await page.getByRole('combobox', { name: 'Firmware' }).selectOption(firmware);
  await page.getByRole('combobox', { name: 'Kernel' }).selectOption(kernel);
  await settled(page);
}

const matrix = (page: Page) => page.getByRole('table', { name: 'Boot stages side by side' });

/** The words of the three stages for the row that begins at an address. */
async function stagesAt(page: Page, start: string): Promise<string[]> {
  const row = matrix(page).locator('tr', { has: page.getByRole('button', { name: new RegExp(`^${start}`) }) });
  return (await row.locator('td').allInnerTexts()).map((cell) => cell.replace(/\s+/g, ' ').trim());
}

const findings = (page: Page) => page.getByRole('tabpanel', { name: 'Problems' }).getByRole('article');
const merged = (page: Page) => page.getByText('Linux puts sp2, sp3 and sp4 on node 1, not on their own nodes.');

/** Name, size and target node of each dax device. */
async function daxDevices(page: Page): Promise<string[]> {
  await openTable(page, 'Linux');
  const table = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Target node' }) });
  const rows = await rowsOf(table);
  return rows.filter((cells) => cells.length > 1).map(([name, , size, node]) => `${name} ${size} node ${node}`);
}

test('three layers of truth stand side by side, each cell marked, each difference with its reason', async ({
  page,
}) => {
  await openWith(page, 'ovmf');
  for (const head of ['VMM file', 'Firmware hand-off', 'Kernel view']) {
    await expect(matrix(page).getByRole('columnheader', { name: head })).toBeVisible();
  }
  const cells = await matrix(page).locator('tbody td[data-sure]').all();
  expect(cells.length % 3).toBe(0);
  const marks = await Promise.all(cells.map((cell) => cell.getAttribute('data-sure')));
  expect(new Set(marks)).toEqual(new Set(['exact', 'modelled']));
  expect(await stagesAt(page, '0x1080000000')).toEqual(['S soft reserved', 'S Conventional, SP', 'S soft reserved']);
  expect(await stagesAt(page, '0xfd00000000')).toEqual(['X reserved', 'X Reserved', 'X device reserved']);
  // A kernel before 7.0 has other words, and nobody has recorded one.
  await page.getByRole('combobox', { name: 'Kernel' }).selectOption('6.18');
  await settled(page);
  expect(await stagesAt(page, '0xfd00000000')).toEqual(['X reserved', 'X Reserved', 'X reserved']);
  await expect(matrix(page).getByRole('columnheader', { name: 'Kernel view' })).toContainText('modelled');
  await expect(matrix(page).getByText(/Linux keeps the first page/)).toBeVisible();
});

test('four neighbouring SPM devices become one dax device on the first node, and each remedy is one click', async ({
  page,
}) => {
  await openWith(page, 'ovmf');
  expect(await daxDevices(page)).toEqual(['dax0.0 512 GiB node 1']);
  await expect(merged(page)).toBeVisible();
  await openTable(page, 'E820');
  await page.getByRole('row', { name: /sp2/ }).click();
  const why = page.getByRole('region', { name: 'Why is sp2 here?' });
  await expect(why.getByText('Linux will put sp2, sp3 and sp4 on node 1, not on nodes 2, 3 and 4.')).toBeVisible();
  await why.getByRole('button', { name: 'Add an HMAT' }).click();
  await settled(page);
  await expect(why.getByRole('button', { name: 'Add an HMAT' })).toHaveCount(0);
  const apart = [1, 2, 3, 4].map((node) => `dax${node - 1}.0 128 GiB node ${node}`);
  expect(await daxDevices(page)).toEqual(apart);
  await expect(merged(page)).toHaveCount(0);

  await page.getByRole('button', { name: /^Undo/ }).click();
  await settled(page);
  await expect(merged(page)).toBeVisible();
  await page
    .getByRole('tabpanel', { name: 'Linux' })
    .getByRole('button', { name: 'Leave 1 GiB between them' })
    .first()
    .click();
  await settled(page);
  // Linux numbers nodes in the order in which it meets them; each device is on its own one.
  expect(await daxDevices(page)).toEqual([
    'dax0.0 128 GiB node 1',
    'dax1.0 128 GiB node 3, PXM 2',
    'dax2.0 128 GiB node 4, PXM 3',
    'dax3.0 128 GiB node 2, PXM 4',
  ]);
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
});

test('under SeaBIOS the SPM vanishes, and a click plans for firmware that keeps it', async ({ page }) => {
  await openWith(page, 'seabios');
  expect(await stagesAt(page, '0x1080000000')).toEqual(['S soft reserved', 'nothing', 'nothing']);
  await openTable(page, 'Linux');
  await expect(page.getByText('None: the kernel knows of no soft-reserved memory.')).toBeVisible();
  await openTable(page, /Problems/);
  const finding = findings(page).filter({ hasText: 'firmware/spm-lost' });
  await expect(finding).toContainText('SeaBIOS 1.17.0 drops sp1, sp2, sp3 and sp4: the guest finds no dax device.');
  await finding.getByRole('button', { name: 'Plan for OVMF 2026.08, 4 MiB build' }).click();
  await settled(page);
  await expect(finding).toHaveCount(0);
  expect(await daxDevices(page)).toEqual(['dax0.0 512 GiB node 1']);
});

test('firmware that loses the mark is warned of: it is missing, or the guest may use it as ordinary RAM', async ({
  page,
}) => {
  await openWith(page, 'ovmf-before-sp');
  expect(await stagesAt(page, '0x1080000000')).toEqual([
    'S soft reserved',
    expect.stringMatching(/^(nothing|–)$/),
    expect.stringMatching(/^(nothing|–)$/),
  ]);
  await openTable(page, /Problems/);
  await expect(findings(page).filter({ hasText: 'firmware/spm-lost' })).toContainText('drops sp1, sp2, sp3 and sp4');
  await openTable(page, 'Stages');
  await page.getByRole('combobox', { name: 'Firmware' }).selectOption('ovmf-snp-before-12774');
  await settled(page);
  // It has become one with the RAM before it, so no new entry begins here.
  expect(await stagesAt(page, '0x1080000000')).toEqual(['S soft reserved', 'Conventional', 'System RAM']);
  await openTable(page, /Problems/);
  await expect(findings(page).getByText('The guest may use sp1, sp2, sp3 and sp4 as ordinary RAM.')).toBeVisible();
});

test('a kernel told to ignore soft reservation shows it as RAM', async ({ page }) => {
  await openWith(page, 'ovmf');
  await page.getByRole('button', { name: 'Firmware, kernel' }).click();
  await page.locator('.outline [data-path="boot.append"]').first().click();
  await page.locator('[data-path="boot.append"] textarea').fill('console=ttyS0 efi=nosoftreserve');
  await settled(page);
  const [file, handOff, kernel] = await stagesAt(page, '0x1080000000');
  expect([file, handOff]).toEqual(['S soft reserved', 'S Conventional, SP']);
  expect(kernel).toMatch(/System RAM$/);
  await openTable(page, /Problems/);
  const finding = findings(page).filter({ hasText: 'linux/spm-undone' });
  await finding.getByRole('button', { name: 'Remove nosoftreserve' }).click();
  await settled(page);
  await expect(finding).toHaveCount(0);
});
