/** What several journeys do: paste a command line, read the table, keep a download. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, settled } from './journey';

/** What the button is called that takes what was read. */
const CONFIRMS = /^(Replace the|Take (as|the)|Add the|Check against|Done)/;

/** Pastes text into the import dialog, reads it, and takes what was read. */
export async function importText(page: Page, text: string, as?: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByLabel('Text to import').fill(text);
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
  await takeImport(dialog, as);
}

/** Imports another layout than that on screen, and waits for its link: the address bar follows a moment later. */
export async function importedLink(page: Page, text: string): Promise<string> {
  await expect(page).toHaveURL(/#d=/);
  const before = page.url();
  await importText(page, text);
  await expect(page).not.toHaveURL(before);
  return page.url();
}

/** Waits until what was given is read, and takes it; asked what it is, says `as`, or agrees with what is likeliest. */
export async function takeImport(dialog: Locator, as?: string | RegExp): Promise<void> {
  await readImport(dialog, as);
  await dialog.getByRole('button', { name: CONFIRMS }).click();
  await expect(dialog).toBeHidden();
  await settled(dialog.page());
}

/** Likewise, up to where it would be taken. */
export async function readImport(dialog: Locator, as?: string | RegExp): Promise<void> {
  const confirm = dialog.getByRole('button', { name: CONFIRMS });
  await expect(confirm.or(askedOf(dialog)).or(dialog.getByRole('alert')).first()).toBeVisible();
  if (await askedOf(dialog).isVisible()) await sayWhatItIs(dialog, as);
  await expect(confirm.or(dialog.getByRole('alert')).first()).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
}

/** Answers what a text is to be read as, where that is asked. */
export async function sayWhatItIs(dialog: Locator, as?: string | RegExp): Promise<void> {
  if (as !== undefined) await askedOf(dialog).getByRole('radio', { name: as }).check();
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
}

const askedOf = (dialog: Locator): Locator => dialog.getByRole('group', { name: 'This can be read as:' });

/** Each row of a table as its cells' text. A page of tables comes when it is first opened: the table is waited for. */
export async function rowsOf(table: Locator): Promise<string[][]> {
  await expect(table).toBeVisible();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.locator('td').allInnerTexts()).map((cell) => cell.replace(/\s+/g, ' ').trim())),
  );
}

/** Start, inclusive end and type of each E820 entry in file order, as the kernel prints them. */
export async function e820(page: Page): Promise<string[]> {
  const rows = await rowsOf(page.getByRole('grid', { name: 'Guest E820 entries' }));
  return rows.map(([, start, end, , type]) => `${start}-${end} ${(type ?? '').replace(/^[A-Z?] /, '')}`);
}

/** The bytes that a click downloads. */
export async function download(page: Page, click: () => Promise<void>): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return readFile(await file.path());
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Opens one of the tabs beside the map. */
export async function openTable(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('tab', { name }).click();
}

/** Chooses a row of the outline, so that its form is shown. */
export async function selectInOutline(page: Page, path: string): Promise<void> {
  await page.locator(`.outline [data-stop][data-path="${path}"]`).click();
}

/** Types into a field of the shown form and waits for the plan. */
export async function setField(page: Page, path: string, value: string): Promise<void> {
  const field = page.locator(`[data-path="${path}"] input`).first();
  await field.fill(value);
  await field.press('Enter');
  await settled(page);
}

/** Pastes on the page, not into a field; what was read, and what it would change, is told in the dialog that opens. */
export async function paste(page: Page, text: string): Promise<Locator> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  return page.getByRole('dialog', { name: 'Import' });
}
