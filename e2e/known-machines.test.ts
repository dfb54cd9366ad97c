import { exportAs } from './exporting';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText, openTable, rowsOf } from './stories';
import type { Page } from '@playwright/test';

/** Machines to start from, with what their first screen says. */
const MACHINES = [
  { title: 'Four APUs, 128 GiB HBM each as SPM', source: 'https://hpc.llnl.gov/node/1244', devices: 4 },
  { title: 'Small VM that can grow', source: 'docs/memory-hotplug.txt', devices: 2 },
  { title: 'Eight GPUs, 192 GiB each as SPM', source: 'MI300X', devices: 8 },
  { title: 'Eight GPUs by passthrough', source: 'A model', devices: 0 },
  { title: 'CXL memory expander', source: 'https://www.qemu.org/docs/master/system/devices/cxl.html', devices: 0 },
  { title: 'NVDIMM and virtio-pmem', source: 'docs/nvdimm.txt', devices: 2 },
  { title: 'Two sockets, flat HBM', source: 'https://osc.edu/resources/', devices: 0 },
  { title: 'Coherent CPU-GPU module', source: 'https://lkml.kernel.org/r/20250106120659', devices: 0 },
] as const;

async function start(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: title }).click();
  await settled(page);
}

test('every known machine names its source, opens as it is named, and starts without an error', async ({ page }) => {
  await open(page);
  for (const { title, source } of MACHINES) {
    await page.getByRole('button', { name: 'Examples' }).click();
    await expect(page.getByRole('menuitem', { name: title })).toContainText(source);
    await page.getByRole('menuitem', { name: title }).click();
    await settled(page);
    await expect(page).toHaveTitle(new RegExp(title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    await expect(page.getByText('QEMU starts').first()).toBeVisible();
    await expect(page.getByRole('tab', { name: /Problems.*error/ })).toHaveCount(0);
    expect((await e820(page)).length).toBeGreaterThan(0);
  }
});

test('two sockets with flat HBM have sixteen nodes: 0-7 with CPUs and DDR, 8-15 with 16,384 MB each', async ({
  page,
}) => {
  await open(page);
  await start(page, 'Two sockets, flat HBM');
  await openTable(page, /^SRAT/);
  const rows = await rowsOf(page.getByRole('grid', { name: /SRAT/ }).first());
  const text = rows.map((row) => row.join(' '));
  for (let node = 8; node < 16; node += 1) {
    expect(text.some((row) => row.includes('16 GiB') && row.split(' ').includes(String(node)))).toBe(true);
  }
});

test('the four APUs have one warning: Linux makes one dax device of four, and either remedy makes it go away', async ({
  page,
}) => {
  await open(page);
  const before = await e820(page);
  for (const remedy of ['Add an HMAT', 'Leave 1 GiB between them']) {
    await openTable(page, /Problems/);
    await expect(page.getByText('Linux will put sp2, sp3 and sp4 on node 1').first()).toBeVisible();
    await page.getByRole('button', { name: remedy }).first().click();
    await settled(page);
    await expect(page.getByText('Linux will put sp2')).toHaveCount(0);
    await expect(page.getByText('QEMU starts').first()).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    await openTable(page, /^E820/);
    expect(await e820(page)).toEqual(before);
  }
});

test('under SeaBIOS the page says that the SPM vanishes', async ({ page }) => {
  await open(page);
  await importText(
    page,
    '-machine q35 -m 4G,maxmem=8G -object memory-backend-ram,id=r0,size=4G -numa node,memdev=r0 -numa node -object memory-backend-ram,id=h,size=4G -device sp-mem,id=sp1,memdev=h,node=1',
  );
  await openTable(page, /Problems/);
  await expect(page.getByText(/SeaBIOS 1\.17\.0 drops sp1/).first()).toBeVisible();
  await page
    .getByRole('button', { name: /^Plan for OVMF/ })
    .first()
    .click();
  await settled(page);
  await expect(page.getByText(/SeaBIOS 1\.17\.0 drops sp1/)).toHaveCount(0);
});

test('the host’s table is a download, as a boot log of seven lines', async ({ page }) => {
  await open(page);
  const bytes = await exportAs(page, 'Host E820, boot log');
  const lines = bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith('BIOS-e820:'));
  expect(lines).toHaveLength(7);
  expect(lines[2]).toBe('BIOS-e820: [mem 0x0000004080000000-0x000000607fffffff] soft reserved');
});

test('a known machine becomes the host of another guest, and undo brings the old one back', async ({ page }) => {
  await open(page);
  await start(page, 'Small VM that can grow');
  await openTable(page, /^E820/);
  await page.getByRole('radio', { name: 'Host', exact: true }).check({ force: true });
  await page.getByRole('button', { name: 'Start from a known machine' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start from a known machine' });
  await expect(dialog.getByText('https://hpc.llnl.gov/node/1244')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use Two sockets, 256 GiB each' }).click();
  await settled(page);
  const host = page.getByRole('grid', { name: 'Host E820 entries' });
  expect((await rowsOf(host)).map((row) => row.join(' ')).at(-1)).toMatch(/0x4080000000 0x807fffffff 256 GiB/);
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  await expect(page.getByRole('button', { name: 'Start from a known machine' })).toBeVisible();
});
