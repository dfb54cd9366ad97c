/** Without a network after the first visit, and a newer version while somebody works: nothing is missing and nothing is lost. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { makeNextVersion, NEXT } from './deployment';
import { exportAs, openExport } from './exporting';
import { expect, open, settled, test as journey } from './journey';
import { StaticHost } from './static-host';
import { download, e820, importedLink, importText, openTable } from './stories';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const PC = 'qemu-system-x86_64 -machine pc -m 8G';

/** Journeys on a host of their own, which can be switched off, and under a path as most hosts have. */
const test = journey.extend<{ host: StaticHost }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from this which fixtures are needed
  host: async ({}, use) => {
    const host = new StaticHost(DIST, '/some/path/');
    await host.start();
    await use(host);
    await host.stop();
  },
  baseURL: async ({ host }, use) => use(host.address),
});
test.use({ serviceWorkers: 'allow' });

/** Waits until all files are kept and answered from there. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

async function pullCable(page: Page, host: StaticHost): Promise<void> {
  await host.stop();
  await page.context().setOffline(true);
}

/** Asks for a newer version, as browsers do when a page is opened. */
const askForUpdate = (page: Page): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());

const told = (page: Page) => page.getByRole('status').filter({ hasText: 'A new version is there.' });
const description = (page: Page) => page.locator('meta[name="description"]');
/** Something that only this very load of the page has. */
const mark = (page: Page): Promise<void> => page.evaluate(() => void document.body.classList.add('marked'));
const expectSameLoad = (page: Page): Promise<void> => expect(page.locator('body')).toHaveClass(/marked/);

test('with the cable pulled after the first visit, the page opens, imports, plans, exports and shares', async ({
  page,
  host,
}) => {
  await open(page);
  await expect(page.getByText('Offline', { exact: true })).toBeHidden();
  await kept(page);
  await pullCable(page, host);
  await page.reload();
  await settled(page);
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  // On a phone too, where there is less room to say it.
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText('Offline', { exact: true })).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width, height });
  await importText(page, 'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 3G');
  expect((await e820(page)).at(-1)).toBe('0x100000000-0x13fffffff usable');
  expect((await exportAs(page, 'etc/e820 as dmesg lines')).toString()).toContain('[mem 0x0000000100000000-');
  const dialog = await openExport(page);
  const picture = dialog.getByRole('option', { name: /PNG/ }).first();
  await picture.click();
  expect((await download(page, () => dialog.getByRole('button', { name: 'Download' }).click())).length).toBeGreaterThan(
    10_000,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByRole('dialog', { name: /Share/ })).toBeVisible();
  await settled(page);
});

test('with the cable pulled, every table of the page opens, and so does a link in another tab', async ({
  page,
  host,
  context,
}) => {
  await open(page);
  const link = await importedLink(page, PC);
  const own = await e820(page);
  await kept(page);
  await pullCable(page, host);
  const other = await context.newPage();
  await other.goto(link);
  await settled(other);
  expect(await e820(other)).toEqual(own);
  await other.close();
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await settled(page);
    await expect(page.getByText(/could not be fetched/)).toHaveCount(0);
  }
});

test('the browser finds all that it wants of a page to install, in both sizes', async ({ page }) => {
  await open(page);
  await kept(page);
  const devtools = await page.context().newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as { start_url: string; icons: { src: string; sizes: string }[] };
  expect(manifest.start_url).toBe('./');
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // The journeys' windows are private ones, which install nothing.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
});

journey.describe('a browser that keeps nothing', () => {
  for (const [how, prepare] of [
    ['has no service workers', () => Object.defineProperty(navigator, 'serviceWorker', { value: undefined })],
    [
      'forbids to ask for them',
      () =>
        Object.defineProperty(navigator, 'serviceWorker', {
          get: () => {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        }),
    ],
    [
      'refuses to start one',
      () => {
        navigator.serviceWorker.register = () => Promise.reject(new DOMException('Refused.', 'SecurityError'));
      },
    ],
  ] as const) {
    journey(`and ${how} says nothing of it`, async ({ page }) => {
      await page.addInitScript(prepare);
      await open(page);
      await importText(page, PC);
      await expect(page.locator('.notice')).toHaveCount(0);
    });
  }
});

test('another program that is served here tomorrow is not hidden by the kept page', async ({ page, host }, info) => {
  await open(page);
  await kept(page);
  host.folder = info.outputPath('another-program');
  await mkdir(host.folder);
  await writeFile(
    join(host.folder, 'index.html'),
    '<!doctype html><title>Another program</title><link rel="icon" href="data:,">',
  );
  await writeFile(join(host.folder, 'sw.js'), '// Another program');
  await page.goto('./');
  await expect(page).toHaveTitle('Another program');
  expect(await page.evaluate(() => caches.keys())).toEqual([]);
});

test.describe('a newer version', () => {
  test.beforeEach(async ({ page, host }, info) => {
    await open(page);
    await kept(page);
    await mark(page);
    const next = info.outputPath('next-version');
    await makeNextVersion(DIST, next);
    host.folder = next;
  });

  test('is told and waits, and the page goes on with all parts of the old one', async ({ page }) => {
    await importText(page, PC);
    await askForUpdate(page);
    await expect(told(page)).toBeVisible();
    await expectSameLoad(page);
    // Parts of the old version that were not fetched before: the host has them no more.
    await exportAs(page, 'etc/e820 as dmesg lines');
    await openTable(page, /Command/);
    await settled(page);
    await expect(page.getByText(/could not be fetched/)).toHaveCount(0);
    await expectSameLoad(page);
    await expect(description(page)).not.toHaveAttribute('content', new RegExp(NEXT));
  });

  test('takes over when it is asked for, with what was typed at the last moment', async ({ page }) => {
    await importText(page, PC);
    await askForUpdate(page);
    const reload = told(page).getByRole('button', { name: 'Reload' });
    await expect(reload).toBeVisible();
    const title = page.getByRole('textbox', { name: 'Title of the layout' });
    // Typed, and asked for before anything could follow it.
    await title.fill('Typed at the last moment');
    await reload.click();
    await expect(description(page)).toHaveAttribute('content', new RegExp(NEXT));
    await settled(page);
    await expect(page).toHaveTitle('Typed at the last moment - physmap');
    await expect(title).toHaveValue('Typed at the last moment');
    expect((await e820(page)).at(-1)).toBe('0x100000000-0x23fffffff usable');
    await expect(told(page)).toHaveCount(0);
  });

  test('in one tab leaves the other one whole until it asks too', async ({ page, context }) => {
    const other = await context.newPage();
    await open(other);
    await importText(other, PC);
    await askForUpdate(page);
    await told(page).getByRole('button', { name: 'Reload' }).click();
    await expect(description(page)).toHaveAttribute('content', new RegExp(NEXT));
    await settled(page);

    await expect(told(other)).toBeVisible();
    await expect(description(other)).not.toHaveAttribute('content', new RegExp(NEXT));
    await exportAs(other, 'etc/e820 as dmesg lines');
    await expect(other.getByText(/could not be fetched/)).toHaveCount(0);
    await told(other).getByRole('button', { name: 'Reload' }).click();
    await expect(description(other)).toHaveAttribute('content', new RegExp(NEXT));
    await settled(other);
    expect((await e820(other)).at(-1)).toBe('0x100000000-0x23fffffff usable');

    // The old version goes when none of its pages can be open any more.
    await other.close();
    await page.goto('about:blank');
    await page.goto('./');
    await settled(page);
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  });

  test('that comes only in part is not taken', async ({ page, host }) => {
    const version = await page.evaluate(() => caches.keys());
    await writeFile(join(host.folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await askForUpdate(page).catch(() => undefined);
    await expect.poll(() => host.asked.filter((path) => path.endsWith('/icon.svg')).length).toBeGreaterThan(1);
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(version);
    await expect(told(page)).toHaveCount(0);
    await page.reload();
    await settled(page);
    await expect(description(page)).not.toHaveAttribute('content', new RegExp(NEXT));
  });
});
