/** QEMU before SPM devices, and spellings of SPM that were never merged. */
import { expect, open, settled, test } from './journey';
import { e820, importText, selectInOutline, takeImport } from './stories';

test('a QEMU before 11.1 has no SPM device: the refusal is its own, and the tables are closed', async ({ page }) => {
  await open(page);
  await selectInOutline(page, 'machine');
  await page.locator('[data-path="dialect"] select').selectOption('qemu-11.0');
  await settled(page);
  await expect(page.getByText('QEMU will not start').first()).toBeVisible();
  await expect(page.getByText("'sp-mem' is not a valid device model name").first()).toBeVisible();

  await page.locator('[data-path="dialect"] select').selectOption('qemu-11.1');
  await settled(page);
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
});

for (const mark of ['spm=on', 'memmap-type=spm']) {
  test(`${mark}, which was never merged, is read as written, and what it is is said`, async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Import' });
    await dialog.getByLabel('Text to import').fill(`-machine q35 -m 16G
      -object memory-backend-ram,id=m0,size=8G -object memory-backend-ram,id=m1,size=8G
      -numa node,nodeid=0,memdev=m0 -numa node,nodeid=1,memdev=m1,${mark}`);
    await dialog.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(dialog.getByText('never merged')).toBeVisible();
    await expect(dialog.getByText(/QEMU 11.1 refuses it/)).toBeVisible();
    await takeImport(dialog);
    expect(await e820(page)).toEqual([
      '0xfd00000000-0xffffffffff reserved',
      '0x0-0x7fffffff usable',
      '0x100000000-0x27fffffff usable',
      '0x280000000-0x47fffffff soft reserved',
    ]);
  });
}

test('an SPM device under its name before the merge is read for the patch that had it', async ({ page }) => {
  await open(page);
  await importText(
    page,
    '-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=h,size=2G -device spm-memory,id=gpu0,memdev=h',
  );
  expect(await e820(page)).toContain('0x180000000-0x1ffffffff soft reserved');
});
