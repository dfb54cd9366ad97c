import { expect, open, settled, test } from './journey';
import { e820, importText, selectInOutline, setField } from './stories';

const usable = async (page: Parameters<typeof e820>[0]) =>
  (await e820(page)).filter((entry) => entry.endsWith(' usable'));

test('q35 keeps 2815 MiB in one piece and splits 2816 MiB at 2 GiB', async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -m 2815M');
  expect(await usable(page)).toEqual(['0x0-0xafefffff usable']);
  await selectInOutline(page, 'memory.size');
  await setField(page, 'memory.size', '2816M');
  expect(await usable(page)).toEqual(['0x0-0x7fffffff usable', '0x100000000-0x12fffffff usable']);
  await page.getByRole('grid', { name: 'Guest E820 entries' }).getByText('usable').first().click();
  await expect(page.getByText(/2,?816 MiB/).first()).toBeVisible();
});

test('pc keeps 3 GiB low', async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine pc -m 8G');
  expect(await usable(page)).toEqual(['0x0-0xbfffffff usable', '0x100000000-0x23fffffff usable']);
});

test('sizes are read in every usual spelling, and a wrong one is said at its field and loses nothing', async ({
  page,
}) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -m 4G');
  await selectInOutline(page, 'memory.size');
  for (const spelling of ['8G', '8GiB', '0x200000000', '8589934592', '8,192 MiB']) {
    await setField(page, 'memory.size', '4G');
    await setField(page, 'memory.size', spelling);
    expect(await usable(page)).toContain('0x100000000-0x27fffffff usable');
  }
  const field = page.locator('[data-path="memory.size"]');
  await field.locator('input').first().fill('lots');
  await field.locator('input').first().press('Enter');
  await settled(page);
  await expect(field.locator('[aria-live]')).toContainText(/lots|size/i);
  expect(await usable(page)).toContain('0x100000000-0x27fffffff usable');
});
