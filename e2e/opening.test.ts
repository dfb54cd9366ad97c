import { gzipSync } from 'node:zlib';
import { accessibilityProblems, expect, open, settled, test, unreachedControls } from './journey';

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
  const sizes: Promise<number>[] = [];
  page.context().on('response', (response) => {
    const isScript = (response.headers()['content-type'] ?? '').includes('javascript');
    if (isScript && !response.url().includes('/worker/'))
      sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).byteLength));
  });
  await open(page);
  await page.waitForLoadState('networkidle');
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
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
