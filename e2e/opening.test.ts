import { gzipSync } from 'node:zlib';
import type { Response } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test, unreachedControls } from './journey';
import { e820, paste, readImport } from './stories';

test('a first visit opens on the example, without an error', { tag: '@both-schemes' }, async ({ page }) => {
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('data-revision', '1');
  await expect(page).toHaveTitle(/physmap/);
  await expect(page.getByText('sp1').first()).toBeVisible();
});

test('the first screen has no accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
  await open(page);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('every control of the first screen is reached with Tab', async ({ page }) => {
  await open(page);
  expect(await unreachedControls(page)).toEqual([]);
});

test('the first load fetches at most 130 kB of compressed script, worker apart', async ({ page }) => {
  const scripts: Response[] = [];
  page.context().on('response', (response) => {
    const isScript = (response.headers()['content-type'] ?? '').includes('javascript');
    if (isScript && !response.url().includes('/worker/')) scripts.push(response);
  });
  await open(page);
  // The host's side of the map comes last.
  await expect(page.getByRole('option', { name: /^Host: HBM 1/ })).toBeAttached();
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all(
    scripts.map(async (script) => gzipSync(await script.body(), { level: 9 }).byteLength),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(130_000);
});

test('the address bar holds the layout, and reloading shows the same one', async ({ page }) => {
  await open(page);
  await expect(page).toHaveURL(/#d=/);
  const link = page.url();
  await page.reload();
  await settled(page);
  await expect(page).toHaveURL(link);
});

test('what was read a moment before the page is reloaded is there, although the address bar does not hold it yet', async ({
  page,
}) => {
  await open(page);
  await expect(page).toHaveURL(/#d=/);
  const link = page.url();
  await readImport(await paste(page, 'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 3G'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.reload();
  await settled(page);
  expect((await e820(page)).at(-1)).toBe('0x100000000-0x13fffffff usable');
  await expect(page).not.toHaveURL(link);
});

test('text pasted anywhere on the page becomes the layout, once and as one undo step', async ({ page }) => {
  await open(page);
  const before = await e820(page);
  await readImport(await paste(page, 'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 3G'));
  expect(await e820(page)).toEqual(before);
  // What takes it has the focus.
  await page.keyboard.press('Enter');
  await expect.poll(() => e820(page)).not.toEqual(before);
  await settled(page);
  expect((await e820(page)).at(-1)).toBe('0x100000000-0x13fffffff usable');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  expect(await e820(page)).toEqual(before);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});
