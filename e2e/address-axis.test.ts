import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText } from './stories';

const KIB = 1024;
const PMEM = 0x100_8000_0000;
/** 4 KiB of persistent memory, then a hole of a pebibyte, in a space of 52 bits. */
const PAGE_BESIDE_PIB = `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=52 -m 4G,slots=1,maxmem=1028T
  -object memory-backend-file,id=m0,size=4K,mem-path=/m0,share=on -device virtio-pmem-pci,id=p0,memdev=m0`;
const EIGHT_EQUAL = `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,maxmem=1600G
  ${Array.from({ length: 8 }, (_, n) => `-object memory-backend-ram,id=h${n},size=192G -device sp-mem,id=sp${n},memdev=h${n}`).join(' ')}`;

const onMap = (page: Page, name: RegExp): Locator => page.getByRole('option', { name }).first();

/** Types where `G` leads to. */
async function goTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The address that the status line has for the pointer. */
async function pointed(page: Page): Promise<number> {
  const text = await page.getByText(/^pointer /).innerText();
  return Number(/0x[0-9a-f]+/.exec(text.replaceAll(/(?<=0x[0-9a-f ]*) (?=[0-9a-f]{4})/g, ''))?.[0]);
}

test.describe('without motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('4 KiB beside a pebibyte: both are there on every scale, and every byte can be pointed at', async ({ page }) => {
    await open(page);
    await importText(page, PAGE_BESIDE_PIB);
    await expect(onMap(page, /^p0, .*0x10080000000 to 0x10080000fff, 4 KiB/)).toBeVisible();
    await expect(onMap(page, /^Window, free, .* to 0x404ffbfffffff/)).toBeVisible();
    await page.keyboard.press('0');
    await expect(onMap(page, /^Empty, folded, .* to 0xfffffffffffff, /)).toBeVisible();
    for (const scale of ['Linear', 'Log', 'Equal', 'Compressed']) {
      await page
        .getByRole('radio', { name: scale })
        .or(page.getByText(scale, { exact: true }))
        .first()
        .click();
      await goTo(page, 'p0');
      await page.keyboard.press('f');
      await page.keyboard.press('f');
      // The list takes its new place when the map has come to rest.
      await expect(async () => {
        const box = await onMap(page, /^p0,/).boundingBox();
        if (box === null) throw new Error('the map does not show p0');
        expect(box.height).toBeGreaterThan(300);
        for (const share of [0.25, 0.5, 0.75]) {
          await page.mouse.move(box.x + box.width / 2, box.y + box.height * share);
          const offset = (await pointed(page)) - PMEM;
          expect(Math.abs(offset - 4 * KIB * share), `${scale} at ${share}`).toBeLessThan(
            (2 * 4 * KIB) / box.height + 1,
          );
        }
      }).toPass();
    }
  });
});

test('Ctrl and the wheel keep the address under the pointer, and the plain wheel never zooms', async ({ page }) => {
  await open(page);
  const sp2 = await onMap(page, /^sp2,/).boundingBox();
  if (sp2 === null) throw new Error('the map does not show sp2');
  await page.mouse.move(sp2.x + 100, sp2.y + sp2.height / 2);
  const before = await pointed(page);
  await page.keyboard.down('Control');
  for (let turn = 0; turn < 8; turn += 1) await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect
    .poll(async () => (await onMap(page, /^sp2,/).boundingBox())?.height ?? 0)
    .toBeGreaterThan(sp2.height * 2);
  await page.mouse.move(sp2.x + 101, sp2.y + sp2.height / 2);
  const perPixel = (128 * 2 ** 30) / sp2.height;
  expect(Math.abs((await pointed(page)) - before)).toBeLessThan(perPixel);
  const tall = (await onMap(page, /^sp2,/).boundingBox())?.height;
  await page.mouse.wheel(0, 120);
  await expect.poll(async () => (await onMap(page, /^sp2,/).boundingBox())?.height).toBe(tall);
  await page.mouse.move(sp2.x, 20);
  await page.keyboard.press('0');
  await expect(onMap(page, /^RAM low/)).toBeVisible();
});

test('eight equal neighbours fold to one range that says how many, and unfold', async ({ page }) => {
  await open(page);
  await importText(page, EIGHT_EQUAL);
  const folded = onMap(page, /^8 × 192 GiB.*Enter unfolds it/);
  await expect(folded).toBeVisible();
  await folded.click();
  await expect(page.getByRole('option', { name: /^sp\d, soft reserved/ })).toHaveCount(8);
  await page.getByRole('button', { name: 'Fold again' }).click();
  await expect(folded).toBeVisible();
});

test('G goes to an address, a name, a range and a size', async ({ page }) => {
  await open(page);
  for (const [text, told] of [
    ['sp3', /sp3/],
    ['0x3080001000', /0x3080001000/],
    ['66G..194G', /0x1080000000/],
    ['0x7080000000+2M', /0x7080000000/],
  ] as const) {
    await goTo(page, text);
    await expect(page.locator('[aria-live="polite"]').filter({ hasText: told }).first()).toBeAttached();
  }
  await goTo(page, 'nobody');
  await expect(page.getByRole('alert').filter({ hasText: 'nobody' })).toBeVisible();
});

test('what is selected lights the same bytes in map, tables, dump and command line', async ({ page }) => {
  await open(page);
  await onMap(page, /^sp2,/).click();
  await expect(onMap(page, /^sp2,/)).toHaveAttribute('aria-selected', 'true');
  await expect(
    page.getByRole('grid', { name: 'Guest E820 entries' }).locator('tr[aria-selected="true"]'),
  ).toContainText('sp2');
  await expect(page.getByRole('heading', { name: 'Why is sp2 here?' })).toBeVisible();
  await page.keyboard.press('.');
  await expect(onMap(page, /^sp3,/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await expect(page.getByRole('heading', { name: 'Why is sp1 here?' })).toBeVisible();
});

test('the map is one stop of the Tab key, and says kind, range, size and owner', async ({ page }) => {
  await open(page);
  const list = page.getByRole('listbox', { name: /address space/i });
  await list.focus();
  for (let count = 0; count < 4; count += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('option', { selected: true })).toHaveAccessibleName(
    /^sp2, soft reserved, 0x3080000000 to 0x507fffffff, 128 GiB, hbm2, node 2\. Warning: /,
  );
  await page.keyboard.press('Tab');
  await expect(list).not.toBeFocused();
  await expect(page.locator('[role=option]:focus')).toHaveCount(0);
});

test.describe('at 200 % with reduced motion', () => {
  test.use({ viewport: { width: 720, height: 450 }, contextOptions: { reducedMotion: 'reduce' } });

  test('the map still shows, zooms and has no accessibility problem', async ({ page }) => {
    await open(page);
    await expect(page.getByRole('listbox', { name: /address space/i })).toBeVisible();
    await goTo(page, 'sp4').catch(() => undefined);
    await settled(page);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('the table says what the picture shows: every entry of etc/e820 is a range of the map', async ({ page }) => {
  await open(page);
  for (const entry of await e820(page)) {
    const [start, end] = /^(0x[0-9a-f]+)-(0x[0-9a-f]+)/.exec(entry)?.slice(1) ?? [];
    await expect(onMap(page, new RegExp(` ${start} to ${end}, `)), entry).toBeAttached();
  }
});
