/** Ways out of a layout, as a user takes them. */
import type { Locator, Page } from '@playwright/test';
import { expect, settled } from './journey';
import { download } from './stories';

/** Opens the dialog of all formats. */
export async function openExport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'All formats…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('listbox', { name: 'Formats' })).toBeVisible();
  return dialog;
}

/** Chooses a format of the dialog by its title and waits for what it makes of the layout. */
export async function chooseFormat(page: Page, title: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await dialog
    .getByRole('option')
    .filter({ has: page.getByText(title, { exact: true }) })
    .click();
  const shown = dialog.getByRole('region', { name: title, exact: true });
  await expect(shown).toBeVisible();
  await settled(page);
  return shown;
}

/** The bytes of a format, by its title in the dialog. */
export async function exportAs(page: Page, title: string): Promise<Buffer> {
  const dialog = await openExport(page);
  await chooseFormat(page, title);
  const bytes = await download(page, () => dialog.getByRole('button', { name: 'Download' }).click());
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return bytes;
}
