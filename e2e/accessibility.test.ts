import { accessibilityProblems, expect, open, test } from './journey';
import { importText, openTable } from './stories';

for (const name of ['SRAT', 'Devices', 'fw_cfg', 'Command line', 'Problems']) {
  test(`the ${name} page has no accessibility problem`, { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    await page.getByRole('option', { name: /sp2/ }).first().click();
    await openTable(page, new RegExp(`^${name}`));
    expect(await accessibilityProblems(page)).toEqual([]);
  });
}

test('a refused layout has no accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -cpu Skylake-Server,phys-bits=36 -m 4G,slots=8,maxmem=32G');
  await openTable(page, /Problems/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

for (const name of ['Import', 'Share']) {
  test(`the ${name} dialog has no accessibility problem`, { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('every tab has no accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    for (const name of ['Map', 'Tables', 'Problems']) {
      await page
        .getByRole('tab', { name: new RegExp(`^${name}`) })
        .first()
        .click();
      expect(await accessibilityProblems(page), name).toEqual([]);
    }
  });
});
