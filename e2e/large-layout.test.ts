/** A layout larger than any machine, and input that is no layout at all: the newest edit wins, and nothing breaks. */
import type { Page } from '@playwright/test';
import { expect, open, settled, test } from './journey';
import { e820, importText, paste, selectInOutline } from './stories';

const GiB = 2 ** 30;
const RANGES = 1000;
const STEPS = 500;
const count = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

const LARGE = JSON.stringify({
  format: 6,
  title: `${RANGES} ranges, ${STEPS} steps`,
  machine: { type: 'q35' },
  cpu: { model: 'EPYC', physBits: 48 },
  smp: { cpus: 8 },
  memory: { size: 4 * GiB, slots: 8, maxmem: 2048 * GiB },
  backends: [
    { id: 'r0', type: 'ram', size: 4 * GiB },
    { id: 'v0', type: 'ram', size: 64 * GiB },
    ...count(RANGES).map((index) => ({ id: `m${index}`, type: 'ram', size: GiB / 8 })),
  ],
  nodes: [{ id: 0, memdev: 'r0', cpus: [{ first: 0, last: 7 }] }, { id: 1 }],
  devices: [
    { kind: 'virtio-mem', id: 'vm0', memdev: 'v0' },
    ...count(RANGES).map((index) => ({ kind: 'sp-mem', id: `s${index}`, memdev: `m${index}`, node: 1 })),
  ],
  events: count(STEPS).map((index) => ({ do: 'resize', device: 'vm0', requestedSize: (index % 64) * GiB })),
});

interface Watched {
  /** The revision on screen and the newest one, at each change of either. */
  seen?: { readonly shown: number; readonly newest: number }[];
}

/** Opens the app with it. */
async function openLarge(page: Page): Promise<void> {
  await open(page);
  await importText(page, LARGE);
}

/** From now on the page writes down which plan it shows while which edit is the newest. */
const watchRevisions = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const watched = window as Window & Watched;
    const { dataset } = document.documentElement;
    const seen: { shown: number; newest: number }[] = [];
    watched.seen = seen;
    const look = (): unknown => seen.push({ shown: Number(dataset['revision']), newest: Number(dataset['edited']) });
    new MutationObserver(look).observe(document.documentElement, { attributeFilter: ['data-revision', 'data-edited'] });
  });

const seenSince = (page: Page): Promise<NonNullable<Watched['seen']>> =>
  page.evaluate(() => (window as Window & Watched).seen ?? []);

/** No plan took the place of a later one, none was shown as one that was not there yet, and the last one is that of the last edit. */
function expectNoneStale(seen: NonNullable<Watched['seen']>): void {
  expect(seen.map(({ shown }) => shown)).toEqual(seen.map(({ shown }) => shown).toSorted((a, b) => a - b));
  expect(seen.filter(({ shown, newest }) => shown > newest)).toEqual([]);
  expect(seen.at(-1)?.shown).toBe(seen.at(-1)?.newest);
}

test('edits that follow each other faster than plans are made are not planned one by one, and the last one is', async ({
  page,
}) => {
  await openLarge(page);
  await selectInOutline(page, 'memory.maxmem');
  await watchRevisions(page);
  const edits = 20;
  const before = Number(await page.locator('html').getAttribute('data-edited'));
  await page
    .locator('[data-path="memory.maxmem"] input')
    .first()
    .evaluate((input: HTMLInputElement, last) => {
      for (let more = 1; more <= last; more += 1) {
        input.value = `${more + 3000}G`;
        input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    }, edits);
  await settled(page);
  const seen = await seenSince(page);
  expectNoneStale(seen);
  expect(seen.at(-1)?.newest).toBe(before + edits);
  const shownAfter = new Set(seen.map(({ shown }) => shown).filter((shown) => shown > before));
  // Some may be planned while more of them come: how many is up to the machine.
  expect(shownAfter.size).toBeLessThan(edits / 2);
  expect([...shownAfter].at(-1)).toBe(before + edits);
});

test('each key stands in its field at once, and the page answers to the last one', async ({ page }) => {
  await openLarge(page);
  await selectInOutline(page, 'memory.maxmem');
  const field = page.locator('[data-path="memory.maxmem"] input').first();
  await watchRevisions(page);
  await field.selectText();
  let typed = '';
  for (const key of '3456 GiB') {
    await page.keyboard.press(key === ' ' ? 'Space' : key);
    typed += key;
    // Read once, not waited for.
    expect(await field.inputValue()).toBe(typed);
  }
  await settled(page);
  await expect(field).toHaveValue('3456 GiB');
  await expect(page.locator('.outline [data-stop][data-path="memory.maxmem"]')).toContainText('3,456 GiB');
  expectNoneStale(await seenSince(page));
});

test('a device follows the pointer while plans are made, and a drag is one step', async ({ page }) => {
  await openLarge(page);
  const device = page.getByRole('option', { name: /^vm0/ });
  const place = await device.getAttribute('aria-label');
  const box = await device.boundingBox();
  if (place === null || box === null) throw new Error('the device is not on the map');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await watchRevisions(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 12; step += 1) await page.mouse.move(x, y + 5 * step);
  await page.mouse.up();
  await settled(page);
  await expect(device).not.toHaveAttribute('aria-label', place);
  expectNoneStale(await seenSince(page));
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  await expect(device).toHaveAttribute('aria-label', place);
});

test('of a table of a thousand rows those in sight are there, and keys lead to all of them', async ({ page }) => {
  await openLarge(page);
  const table = page.getByRole('grid', { name: 'Guest E820 entries' });
  await expect(table).toHaveAttribute('aria-rowcount', '1004');
  const rows = table.locator('tbody tr');
  await expect.poll(() => rows.count()).toBeLessThan(100);
  await rows.first().focus();
  await page.keyboard.press('End');
  const last = table.locator('[aria-rowindex="1004"]');
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await expect(last).toContainText(`s${RANGES - 1}`);
  await page.keyboard.press('ArrowUp');
  await expect(table.locator('[aria-rowindex="1003"]')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(table.locator('[aria-rowindex="2"]')).toBeFocused();
  await expect(table.locator('[aria-rowindex="2"]')).toBeInViewport();
});

/** Bytes without sense, the same every time. */
function noise(seed: number, length: number): Buffer {
  let state = seed;
  return Buffer.from(
    count(length).map(() => {
      state = (state * 48_271) % 0x7fff_ffff;
      return state % 256;
    }),
  );
}

test('bytes without sense give a message each, and leave layout and page as they were', async ({ page }) => {
  await open(page);
  const own = await e820(page);
  for (const seed of [1, 22, 333, 4444, 55_555]) {
    const dialog = await paste(page, noise(seed, 300 + seed).toString('latin1'));
    await expect(
      dialog
        .getByRole('alert')
        .or(dialog.getByRole('group', { name: /can be read as/ }))
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `d=${noise(seed + 7, 200).toString('base64url')}`,
    );
    await expect(page.locator('.notice').first()).toBeVisible();
  }
  await settled(page);
  expect(await e820(page)).toEqual(own);
});
