/** Work is never lost: two tabs, a crash, a full storage, a killed worker, and what earlier versions kept. */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { decodeLink } from '../src/share/link';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText, takeImport } from './stories';

const FIRST = 'qemu-system-x86_64 -machine pc -m 8G';
const SECOND = 'qemu-system-x86_64 -machine q35 -m 3G';

/** RAM of the layout that the address bar holds, in bytes. */
async function memoryInAddress(page: Page): Promise<number | undefined> {
  const read = await decodeLink(page.url());
  return read.ok ? read.value.memory.size : undefined;
}

async function openLibrary(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: /^My layouts/ }).click();
  const dialog = page.getByRole('dialog', { name: 'My layouts' });
  await expect(dialog.getByRole('button', { name: 'Save here' })).toBeVisible();
  await settled(page);
  return dialog;
}

/** Saves the layout on screen, and waits until that is said. */
async function saveHere(page: Page, name = ''): Promise<void> {
  const dialog = await openLibrary(page);
  await dialog.getByLabel('Name of this version (optional)').fill(name);
  await dialog.getByRole('button', { name: 'Save here' }).click();
  await expect(dialog.getByRole('status')).toContainText(/is saved|Saved as/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toBeHidden();
}

/** Gives a text to the import dialog that is open. */
async function importDialog(page: Page, text: string): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByLabel('Text to import').fill(text);
  await dialog.getByRole('button', { name: 'Read', exact: true }).click();
  return dialog;
}

async function entitle(page: Page, title: string): Promise<void> {
  await page.getByLabel('Title of the layout').fill(title);
  await page.getByLabel('Title of the layout').press('Enter');
  await settled(page);
}

/** Waits until the tab's draft is in the storage, as it is a second after an edit. */
const kept = (page: Page, text: string): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      Object.entries(localStorage).some(
        ([key, value]) => key.startsWith('physmap.draft.') && String(value).includes(wanted),
      ),
    text,
  );

/** Opens a tab with a layout of its own, and waits until it is kept. */
async function tabWith(context: BrowserContext, command: string, title: string): Promise<Page> {
  const page = await context.newPage();
  await open(page);
  await importText(page, command);
  await entitle(page, title);
  await kept(page, title);
  return page;
}

test.describe('two tabs at once', () => {
  test('each keep their own work over a reload', async ({ context }) => {
    const first = await tabWith(context, FIRST, 'Guest of the first tab');
    const own = await e820(first);
    const second = await tabWith(context, SECOND, 'Guest of the second tab');
    const other = await e820(second);
    await first.reload();
    await settled(first);
    await second.reload();
    await settled(second);
    expect(await e820(first)).toEqual(own);
    expect(await e820(second)).toEqual(other);
    await expect(first).toHaveTitle(/Guest of the first tab/);
    await expect(second).toHaveTitle(/Guest of the second tab/);
    // Open tabs have nothing to offer to each other.
    await expect(first.getByText(/Unsaved work of/)).toBeHidden();
  });

  test('of which one crashes: its work is offered by the next start, and opens', async ({ context }) => {
    const stays = await tabWith(context, FIRST, 'Guest that stays');
    const own = await e820(stays);
    const crashes = await tabWith(context, SECOND, 'Guest of the crash');
    const lost = await e820(crashes);
    const crashed = crashes.waitForEvent('crash');
    // No answer comes from a page that crashes.
    void (await context.newCDPSession(crashes)).send('Page.crash').catch(() => undefined);
    await crashed;
    await crashes.close();
    await stays.reload();
    await settled(stays);
    const offer = stays.getByText(/Unsaved work of another tab: “Guest of the crash”, last edited \d{4}-\d\d-\d\d/);
    await expect(offer).toBeVisible();
    expect(await e820(stays)).toEqual(own);
    await stays.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(stays).toHaveTitle(/Guest of the crash/);
    await settled(stays);
    expect(await e820(stays)).toEqual(lost);
    // What was on screen is in the library, and one undo step away.
    const library = await openLibrary(stays);
    await expect(library.getByRole('button', { name: 'Open Guest that stays' })).toBeVisible();
    await library.getByRole('button', { name: 'Close' }).last().click();
    await stays.getByRole('button', { name: /^Undo/ }).click();
    await settled(stays);
    expect(await e820(stays)).toEqual(own);
  });

  test('of which one is closed: its work can be put into the library unopened', async ({ context }) => {
    const stays = await tabWith(context, FIRST, 'Guest that stays');
    await (await tabWith(context, SECOND, 'Guest of the closed tab')).close();
    await stays.reload();
    await settled(stays);
    await stays.getByRole('button', { name: 'Keep in My layouts' }).click();
    const library = await openLibrary(stays);
    await expect(library.getByRole('button', { name: 'Open Guest of the closed tab' })).toBeVisible();
    await expect(stays).toHaveTitle(/Guest that stays/);
    await stays.reload();
    await settled(stays);
    await expect(stays.getByText(/Unsaved work of/)).toBeHidden();
  });

  test('and a new one has the work of the tab that was closed last', async ({ context }) => {
    const closed = await tabWith(context, SECOND, 'Guest of the closed tab');
    const work = await e820(closed);
    await closed.close();
    const next = await context.newPage();
    await open(next);
    expect(await e820(next)).toEqual(work);
  });

  test('that save one layout get a version each, and the second is told', async ({ context }) => {
    const first = await tabWith(context, FIRST, 'Guest of both');
    await saveHere(first);
    const second = await context.newPage();
    await open(second);
    const library = await openLibrary(second);
    await library.getByRole('button', { name: 'Open Guest of both' }).click();
    await expect(second).toHaveTitle(/Guest of both/);
    await resize(first, '9G');
    await resize(second, '10G');
    const list = await openLibrary(second);
    // The list follows what the other tab does.
    await saveHere(first, 'by the first');
    await expect(list.getByText(/2 versions/)).toBeVisible();
    await list.getByRole('button', { name: 'Save here' }).click();
    await expect(list.getByRole('status')).toContainText(
      'Saved as version 3; another tab had saved version 2 “by the first” meanwhile.',
    );
    await expect(list.getByText(/3 versions/)).toBeVisible();
    await list.getByRole('button', { name: 'Compare with 2' }).click();
    await expect(list).toBeHidden();
    await expect(second.getByText(/Guest of both, version 2 “by the first”/).first()).toBeVisible();
  });
});

/** Changes the RAM of the layout on screen. */
async function resize(page: Page, size: string): Promise<void> {
  await page.locator('.outline [data-path="memory.size"]').first().click();
  const field = page.locator(
    '[data-path="memory.size"] input[type="text"], [data-path="memory.size"] input:not([type])',
  );
  await field.first().fill(size);
  await field.first().press('Enter');
  await settled(page);
}

/** Tab alone comes to every control of the dialog, and stays inside. */
async function reachesAll(page: Page, dialog: Locator): Promise<void> {
  const unreached = await dialog.evaluateHandle((element) => new Set(element.querySelectorAll('button, input')));
  for (let left = await dialog.locator('button, input').count(); left >= 0; left -= 1) {
    await page.keyboard.press('Tab');
    await unreached.evaluate((elements) => elements.delete(document.activeElement as Element));
  }
  expect(await unreached.evaluate((elements) => [...elements].map(({ outerHTML }) => outerHTML))).toEqual([]);
}

test.describe('the library', () => {
  test(
    'says what it is for while it is empty, and has no accessibility problem',
    { tag: '@both-schemes' },
    async ({ page }) => {
      await open(page);
      const library = await openLibrary(page);
      await expect(library.getByText(/Nothing is saved here yet/)).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await library.getByRole('button', { name: 'Save here' }).click();
      await expect(library.getByRole('status')).toContainText('is saved: version 1');
      await library.getByRole('button', { name: /^Versions of/ }).click();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect(library.getByRole('button', { name: /^Compare version 1/ })).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
    },
  );

  test('keeps versions by name, opens an old one in one undo step, and finds by name', async ({ page }) => {
    await open(page);
    await importText(page, FIRST);
    await entitle(page, 'Build host');
    const small = await e820(page);
    await saveHere(page, 'as ordered');
    await resize(page, '12G');
    const large = await e820(page);
    await saveHere(page);
    const library = await openLibrary(page);
    await library.getByRole('button', { name: 'Versions of Build host' }).click();
    await library.getByRole('button', { name: 'Open version 1 of Build host' }).click();
    await expect(library).toBeHidden();
    await settled(page);
    expect(await e820(page)).toEqual(small);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await settled(page);
    expect(await e820(page)).toEqual(large);
    // A reload keeps the place in the library.
    await page.reload();
    await settled(page);
    const again = await openLibrary(page);
    await expect(again.getByText(/Saving adds version 3 to “Build host”/)).toBeVisible();
    await again.getByLabel('Search my layouts').fill('nothing of the kind');
    await expect(again.getByText(/No layout and no version has/)).toBeVisible();
    await again.getByLabel('Search my layouts').fill('ORDERED');
    await expect(again.getByRole('button', { name: 'Open Build host' })).toBeVisible();
  });

  test('renames, duplicates, deletes, and brings back, by keyboard', async ({ page }) => {
    await open(page);
    await importText(page, FIRST);
    await entitle(page, 'Build host');
    await saveHere(page);
    const library = await openLibrary(page);
    await reachesAll(page, library);
    await library.getByRole('button', { name: 'Rename Build host' }).press('Enter');
    await page.keyboard.press('Escape');
    await expect(library).toBeVisible();
    await library.getByRole('button', { name: 'Rename Build host' }).press('Enter');
    await page.keyboard.type('Machine for builds');
    await page.keyboard.press('Enter');
    await library.getByRole('button', { name: 'Duplicate Machine for builds' }).press('Enter');
    await expect(library.getByRole('button', { name: 'Open Copy of Machine for builds' })).toBeVisible();
    await library.getByRole('button', { name: 'Delete Machine for builds' }).press('Enter');
    await expect(library.getByRole('button', { name: 'Open Machine for builds' })).toBeHidden();
    // The way back has the focus.
    await expect(library.getByRole('button', { name: 'Undo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(library.getByRole('button', { name: 'Open Machine for builds' })).toBeVisible();
  });

  test('takes in unsaved work that an import takes the place of', async ({ page }) => {
    await open(page);
    await importText(page, FIRST);
    await entitle(page, 'Made by hand');
    await importText(page, SECOND);
    const library = await openLibrary(page);
    await expect(library.getByRole('button', { name: 'Open Made by hand' })).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  const choose = async (page: Page, deed: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).tap();
    await page.getByRole('menuitem', { name: deed }).tap();
  };
  const fits = (page: Page): Promise<boolean> =>
    page.evaluate(() => {
      const body = document.querySelector('dialog[open] .body');
      return body !== null && body.scrollWidth <= body.clientWidth && document.documentElement.scrollWidth <= 390;
    });

  test(
    'a menu leads to My layouts, to a comparison with one of them, and to the review',
    { tag: '@both-schemes' },
    async ({ page }) => {
      await open(page);
      await page.getByRole('button', { name: 'More', exact: true }).tap();
      await expect(page.getByRole('menuitem', { name: 'Undo' })).toBeDisabled();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await choose(page, /^My layouts/);
      const library = page.getByRole('dialog', { name: 'My layouts' });
      await library.getByLabel('Name of this version (optional)').fill('as ordered');
      await library.getByRole('button', { name: 'Save here' }).tap();
      await expect(library.getByRole('status')).toContainText('is saved: version 1');
      await library.getByRole('button', { name: /^Versions of/ }).tap();
      await expect(library.getByRole('button', { name: /^Compare version 1/ })).toBeVisible();
      expect(await fits(page)).toBe(true);
      await library.getByRole('button', { name: /^Open version 1/ }).tap();
      await expect(library).toBeHidden();
      await settled(page);

      await choose(page, /^Import text/);
      await takeImport(await importDialog(page, SECOND));
      await choose(page, /^Compare/);
      const compare = page.getByRole('dialog', { name: 'Compare with' });
      await compare.getByRole('textbox', { name: 'Link or text of the other layout' }).fill(FIRST);
      expect(await fits(page)).toBe(true);
      await compare.getByRole('button', { name: 'Compare', exact: true }).tap();
      await expect(compare).toBeHidden();
      await settled(page);
      await expect(page.getByRole('listbox', { name: 'Ranges of both layouts' })).toBeVisible();

      await choose(page, /^Review/);
      await expect(page.getByRole('button', { name: /^Comment on/ })).toBeVisible();
      await choose(page, /^Undo/);
      await settled(page);
      await page.getByRole('tab', { name: 'Map' }).tap();
      await expect(page.getByRole('option', { name: /^sp1/ }).first()).toBeAttached();
    },
  );
});

test.describe('a storage', () => {
  test('that is full is told with a way out, and work goes on', async ({ page }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = function (key: string) {
        throw new DOMException(`no room for ${key}`, 'QuotaExceededError');
      };
    });
    await open(page);
    await importText(page, FIRST);
    const own = await e820(page);
    const told = page.getByRole('alert').filter({ hasText: 'The last edits are on screen, but not kept' });
    await expect(told).toContainText('storage for physmap is full');
    await expect(told).toContainText('Save the layout as a file');
    await resize(page, '9G');
    expect(await e820(page)).not.toEqual(own);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await settled(page);
    expect(await e820(page)).toEqual(own);
    // The address bar, which follows a moment later, has it all.
    await expect.poll(() => memoryInAddress(page)).toBe(8 * 2 ** 30);
    await page.reload();
    await settled(page);
    expect(await e820(page)).toEqual(own);
  });

  test('whose database is full is told by the library', async ({ page, context, baseURL }) => {
    const { origin } = new URL(baseURL ?? '');
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await open(page);
    await entitle(page, 'Build host');
    const library = await openLibrary(page);
    await library.getByRole('button', { name: 'Save here' }).click();
    const status = library.getByRole('status');
    await expect(status).toContainText('“Build host” is not kept in this browser');
    await expect(status).toContainText('storage for physmap is full');
    await expect(status).toContainText('save the layout as a file');
  });

  test('whose database gets full loses nothing, asks before it would, and takes work again later', async ({ page }) => {
    await page.addInitScript(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...given) {
        if (document.documentElement.dataset['full'] === 'yes') {
          throw new DOMException('no room', 'QuotaExceededError');
        }
        return put.apply(this, given);
      };
    });
    await open(page);
    await importText(page, FIRST);
    await entitle(page, 'Build host');
    await saveHere(page);
    const own = await e820(page);
    await page.evaluate(() => (document.documentElement.dataset['full'] = 'yes'));
    await resize(page, '9G');
    const work = await e820(page);
    const library = await openLibrary(page);
    await library.getByRole('button', { name: 'Save here' }).click();
    const status = library.getByRole('status');
    await expect(status).toContainText('storage for physmap is full');
    await library.getByRole('button', { name: 'Open Build host' }).click();
    await expect(status.getByRole('button', { name: 'Open anyway' })).toBeVisible();
    expect(await e820(page)).toEqual(work);
    await status.getByRole('button', { name: 'Open anyway' }).click();
    await expect(library).toBeHidden();
    await settled(page);
    expect(await e820(page)).toEqual(own);
    await expect(page.getByRole('alert').filter({ hasText: 'Undo brings it back' })).toBeVisible();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await settled(page);
    expect(await e820(page)).toEqual(work);
    await page.evaluate(() => (document.documentElement.dataset['full'] = 'no'));
    await saveHere(page);
  });

  test('that is switched off is told, and everything else works', async ({ page }) => {
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    });
    await open(page);
    await importText(page, FIRST);
    await expect(page.getByRole('alert').filter({ hasText: 'is switched off' })).toBeVisible();
    const library = await openLibrary(page);
    await expect(library.getByRole('alert')).toContainText('switched off, or the window is private');
    await library.getByRole('button', { name: 'Save here' }).click();
    await expect(library.getByRole('status')).toContainText('save the layout as a file');
  });

  test('with the one layout of an earlier version gives it to the first tab', async ({ page }) => {
    await open(page);
    await importText(page, FIRST);
    await entitle(page, 'From before');
    await kept(page, 'From before');
    const own = await e820(page);
    const earlier = await page.evaluate(() => {
      const key = Object.keys(localStorage).find((each) => each.startsWith('physmap.draft.')) ?? '';
      const { document, unsaved } = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>;
      return JSON.stringify({ document, unsaved });
    });
    await page.goto('about:blank');
    await page.addInitScript((text) => {
      if (sessionStorage.getItem('begun') !== null) return;
      localStorage.clear();
      sessionStorage.clear();
      sessionStorage.setItem('begun', 'yes');
      localStorage.setItem('physmap.layout', text);
    }, earlier);
    await open(page);
    expect(await e820(page)).toEqual(own);
    await expect(page).toHaveTitle(/From before/);
    expect(await page.evaluate(() => localStorage.getItem('physmap.layout'))).toBeNull();
  });

  test('with a draft that cannot be read says so and keeps its text', async ({ page }) => {
    await page.addInitScript(() => {
      if (localStorage.length === 0) localStorage.setItem('physmap.draft.newer', '{"document":{"format":999},"at":1}');
    });
    await open(page);
    await expect(page.getByText(/The layout of the last visit could not be read.*999/)).toBeVisible();
    const library = await openLibrary(page);
    await expect(library.getByRole('heading', { name: 'Not readable by this version of physmap' })).toBeVisible();
    const download = page.waitForEvent('download');
    await library.getByRole('button', { name: 'Save unreadable layout 1 as a file' }).click();
    expect((await download).suggestedFilename()).toBe('unreadable-layout.json');
  });
});

test('a worker that is killed is started again: the layout stays, and planning goes on', async ({ page }) => {
  await page.addInitScript(() => {
    const started: Worker[] = [];
    const { Worker: Real } = window;
    window.Worker = class extends Real {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        started.push(this);
      }
    };
    Object.assign(window, { killWorkers: () => started.splice(0).forEach((worker) => worker.terminate()) });
  });
  await open(page);
  await importText(page, FIRST);
  const own = await e820(page);
  await page.evaluate(() => (window as unknown as { killWorkers(): void }).killWorkers());
  await resize(page, '9G');
  expect(await e820(page)).not.toEqual(own);
  await expect(page.getByText('The planner stopped and was started again; nothing is lost.')).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await settled(page);
  expect(await e820(page)).toEqual(own);
});
