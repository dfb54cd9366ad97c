/** Refuse a map that lies: a pasted memory table is judged before it reaches firmware. */
import type { Locator, Page } from '@playwright/test';
import { exportAs } from './exporting';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importText, openTable, paste, readImport, rowsOf, sayWhatItIs, takeImport } from './stories';

const STORY = '0x100000000-0x47fffffff  usable\n0x280000000-0x47fffffff  soft reserved\n';

async function pasteTable(page: Page, text: string): Promise<string> {
  const dialog = await paste(page, text);
  await readImport(dialog, /^E820 table, boot log/);
  await expect(dialog.getByText('Becomes the host of the layout; the guest stays as it is.')).toBeVisible();
  const said = await dialog.innerText();
  await takeImport(dialog);
  return said;
}

/** A guest that has nothing to do with the host's table. */
const SMALL = '-machine q35 -m 2G';

async function start(page: Page): Promise<void> {
  await open(page);
  await importText(page, SMALL);
}

async function hostRows(page: Page): Promise<string[]> {
  await openTable(page, /^E820/);
  await page.getByRole('radio', { name: 'Host', exact: true }).check({ force: true });
  const rows = await rowsOf(page.getByRole('grid', { name: 'Host E820 entries' }));
  return rows.map(
    ([, first, last, size, type]) => `${first}-${last} ${size}${(type ?? '').replace(/^[A-Z?]? ?/, ' ')}`,
  );
}

async function finding(page: Page, what: string | RegExp): Promise<Locator> {
  await openTable(page, /Problems/);
  const article = page.getByRole('tabpanel', { name: 'Problems' }).getByRole('article').filter({ hasText: what });
  await expect(article.first()).toBeVisible();
  return article.first();
}

const CLAIM = 'Both entries claim 0x280000000-0x47fffffff (8 GiB) with different types';

test('two entries that claim the same bytes are an error, in the picture, in the table and in Problems; Split mends it @both-schemes', async ({
  page,
}) => {
  await start(page);
  const said = await pasteTable(page, STORY);
  expect(said).toContain('Every line was understood');

  const problem = await finding(page, CLAIM);
  await expect(problem).toContainText('0x100000000-0x47fffffff usable and 0x280000000-0x47fffffff soft reserved');
  await expect(problem).toContainText('Linux settles it by the higher type number, here soft reserved (0xefffffff)');
  await expect(problem).toContainText(
    'Split: 0x100000000-0x27fffffff usable and 0x280000000-0x47fffffff soft reserved, 40 bytes for these two.',
  );
  await expect(page.getByRole('tab', { name: /Problems.*error/ })).toBeVisible();

  // Nothing was changed without a click.
  const lying = ['0x100000000-0x47fffffff 14 GiB usable', '0x280000000-0x47fffffff 8 GiB soft reserved'];
  expect(await hostRows(page)).toEqual(lying);
  const grid = page.getByRole('grid', { name: 'Host E820 entries' });
  await expect(grid.getByRole('img', { name: CLAIM })).toHaveCount(2);
  expect(await accessibilityProblems(page)).toEqual([]);

  // The words are there for who points at a row, and for who goes to it by keyboard.
  const words = page.getByText(`${CLAIM}.`).first();
  await grid.locator('tbody tr').first().hover();
  await expect(words).toBeVisible();
  await page.mouse.move(0, 0);

  // In the picture the bytes are marked on every scale, and however far one is away.
  const inLane = page.getByRole('option', { name: new RegExp(`Host: .*Error: ${CLAIM.replaceAll(/[()]/g, '\\$&')}`) });
  for (const scale of ['Linear', 'Log', 'Equal', 'Compressed']) {
    await page.getByRole('radio', { name: scale }).check({ force: true });
    await settled(page);
    await expect(inLane.first()).toBeAttached();
  }

  const bytesOf = (): Promise<Buffer> => exportAs(page, 'Host E820, bytes');
  const before = await bytesOf();
  expect(before).toHaveLength(40);
  expect(before.readBigUInt64LE(8)).toBe(0x3_8000_0000n);

  await (await finding(page, CLAIM)).getByRole('button', { name: 'Split at 0x280000000' }).click();
  await settled(page);
  await expect(page.getByText(CLAIM)).toHaveCount(0);
  expect(await hostRows(page)).toEqual([
    '0x100000000-0x27fffffff 6 GiB usable',
    '0x280000000-0x47fffffff 8 GiB soft reserved',
  ]);
  const bytes = await bytesOf();
  expect(bytes).toHaveLength(40);
  const entries = [0, 20].map((at) => [
    bytes.readBigUInt64LE(at),
    bytes.readBigUInt64LE(at + 8),
    bytes.readUInt32LE(at + 16),
  ]);
  expect(entries).toEqual([
    [0x1_0000_0000n, 0x1_8000_0000n, 1],
    [0x2_8000_0000n, 0x2_0000_0000n, 0xefff_ffff],
  ]);

  // One undo step.
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  expect(await hostRows(page)).toEqual(lying);
});

test('N goes from problem to problem, and shows the table that has it', async ({ page }) => {
  await start(page);
  await pasteTable(page, STORY);
  await openTable(page, /^E820/);
  await page.keyboard.press('n');
  const grid = page.getByRole('grid', { name: 'Host E820 entries' });
  await expect(grid.locator('tr[aria-selected="true"]')).toHaveCount(2);
  await expect(page.getByText(`${CLAIM}.`).first()).toBeVisible();
  await page.locator('.problems').getByRole('button', { name: 'Split at 0x280000000' }).click();
  await settled(page);
  expect(await hostRows(page)).toHaveLength(2);
  await expect(page.getByText(CLAIM)).toHaveCount(0);
});

const LIES = [
  {
    table: '0x0-0xffff usable\n0x100000000+0 usable',
    what: 'Entry 2 has no bytes',
    fix: 'Remove entry 2',
    severity: 'warning',
  },
  {
    table: 'Address sizes: 40 bits physical, 48 bits virtual\n0xfd00000000-0x100ffffffff reserved',
    what: 'Entry 1 ends past 0xffffffffff, the last address of 40 bits',
    fix: 'End entry 1 at 0xffffffffff',
    severity: 'error',
  },
  {
    table: '0x100000000-0x17fffffff usable\n0x180000200-0x1ffffffff reserved',
    what: '0x180000200 is not 4 KiB aligned',
    fix: 'Move the border to 0x180000000',
    severity: 'warning',
  },
  {
    table: Array.from({ length: 129 }, (_, index) => `0x${(0x1000_0000 + index * 0x1000).toString(16)}+4K usable`).join(
      '\n',
    ),
    what: 'The table has 129 entries, 1 more than Linux takes from a BIOS',
    fix: 'Join entries that touch: 1 of 129 are left',
    severity: 'warning',
  },
  {
    table: '0x0-0xffff usable\n0x100000000-0x1ffffffff reserved\n0x100000000-0x1ffffffff reserved',
    what: 'Two entries say the same: 0x100000000-0x1ffffffff reserved',
    fix: 'Remove entry 3',
    severity: 'warning',
  },
  {
    table: '0x0-0x7fffffff usable\n0x40000000-0xbfffffff usable',
    what: 'Both entries claim 0x40000000-0x7fffffff (1 GiB), with the same type',
    fix: 'Join to 0x0-0xbfffffff usable',
    severity: 'warning',
  },
] as const;

test('every other lie is reported with its severity, and mended by one click', async ({ page }) => {
  await start(page);
  for (const { table, what, fix, severity } of LIES) {
    await pasteTable(page, table);
    const problem = await finding(page, what);
    await expect(problem.locator(`svg.${severity}`).first()).toBeVisible();
    await problem.getByRole('button', { name: fix, exact: true }).click();
    await settled(page);
    await expect(page.getByRole('tabpanel', { name: 'Problems' }).getByText(what)).toHaveCount(0);
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    await finding(page, what);
  }
});

test('an unknown type is kept as a number, and said to be unknown', async ({ page }) => {
  await start(page);
  await pasteTable(page, 'BIOS-e820: [mem 0x0000000100000000-0x00000001ffffffff] type 20');
  expect(await hostRows(page)).toEqual(['0x100000000-0x1ffffffff 4 GiB type 20']);
  const problem = await finding(page, 'Type 20 (0x14) has no meaning here');
  await expect(problem.locator('svg.info').first()).toBeVisible();
});

test('what no layout can hold is named by line with a reason, and the rest is read', async ({ page }) => {
  await start(page);
  const said = await pasteTable(
    page,
    `${STORY}0xfffffffffffff000-0x0000000000000fff reserved\n0x500000000-0x3fffffffffffff usable\n`,
  );
  expect(said).toMatch(
    /The entry 0xfffffffffffff000-0x0000000000000fff reserved is left out: .*past 2\^64.*What works: .*line 3/,
  );
  expect(said).toMatch(/The entry 0x500000000-0x3fffffffffffff usable is left out: .*2\^53.*What works: .*line 4/);
  expect(await hostRows(page)).toHaveLength(2);
});

test('a table that cannot be read leaves everything as it was, the text too', async ({ page }) => {
  await start(page);
  await pasteTable(page, STORY);
  const rows = await hostRows(page);
  const link = await page.evaluate(() => location.hash);
  for (const text of [
    '0x100000000-0x47fffffff  usible\n',
    'BIOS-e820: [mem 0xfffffffffffff000-0x0000000000000fff] reserved\n',
    '0x100000000 0x47fffffff\n',
  ]) {
    const dialog = await paste(page, text);
    const asked = dialog.getByRole('group', { name: 'This can be read as:' });
    await expect(asked.or(dialog.getByRole('alert')).first()).toBeVisible();
    if (await asked.isVisible()) await sayWhatItIs(dialog);
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(dialog.getByLabel('Text to import')).toHaveValue(text);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await hostRows(page)).toEqual(rows);
    expect(await page.evaluate(() => location.hash)).toBe(link);
  }
});
