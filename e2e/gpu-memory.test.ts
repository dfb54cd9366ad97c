import { expect, open, settled, test } from './journey';
import { download, e820, importText, openTable, rowsOf, selectInOutline, setField, sha256 } from './stories';

const E820_SHA = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';
const ENTRIES = [
  '0xfd00000000-0xffffffffff reserved',
  '0x0-0x7fffffff usable',
  '0x100000000-0x107fffffff usable',
  '0x1080000000-0x307fffffff soft reserved',
  '0x3080000000-0x507fffffff soft reserved',
  '0x5080000000-0x707fffffff soft reserved',
  '0x7080000000-0x907fffffff soft reserved',
];
const stack = (n: number) =>
  `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`;
const commandLine = (stacks: readonly number[], memory = '64G,slots=4,maxmem=576G') => `
  qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m ${memory} \\
  -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0 \\
  -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4 \\
  ${stacks.map(stack).join(' \\\n  ')}`;

test('four HBM stacks pasted as a command line give the recorded etc/e820, byte for byte', async ({ page }) => {
  await open(page);
  await importText(page, commandLine([1, 2, 3, 4]));
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
  expect(await e820(page)).toEqual(ENTRIES);

  await openTable(page, 'fw_cfg');
  const blob = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
  expect(blob.length).toBe(140);
  expect(sha256(blob)).toBe(E820_SHA);

  await page.getByRole('button', { name: /etc\/reserved-memory-end/ }).click();
  const end = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
  expect(end.readBigUInt64LE()).toBe(0x91_8000_0000n);

  await openTable(page, 'SRAT');
  const srat = await rowsOf(page.getByRole('grid', { name: 'SRAT memory affinity' }));
  expect(srat).toContainEqual(['2', '0x3080000000', '0x507fffffff', '128 GiB', 'enabled']);
  expect(srat.at(-1)).toEqual(['4', '0x9080000000', '0x917fffffff', '4 GiB', 'enabled, hot-pluggable']);
});

test('the command line shown recreates the layout when it is pasted back', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  const before = await e820(page);
  await openTable(page, 'Command line');
  await page.getByRole('button', { name: 'Copy command line' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('-device sp-mem,id=sp4');
  await importText(page, copied);
  await openTable(page, 'E820');
  expect(await e820(page)).toEqual(before);
});

test('the fourth stack, added in the outline by keyboard, completes the same bytes', async ({ page }) => {
  await open(page);
  await importText(page, commandLine([1, 2, 3]));
  expect(await e820(page)).toEqual(ENTRIES.slice(0, -1));
  const add = page.getByRole('button', { name: /Add .*(SPM|Specific-purpose)/i });
  await add.focus();
  await page.keyboard.press('Enter');
  const item = page.getByRole('menuitem', { name: /Specific-purpose/i });
  if (await item.isVisible()) await page.keyboard.press('Enter');
  await settled(page);
  expect(await e820(page)).toEqual(ENTRIES);
  await openTable(page, 'fw_cfg');
  const blob = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
  expect(sha256(blob)).toBe(E820_SHA);
});

test('without slots, 576G is the exact minimum of maxmem', async ({ page }) => {
  await open(page);
  await importText(page, commandLine([1, 2, 3, 4], '64G,maxmem=576G'));
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
  await selectInOutline(page, 'memory.maxmem');
  await setField(page, 'memory.maxmem', '575G');
  await expect(page.getByText('QEMU refuses to start', { exact: true })).toBeVisible();
  await expect(
    page
      .getByText('not enough space, currently 0x6000000000 in use of total space for memory devices 0x7fc0000000')
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('body').click({ position: { x: 700, y: 20 } });
  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();
});

test('a stack that is to arrive later is refused, and the alternatives are named', async ({ page }) => {
  await open(page);
  await importText(page, commandLine([1, 2, 3]));
  await page.getByRole('button', { name: 'Add to Timeline' }).click();
  await page.getByRole('menuitem', { name: 'Plug Specific-purpose memory later' }).click();
  await settled(page);
  await openTable(page, /Problems/);
  await expect(page.getByText("Device 'sp-mem' does not support hotplugging").first()).toBeVisible();
  const panel = page.getByRole('tabpanel', { name: 'Problems' });
  await expect(panel.getByText(/learns of specific-purpose memory from E820 at boot/)).toBeVisible();
  await expect(panel.getByText(/^Present at boot:/)).toBeVisible();
  await expect(panel.getByText(/^A DIMM:/)).toBeVisible();
  await expect(panel.getByText(/^CXL memory:/)).toBeVisible();
});
