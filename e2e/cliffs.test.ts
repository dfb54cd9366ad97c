import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { download, e820, importText, openTable, selectInOutline, setField } from './stories';

const EPYC = 'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48';
const INTEL = 'qemu-system-x86_64 -machine q35 -cpu Skylake-Server';

const margins = (page: Page): Locator => page.getByRole('group', { name: 'Margins' });

/** The slider of a setting, once the planner has found its cliffs. */
async function slider(page: Page, path: string): Promise<Locator> {
  await selectInOutline(page, path);
  const found = page.locator(`[data-path="${path}"]`).getByRole('slider');
  await expect(found).toBeVisible();
  await settled(page);
  return found;
}

/** Presses a key until the slider says a value. */
async function slideTo(page: Page, on: Locator, key: string, value: RegExp): Promise<void> {
  await on.focus();
  await expect(async () => {
    await page.keyboard.press(key);
    await settled(page);
    await expect(on).toHaveAttribute('aria-valuetext', value, { timeout: 50 });
  }).toPass();
}

/** Start, size and type of each 20-byte entry of a downloaded etc/e820. */
async function entriesIn(page: Page): Promise<string[]> {
  const bytes = await download(page, () => page.getByRole('button', { name: 'Download' }).first().click());
  return Array.from({ length: bytes.length / 20 }, (_, index) => {
    const start = bytes.readBigUInt64LE(index * 20);
    const length = bytes.readBigUInt64LE(index * 20 + 8);
    return `0x${start.toString(16)}-0x${(start + length - 1n).toString(16)} ${bytes.readUInt32LE(index * 20 + 16)}`;
  });
}

test('an AMD guest of 979 GiB moves to 1 TiB, one of 978 GiB does not, and the page says why and which setting', async ({
  page,
}) => {
  await open(page);
  await importText(page, `${EPYC} -m 64G,maxmem=979G`);
  expect(await entriesIn(page)).toContain('0x10000000000-0x10f7fffffff 1');
  await expect(margins(page)).toContainText('1 GiB past the 1 TiB jump');
  await page.getByRole('grid', { name: 'Guest E820 entries' }).getByText('0x10000000000').first().click();
  const why = page.getByText(/would reach 0xfd00000000; most of that is maxmem/);
  await expect(why.first()).toBeVisible();

  const jump = margins(page).getByRole('button', { name: /1 TiB jump/ });
  await jump.hover();
  await expect(jump).toHaveAccessibleDescription(/The largest maxmem that stays below is 978 GiB\./);
  await expect(page.getByRole('tooltip').filter({ visible: true })).toContainText(
    'The largest maxmem that stays below is 978 GiB.',
  );
  await jump.click();
  await expect(page.locator('[data-path="memory.maxmem"]').getByRole('slider')).toBeVisible();

  await setField(page, 'memory.maxmem', '978G');
  expect(await entriesIn(page)).toContain('0x100000000-0x107fffffff 1');
  await expect(margins(page)).toContainText('0 bytes to the 1 TiB jump');
  await setField(page, 'memory.maxmem', '977G');
  await expect(margins(page)).toContainText('1 GiB to the 1 TiB jump');
});

test('the slider of maxmem shows the jump before it is taken, and takes it in one step that can be undone', async ({
  page,
}) => {
  await open(page);
  await importText(page, `${EPYC} -m 64G,maxmem=576G`);
  const maxmem = await slider(page, 'memory.maxmem');
  await slideTo(page, maxmem, 'PageUp', /^978 GiB/);
  const form = page.locator('[data-path="memory.maxmem"]');
  await expect(form.getByText('Above 978 GiB: RAM moves to 1 TiB')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(maxmem).toHaveAttribute('aria-valuetext', /^979 GiB, needs 41 bits/);
  const preview = form.getByRole('status');
  await expect(preview).toContainText('979 GiB instead of 576 GiB');
  await expect(preview).toContainText('RAM jumps to 1 TiB.');
  await expect(preview).toContainText(/\d+ ranges move/);
  await expect(preview).toContainText('needs 41 of 48 bits');
  await expect(preview).toContainText('0xfd00000000');
  await settled(page);
  expect(await accessibilityProblems(page)).toEqual([]);
  // Nothing of that is in the layout yet.
  expect(await e820(page)).toContain('0x100000000-0x107fffffff usable');

  await page.keyboard.press('Escape');
  await expect(preview).toBeHidden();
  await expect(maxmem).toHaveAttribute('aria-valuetext', /^576 GiB/);

  await slideTo(page, maxmem, 'PageUp', /^979 GiB/);
  await page.keyboard.press('Enter');
  await settled(page);
  expect(await e820(page)).toContain('0x10000000000-0x10f7fffffff usable');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await settled(page);
  expect(await e820(page)).toContain('0x100000000-0x107fffffff usable');
  await expect(form.locator('input')).toHaveValue('576 GiB');
});

test('a drag tries values, and letting go keeps one', async ({ page }) => {
  await open(page);
  await importText(page, `${INTEL},phys-bits=46 -m 4G`);
  const hole = await slider(page, 'machine.pciHole64Size');
  const box = await hole.boundingBox();
  if (box === null) throw new Error('the slider is not drawn');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 12, { steps: 5 });
  const form = page.locator('[data-path="machine.pciHole64Size"]');
  await expect(form.getByRole('status')).toContainText('instead of 32 GiB');
  await expect(form.locator('input')).toHaveValue('');
  const tried = (await hole.getAttribute('aria-valuetext'))?.split(', needs')[0] ?? '';
  await page.mouse.up();
  await settled(page);
  await expect(form.locator('input')).toHaveValue(tried);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await settled(page);
  await expect(form.locator('input')).toHaveValue('');
});

test('a hole of 8 TiB makes an AMD guest jump too, and the hole is named', async ({ page }) => {
  await open(page);
  await importText(page, `${EPYC} -m 4G -global q35-pcihost.pci-hole64-size=8T`);
  expect(await entriesIn(page)).toContain('0x10000000000-0x1007fffffff 1');
  await margins(page)
    .getByRole('button', { name: /1 TiB jump/ })
    .click();
  await expect(page.locator('[data-path="machine.pciHole64Size"]').getByRole('slider')).toBeVisible();
});

test('an Intel guest never jumps, nor does a machine older than 7.1', async ({ page }) => {
  await open(page);
  await importText(page, `${INTEL},phys-bits=48 -m 64G,maxmem=979G`);
  expect(await entriesIn(page)).toContain('0x100000000-0x107fffffff 1');
  await expect(margins(page)).toContainText('address bit');
  await expect(margins(page)).not.toContainText('jump');
  await importText(page, 'qemu-system-x86_64 -machine pc-q35-7.0 -cpu EPYC,phys-bits=48 -m 64G,maxmem=979G');
  const entries = await entriesIn(page);
  expect(entries).toContain('0x100000000-0x107fffffff 1');
  expect(entries.filter((entry) => entry.startsWith('0xfd00000000'))).toEqual([]);
  await expect(margins(page)).not.toContainText('jump');
});

test('the slider of RAM shows where q35 splits it, and pc', async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -m 2815M');
  expect(await entriesIn(page)).toContain('0x0-0xafefffff 1');
  const ram = await slider(page, 'memory.size');
  const form = page.locator('[data-path="memory.size"]');
  await expect(form.getByText('From 2,816 MiB on: RAM splits, 2 GiB stay low')).toBeVisible();
  await ram.focus();
  await page.keyboard.press('ArrowRight');
  await expect(ram).toHaveAttribute('aria-valuetext', /^2,816 MiB/);
  await expect(form.getByRole('status')).toContainText('2 GiB of RAM stay below 4 GiB');
  await page.keyboard.press('Enter');
  await settled(page);
  expect(await entriesIn(page)).toEqual(expect.arrayContaining(['0x0-0x7fffffff 1', '0x100000000-0x12fffffff 1']));

  await importText(page, 'qemu-system-x86_64 -machine pc -m 8G');
  expect(await entriesIn(page)).toEqual(expect.arrayContaining(['0x0-0xbfffffff 1', '0x100000000-0x23fffffff 1']));
  const onPc = await slider(page, 'memory.size');
  await slideTo(page, onPc, 'PageDown', /^3,583 MiB/);
  await expect(form.getByText('From 3,584 MiB on: RAM splits, 3 GiB stay low')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a hole of 8 TiB needs 44 bits, one of 1 PiB 51, and its slider shows the bits', async ({ page }) => {
  const hole = (bits: number, size: string): string =>
    `${INTEL},phys-bits=${bits} -m 4G -global q35-pcihost.pci-hole64-size=${size}`;
  await open(page);
  await importText(page, hole(43, '8T'));
  await expect(
    page.getByText('Address space limit 0x7ffffffffff < 0x8017fffffff phys-bits too low (43)').first(),
  ).toBeVisible();
  await importText(page, hole(44, '8T'));
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
  await expect(page.getByText(/44\s*of 44 bits/).first()).toBeVisible();
  const eight = await slider(page, 'machine.pciHole64Size');
  await expect(eight).toHaveAttribute('aria-valuetext', '8 TiB, needs 44 bits');

  await importText(page, hole(52, '1P'));
  const wide = await slider(page, 'machine.pciHole64Size');
  await expect(wide).toHaveAttribute('aria-valuetext', '1 PiB, needs 51 bits');
  const form = page.locator('[data-path="machine.pciHole64Size"]');
  await expect(form.getByText('needs 51 of 52 bits')).toBeVisible();
  await expect(form.getByText(/past 48-bit paging/)).toBeVisible();
  await slideTo(page, wide, 'PageDown', /^262,138 GiB, needs 48 bits/);
  await page.keyboard.press('ArrowRight');
  await expect(wide).toHaveAttribute('aria-valuetext', /needs 49 bits/);
  await page.keyboard.press('Escape');
  await openTable(page, 'E820');
});

test('a click that leaves a field lands where it was aimed: the slider goes once it is over', async ({ page }) => {
  await open(page);
  await selectInOutline(page, 'devices.1');
  const size = page.locator('[data-path="backends.2.size"]');
  await size.locator('input').first().focus();
  await expect(size.getByRole('slider')).toBeVisible();
  await settled(page);
  // At its end the list moves when the form below it does.
  const list = page.locator('.outline .list');
  await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const row = await list.locator('[data-stop][data-path="devices.3"]').boundingBox();
  await page.mouse.move((row?.x ?? 0) + 60, (row?.y ?? 0) + (row?.height ?? 0) / 2);
  await page.mouse.down();
  await expect(size.getByRole('slider')).toBeVisible();
  await page.mouse.up();
  await expect(page.locator('[data-path="devices.3.addr"]')).toBeVisible();
});

test('a slider stays where it is while one types beside it', async ({ page }) => {
  await open(page);
  await selectInOutline(page, 'devices.1');
  const size = page.locator('[data-path="backends.2.size"]');
  await size.locator('input').first().focus();
  const before = await size.getByRole('slider').elementHandle();
  await size.locator('input').first().fill('96 GiB');
  await settled(page);
  await expect(size.getByRole('slider')).toHaveAttribute('aria-valuetext', /^96 GiB/);
  expect(await before?.evaluate((element) => element.isConnected)).toBe(true);
});
