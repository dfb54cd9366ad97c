import { gzipSync } from 'node:zlib';
import { accessibilityProblems, expect, open, settled, tabStops, test } from './journey';

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

test('every control of the first screen is reached with Tab, in order of the page', async ({ page }) => {
  await open(page);
  const stops = await tabStops(page);
  expect(stops.length).toBeGreaterThan(10);
  const missed = await page.evaluate(() => {
    const isReachable = (element: HTMLElement): boolean =>
      element.checkVisibility() &&
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      element.closest('[inert]') === null;
    return [
      ...document.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href], summary, [tabindex="0"]'),
    ].filter(isReachable).length;
  });
  expect(stops.length).toBeGreaterThanOrEqual(missed - 2);
});

test('the first load fetches at most 130 kB of compressed script', async ({ page }) => {
  const sizes: Promise<number>[] = [];
  page.context().on('response', (response) => {
    const isScript = (response.headers()['content-type'] ?? '').includes('javascript');
    if (isScript) sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).byteLength));
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
