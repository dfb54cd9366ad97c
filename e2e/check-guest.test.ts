/** The plan, held against what a running guest says of itself. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importText, openTable, paste, readImport, selectInOutline, setField, takeImport } from './stories';

const fixture = (name: string): string =>
  readFileSync(new URL(`../src/fixtures/captures/${name}`, import.meta.url), 'utf8');

/** `etc/e820` of a guest with 4 GiB and 8 GiB of specific-purpose memory. */
const HEX =
  '0000000000000000000000800000000001000000000000000100000000000080000000000100000000000080010000000000000002000000ffffffef';
const SHA = 'c23b2c39452a0cfc97ea7722457c98514d3a00c200ff9e9d305ac1a8641a190c';
const MACHINE =
  'qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m 4G,maxmem=12G -object memory-backend-ram,id=m0,size=8G -device sp-mem,id=sp0,memdev=m0';

const verdict = (page: Page): Locator => page.getByRole('region', { name: 'Result of the check' });
/** Result, guest and plan of each entry; the explanations below them are rows of their own. */
const entries = async (page: Page): Promise<string[]> => {
  const rows = await page.getByRole('table', { name: 'Guest and plan, entry by entry' }).locator('tr.entries').all();
  return Promise.all(rows.map(async (row) => (await row.locator('.sign svg').getAttribute('aria-label')) ?? ''));
};
const said = (page: Page): Promise<string[]> =>
  page
    .getByRole('table', { name: 'Guest and plan, entry by entry' })
    .locator('tr.why')
    .evaluateAll((rows) => rows.map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim()));

test('the hex of a guest’s etc/e820 is equal to its plan, and to no other @both-schemes', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, HEX);
  await readImport(dialog);
  await expect(dialog.getByText('Is held against the plan; the layout stays as it is.')).toBeVisible();
  await expect(dialog.getByRole('table', { name: 'What was understood' }).getByRole('row')).toHaveText([
    /3\s*entries/,
    /2\s*usable\s*4 GiB/,
    /1\s*soft reserved\s*8 GiB/,
    /60\s*bytes/,
  ]);
  await takeImport(dialog);
  await expect(page.getByRole('tab', { name: 'Check' })).toHaveAttribute('aria-selected', 'true');
  await expect(verdict(page)).toContainText('Differs');

  await importText(page, MACHINE);
  await expect(verdict(page).getByRole('heading')).toHaveText('Equal to the plan’s etc/e820: 3 entries, 60 bytes.');
  await expect(verdict(page)).toContainText(SHA);
  expect(await entries(page)).toEqual(['equal', 'equal', 'equal']);
  await expect(page.getByRole('button', { name: '0x180000000 – 0x37fffffff' })).toContainText('8 GiB, soft reserved');
  expect(await accessibilityProblems(page)).toEqual([]);

  await selectInOutline(page, 'memory.size');
  await setField(page, 'memory.size', '3G');
  await expect(verdict(page).getByRole('heading')).toHaveText('Differs: 2 of 3 entries are not as the plan has them.');
  expect(await entries(page)).toEqual(['equal', 'other size', 'moved']);
  expect(await said(page)).toEqual([
    expect.stringMatching(/^Other size\. 1 GiB larger in the guest\./),
    expect.stringMatching(/^Moved\. Starts 1 GiB higher in the guest\./),
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(verdict(page).getByRole('heading')).toHaveText(/Equal/);
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Check' })).toBeHidden();
  await expect(page.getByRole('tab', { name: 'E820' })).toHaveAttribute('aria-selected', 'true');
});

test('the same entries in another order are said to be just that', async ({ page }) => {
  await open(page);
  await importText(page, MACHINE);
  await importText(page, HEX.slice(40, 80) + HEX.slice(0, 40) + HEX.slice(80));
  await expect(verdict(page).getByRole('heading')).toHaveText(
    'Same ranges, other order: 3 entries, none of them different.',
  );
  expect(await entries(page)).toEqual(['equal, at another place', 'equal, at another place', 'equal']);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a dump that was cut is an error at the byte where the last entry begins', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, HEX.slice(0, -6));
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('57 bytes are no multiple of 20: the last entry has 17 of its 20 bytes.');
  await expect(alert).toContainText(/byte 40/);
  await expect(alert).toContainText(/column 81/);
});

test('an entry that is selected is selected on the map, and the result can be taken along', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await importText(page, MACHINE);
  await importText(page, HEX);
  await page.getByRole('button', { name: '0x180000000 – 0x37fffffff' }).click();
  await expect(
    page.locator('.outline [data-path="devices.0"][aria-current], .outline .selected').first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Copy result' }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('Equal to the plan’s etc/e820: 3 entries, 60 bytes.');
  expect(text).toContain('3. equal: 0x0180000000-0x037fffffff, 8 GiB, soft reserved');
  expect(text).toContain(SHA);
});

test('devices, address space and SRAT of the real QEMU are equal to its command line', async ({ page }) => {
  await open(page);
  await importText(page, fixture('two-nodes.cmd'));
  for (const [name, what] of [
    ['two-nodes.query-memory-devices.json', 'memory devices: 6 devices'],
    ['two-nodes.info-memory-devices.txt', 'memory devices: 6 devices'],
    ['two-nodes.info-mtree-f.txt', 'map: 8 ranges'],
    ['two-nodes.srat.dsl', 'SRAT: 7 entries, 392 bytes'],
  ] as const) {
    await importText(page, fixture(name), /^(Memory devices of|Address space|SRAT)/);
    await expect(verdict(page).getByRole('heading')).toHaveText(`Equal to the plan’s ${what}.`);
  }
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a device that was plugged is equal at its moment and missing before', async ({ page }) => {
  await open(page);
  await importText(
    page,
    'qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m 4G,slots=2,maxmem=8G -object memory-backend-ram,id=a,size=1G -device pc-dimm,id=d0,memdev=a',
  );
  await importText(
    page,
    '{"execute":"object-add","arguments":{"qom-type":"memory-backend-ram","id":"m1","size":1073741824}}\n{"return": {}}\n{"execute":"device_add","arguments":{"driver":"pc-dimm","id":"d1","memdev":"m1"}}\n{"return": {}}\n',
  );
  await importText(
    page,
    '{"return": [{"type": "dimm", "data": {"memdev": "/objects/a", "hotplugged": false, "addr": 6442450944, "hotpluggable": true, "size": 1073741824, "slot": 0, "node": 0, "id": "d0"}}, {"type": "dimm", "data": {"memdev": "/objects/m1", "hotplugged": true, "addr": 7516192768, "hotpluggable": true, "size": 1073741824, "slot": 1, "node": 0, "id": "d1"}}]}',
    /^Memory devices of/,
  );
  await expect(verdict(page)).toContainText('plan at boot');
  expect(await entries(page)).toEqual(['equal', 'not in the plan']);
  await page.locator('[data-timeline] [data-expand]').click();
  await page.keyboard.press('End');
  await settled(page);
  await expect(verdict(page)).toContainText('plan at t1');
  await expect(verdict(page).getByRole('heading')).toHaveText('Equal to the plan’s memory devices: 2 devices.');
});

test('memory devices can become those of the layout', async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -cpu Skylake-Server-v1 -m 4G');
  await importText(page, fixture('two-nodes.info-memory-devices.txt'), /^Memory devices for the layout/);
  await openTable(page, 'Devices');
  await expect(page.getByRole('grid', { name: 'Memory devices' }).locator('tbody tr')).toHaveCount(6);
  await importText(page, fixture('two-nodes.query-memory-devices.json'), /^Memory devices of/);
  await expect(verdict(page).getByRole('heading')).toHaveText('Equal to the plan’s memory devices: 6 devices.');
});

test('on a phone the check comes to the front', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await takeImport(await paste(page, HEX));
  await expect(verdict(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await accessibilityProblems(page)).toEqual([]);
});
