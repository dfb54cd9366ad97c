import type { Locator, Page } from '@playwright/test';
import { expect, open, settled, test } from './journey';
import { download, e820, importText, openTable, selectInOutline, setField, sha256 } from './stories';

const E820_SHA = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';
const WITHOUT_STACKS = `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=576G
  -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0
  -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4`;

const onMap = (page: Page, name: RegExp): Locator => page.getByRole('option', { name }).first();

/** The digest of the etc/e820 that the page gives for download. */
async function e820Digest(page: Page): Promise<string> {
  await openTable(page, 'fw_cfg');
  return sha256(await download(page, () => page.getByRole('button', { name: 'Download' }).click()));
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on screen');
  return box;
}

/** Presses on something, carries it, and lets it go at a point of the page. */
async function carry(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const box = await boxOf(from);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await settled(page);
}

test('four HBM stacks placed with the mouse alone end in the recorded bytes', async ({ page }) => {
  await open(page);
  for (const stack of ['sp1', 'sp2', 'sp3', 'sp4']) {
    await onMap(page, new RegExp(`^${stack},`)).click();
    await page.getByRole('button', { name: `Remove ${stack}` }).click();
    await settled(page);
  }
  for (const [index, start] of ['0x1080000000', '0x3080000000', '0x5080000000', '0x7080000000'].entries()) {
    const free = await boxOf(onMap(page, new RegExp(`^Window, free, .*${start} to`)));
    await carry(page, page.getByRole('button', { name: /^Place SPM/ }), { x: free.x + free.width / 2, y: free.y + 2 });
    await expect(page.getByRole('option', { name: /^sp\d, soft reserved/ })).toHaveCount(index + 1);
  }
  expect(await e820Digest(page)).toBe(E820_SHA);
});

test('four HBM stacks placed with the keyboard alone end in the recorded bytes', async ({ page }) => {
  await open(page);
  for (const stack of ['sp1', 'sp2', 'sp3', 'sp4']) {
    await page.keyboard.press('g');
    await page.keyboard.type(stack);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Delete');
    await settled(page);
  }
  await page.getByRole('button', { name: /^Place SPM/ }).focus();
  for (const count of [1, 2, 3, 4]) {
    await page.keyboard.press('Enter');
    await settled(page);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option', { name: /^sp\d, soft reserved/ })).toHaveCount(count);
  }
  expect(await e820Digest(page)).toBe(E820_SHA);
});

test('a drag is one undo step, and the tables follow it', async ({ page }) => {
  await open(page);
  const before = await e820(page);
  const sp4 = await boxOf(onMap(page, /^sp4,/));
  // Beyond 6 px its edge does not stick to where it was.
  await carry(page, onMap(page, /^sp4,/), { x: sp4.x + sp4.width / 2, y: sp4.y + sp4.height / 2 + 8 });
  const after = await e820(page);
  expect(after.slice(0, 6)).toEqual(before.slice(0, 6));
  expect(after[6]).not.toBe(before[6]);
  expect(after[6]).toMatch(/^0x7[0-9a-f]{9}-0x9[0-9a-f]{9} soft reserved$/);
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  expect(await e820(page)).toEqual(before);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('a drop that QEMU refuses says why and offers the nearest place that works', async ({ page }) => {
  await open(page);
  await importText(page, WITHOUT_STACKS);
  for (const stack of [1, 2]) {
    await page.getByRole('button', { name: /^Place SPM/ }).focus();
    await page.keyboard.press('Enter');
    await settled(page);
    await page.keyboard.press('Enter');
    await expect(onMap(page, new RegExp(`^sp${stack},`))).toBeVisible();
  }
  const sp1 = await boxOf(onMap(page, /^sp1,/));
  await carry(page, onMap(page, /^sp2,/), { x: sp1.x + sp1.width / 2, y: sp1.y + sp1.height / 2 });
  await expect(page.getByText(/address range conflicts with memory device id='sp1'/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Take the nearest, 0x/ }).click();
  await settled(page);
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
});

test('dragging an edge resizes, and the form shows the size', async ({ page }) => {
  await open(page);
  await onMap(page, /^sp4,/).click();
  const sp4 = await boxOf(onMap(page, /^sp4,/));
  await page.mouse.move(sp4.x + sp4.width / 2, sp4.y + sp4.height - 1);
  await page.mouse.down();
  await page.mouse.move(sp4.x + sp4.width / 2, sp4.y + sp4.height - 30, { steps: 6 });
  await page.mouse.up();
  await settled(page);
  const [, , , , , , last] = await e820(page);
  expect(last).toMatch(/^0x7080000000-0x[78][0-9a-f]{9} soft reserved$/);
  expect(last).not.toContain('0x907fffffff');
});

test('arrow keys nudge what is held by one step, with Shift by 1 GiB', async ({ page }) => {
  await open(page);
  await selectInOutline(page, 'devices.3');
  await setField(page, 'backends.4.size', '64 GiB');
  await onMap(page, /^sp4,/).click();
  await page.keyboard.press('Alt+ArrowDown');
  await settled(page);
  await page.keyboard.press('Enter');
  await settled(page);
  expect((await e820(page)).at(-1)).toBe('0x70c0000000-0x80bfffffff soft reserved');
});
