/** Every form that specific-purpose memory has had: read as written, seen beside the merged one, and said in it. */
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText, openTable, rowsOf } from './stories';

/** The example of the thread in which the form was posted. */
const POSTED = `qemu-system-x86_64 -machine q35 -m 16G
  -object memory-backend-ram,id=m0,size=8G -object memory-backend-ram,id=m1,size=8G
  -numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1,spm=on`;

const OVERLAPPING = [
  '0xfd00000000-0xffffffffff reserved',
  '0x0-0x7fffffff usable',
  '0x100000000-0x47fffffff usable',
  '0x280000000-0x47fffffff soft reserved',
];

async function openDialects(page: Page): Promise<Locator> {
  await openTable(page, 'Dialects');
  await settled(page);
  return page.getByRole('tabpanel', { name: 'Dialects' });
}

/** Each form with its outcome, as the table has them. */
async function outcomes(panel: Locator): Promise<string[]> {
  const table = panel.getByRole('table', { name: 'Dialects side by side' });
  const rows = await rowsOf(table);
  const names = await table.locator('tbody th b').allInnerTexts();
  return rows.map((cells, index) => `${names[index]}: ${cells.at(-1)}`);
}

const choose = (panel: Locator, name: RegExp): Promise<void> => panel.getByRole('button', { name }).click();

/** Start, inclusive end, places in both files and the sign of each entry. */
async function beside(panel: Locator, name: string): Promise<string[]> {
  const rows = await rowsOf(panel.getByRole('table', { name }));
  return rows.map((cells) => cells.join(' ').trim());
}

async function openFirstVersion(page: Page): Promise<Locator> {
  await open(page);
  await importText(page, POSTED);
  const panel = await openDialects(page);
  await choose(panel, /^v1/);
  await panel.getByRole('button', { name: 'Open in v1', exact: true }).click();
  await settled(page);
  return panel;
}

test('what was posted first claims the same bytes twice: seen in its table, beside what was merged, entry by entry', async ({
  page,
}) => {
  const panel = await openFirstVersion(page);
  expect(await outcomes(panel)).toEqual([
    'v0: bytes twice other table',
    'v1: bytes twice other table',
    'v2: as meant same table',
    'v3, v4: as meant same table',
    'v5–v7: as meant same table',
    'v8, v9: as meant same table',
    'QEMU 11.1: as meant',
  ]);
  await expect(panel.getByText('The layout is written in v1')).toBeVisible();
  await expect(panel.getByText('2025-09-24', { exact: true })).toBeVisible();
  await expect(panel.getByText('-numa node,nodeid=1,memdev=m1,spm=on', { exact: true })).toBeVisible();
  await expect(panel.getByRole('note')).toContainText(
    'v1 announces 0x280000000-0x47fffffff (8 GiB) twice, as usable (entry 3) and as soft reserved (entry 4)',
  );
  expect(await beside(panel, 'Memory table of v1 and of QEMU 11.1')).toEqual([
    '0x0 0x7fffffff 2 GiB 2 R 2 R',
    '0x100000000 0x27fffffff 6 GiB – 3 R differs',
    '0x100000000 0x47fffffff 14 GiB 3 R – twice',
    '0x280000000 0x47fffffff 8 GiB 4 S 4 S twice',
    '0xfd00000000 0xffffffffff 12 GiB 1 X 1 X',
  ]);
  await openTable(page, /^E820/);
  expect(await e820(page)).toEqual(OVERLAPPING);
  await openTable(page, /Problems/);
  await expect(page.getByRole('tabpanel', { name: 'Problems' })).toContainText(
    'Both entries claim 0x280000000-0x47fffffff (8 GiB) with different types',
  );
});

test('one click says it as it was merged, with what is lost told before, and one undo takes it back', async ({
  page,
}) => {
  const panel = await openFirstVersion(page);
  await choose(panel, /^QEMU 11.1/);
  await expect(panel).toContainText('-m goes from 16 GiB to 8 GiB.');
  await expect(panel).toContainText('maxmem is 16 GiB: the window for memory devices opens.');
  await expect(panel).toContainText('Node 1 stays without memory of its own, and m1 (8 GiB) becomes device sp1 on it.');
  await expect(panel).toContainText('it is allowed, and the contents are not sent: the memory arrives empty.');
  await expect(panel.getByLabel('Command line in QEMU 11.1', { exact: true })).toContainText(
    'sp-mem,id=sp1,memdev=m1,node=1',
  );

  await panel.getByRole('button', { name: 'Open in QEMU 11.1', exact: true }).click();
  await settled(page);
  await expect(panel.getByText('The layout is written in QEMU 11.1')).toBeVisible();
  await openTable(page, /^E820/);
  expect(await e820(page)).toEqual([
    '0xfd00000000-0xffffffffff reserved',
    '0x0-0x7fffffff usable',
    '0x100000000-0x27fffffff usable',
    '0x280000000-0x47fffffff soft reserved',
  ]);

  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  expect(await e820(page)).toEqual(OVERLAPPING);
});

test('a node across the hole below 4 GiB: one patch marks other memory, the next ones refuse, in their own words', async ({
  page,
}) => {
  await open(page);
  await importText(page, POSTED.replace('memdev=m0', 'memdev=m0,spm=on').replace('memdev=m1,spm=on', 'memdev=m1'));
  const panel = await openDialects(page);
  const all = await outcomes(panel);
  expect(all).toContain('v3: wrong range same table');
  expect(all).toContain('v4: does not start');
  expect(all).toContain('v5–v7: does not start');
  await choose(panel, /^v3/);
  await expect(panel).toContainText('SPM node 0 spans 4GB boundary, using address above 4GB');
  await choose(panel, /^v4/);
  await expect(panel).toContainText('SPM node 0 spans across 4GB boundary, this configuration is not supported');
});

test('what a form cannot say is said with its reason, and nothing is offered', async ({ page }) => {
  await open(page);
  await importText(
    page,
    '-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=h,size=2G -device sp-mem,id=gpu0,memdev=h',
  );
  const panel = await openDialects(page);
  expect(await outcomes(panel)).toContain('v5–v7: cannot say it');
  await choose(panel, /^v5–v7/);
  await expect(panel).toContainText('gpu0 is on node 0, which has all boot memory');
  await expect(panel.getByRole('button', { name: /^Open in/ })).toHaveCount(0);
});

test('a layout without specific-purpose memory has no such page', async ({ page }) => {
  await open(page);
  await importText(page, '-machine q35 -m 4G');
  await expect(page.getByRole('tab', { name: 'Dialects' })).toHaveCount(0);
});

test('the page has no accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
  const panel = await openFirstVersion(page);
  expect(await accessibilityProblems(page)).toEqual([]);
  await choose(panel, /^QEMU 11.1/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the page fits, and has no accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    await page.getByRole('tab', { name: 'Tables' }).click();
    const panel = await openDialects(page);
    await choose(panel, /^v1/);
    const table = panel.getByRole('table', { name: 'Dialects side by side' });
    expect(await table.evaluate((element) => element.scrollWidth <= (element.parentElement?.clientWidth ?? 0))).toBe(
      true,
    );
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});
