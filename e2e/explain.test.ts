import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importText, openTable } from './stories';

async function goTo(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Go to an address or name');
  await field.fill(text);
  await field.press('Enter');
}

const why = (page: Page): Locator => page.getByRole('region', { name: /^Why/ });

/** Rows of the sum, as they are read: `+ 62 GiB RAM above 4 GiB -m 64 GiB`. */
const sum = (page: Page): Promise<readonly string[]> =>
  why(page)
    .locator('table tbody tr')
    .evaluateAll((rows) => rows.map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim()));

async function explain(page: Page, address: string): Promise<void> {
  await goTo(page, address);
  const ask = why(page).getByRole('button', { name: /^Explain 0x/ });
  await expect(ask.or(why(page).getByRole('button', { name: 'Close' }))).toBeVisible();
  if (await ask.isVisible()) await ask.click();
  await expect(why(page).getByText('What would make it something else')).toBeVisible();
}

test.describe('an address of the guest with four APUs', () => {
  test('the start of the first SPM device is the sum of what lies below it', async ({ page }) => {
    await open(page);
    await explain(page, '0x1080000000');
    const rows = await sum(page);
    expect(rows.slice(0, 3)).toEqual([
      expect.stringMatching(/^4 ?GiB ?low area/),
      expect.stringMatching(/^\+ ?62 ?GiB ?RAM above 4 GiB/),
      expect.stringMatching(/^\+ ?0 ?up to a multiple of 1 GiB/),
    ]);
    expect(rows[3]).toMatch(/66 ?GiB ?starts at 0x ?1080000000/);
    expect(rows[5]).toMatch(/194 ?GiB ?ends before 0x ?3080000000/);
    await expect(why(page)).toContainText('memory_device_get_free_addr');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('without slots the end of the window is the PCI hole, one click there and one back', async ({ page }) => {
    await open(page);
    await explain(page, '0x9090000000');
    await expect(why(page)).toContainText('only because of slots');
    await expect(why(page)).toContainText('With slots=0 this would be the 64-bit PCI hole.');
    await why(page).getByRole('button', { name: 'Set slots=0' }).click();
    await settled(page);
    await expect(
      why(page)
        .getByRole('heading', { name: /64-bit PCI hole/ })
        .first(),
    ).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    await expect(
      why(page)
        .getByRole('heading', { name: /Window, free/ })
        .first(),
    ).toBeVisible();
  });

  test('in the hole below 4 GiB the chipset’s fixed parts have their names', async ({ page }) => {
    await open(page);
    await explain(page, '0xfee00000');
    await expect(why(page)).toContainText('local APIC');
    await expect(why(page)).toContainText('No single setting does');
  });
});

test.describe('what physmap checks', () => {
  const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'What physmap checks' });

  test('is found by pasting what QEMU printed', async ({ page }) => {
    await open(page);
    await page.keyboard.press('Shift+R');
    await expect(dialog(page).getByRole('heading', { name: /QEMU refuses/ })).toBeVisible();
    await dialog(page)
      .getByLabel('Search, or paste what QEMU printed')
      .fill('qemu-system-x86_64: Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)');
    await expect(dialog(page).getByText('Too few address bits', { exact: true })).toBeVisible();
    await expect(dialog(page)).toContainText('QEMU reserves all room for later growth at start');
    await expect(dialog(page)).toContainText('hw/i386/pc.c, pc_memory_init');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
  });

  test('is opened at the page of a finding’s code', async ({ page }) => {
    await open(page);
    await importText(page, '-machine q35 -m 979G');
    await openTable(page, /Problems/);
    await page.getByRole('button', { name: 'machine/phys-bits-too-low' }).first().click();
    await expect(dialog(page).locator('details[open]')).toHaveCount(1);
    await expect(dialog(page).locator('details[open]')).toContainText('Too few address bits');
  });
});
