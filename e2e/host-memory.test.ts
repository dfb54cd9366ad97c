import type { Locator, Page } from '@playwright/test';
import { exportAs } from './exporting';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { download, importText, openTable } from './stories';

const STARTS = ['0000004080000000', '0000006080000000', '0000008080000000', '000000a080000000'] as const;
const ENDS = ['000000607fffffff', '000000807fffffff', '000000a07fffffff', '000000c07fffffff'] as const;
/** What a host with four stacks of HBM prints as it boots. */
const HOST_LOG = [
  'BIOS-provided physical RAM map:',
  'BIOS-e820: [mem 0x0000000000000000-0x000000007fffffff] System RAM',
  'BIOS-e820: [mem 0x0000000100000000-0x000000407fffffff] System RAM',
  ...STARTS.map((start, index) => `BIOS-e820: [mem 0x${start}-0x${ENDS[index] ?? ''}] soft reserved`),
  'BIOS-e820: [mem 0x000000fd00000000-0x000000ffffffffff] device reserved',
]
  .map((line) => `[    0.000000] ${line}`)
  .join('\n');

const stack = (n: number) =>
  `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`;
const GUEST = `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=576G \\
  -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0 \\
  -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4 \\
  ${[1, 2, 3, 4].map(stack).join(' \\\n  ')}`;

const HOST_RANGES = ['0x4080000000', '0x6080000000', '0x8080000000', '0xa080000000'] as const;

const onHost = (page: Page, start: string): Locator =>
  page.getByRole('option', { name: new RegExp(`^Host: .*${start} to`) });
const onGuest = (page: Page, name: string): Locator => page.getByRole('option', { name: new RegExp(`^${name},`) });

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not on screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags host memory onto something of the guest. */
async function give(page: Page, host: Locator, guest: Locator): Promise<void> {
  const [from, to] = [await middleOf(host), await middleOf(guest)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await settled(page);
}

/** The guest of four stacks beside the host that its log tells of; nothing is tied yet. */
async function openBoth(page: Page): Promise<void> {
  await open(page);
  await importText(page, GUEST);
  await importText(page, HOST_LOG, /^E820 table, boot log/);
  await expect(onHost(page, HOST_RANGES[0])).toHaveCount(1);
}

test('each stack of the host is dragged behind a stack of the guest, and both tables are there to be kept', async ({
  page,
}) => {
  await openBoth(page);
  await expect(onHost(page, HOST_RANGES[0])).toHaveAccessibleName(/128 GiB, .*free$/);
  for (const [index, start] of HOST_RANGES.entries()) {
    await give(page, onHost(page, start), onGuest(page, `sp${index + 1}`));
    await expect(onHost(page, start)).toHaveAccessibleName(new RegExp(`backs sp${index + 1}, offset 192 GiB`));
  }
  await onHost(page, HOST_RANGES[0]).click();
  await expect(onHost(page, HOST_RANGES[0])).toHaveAttribute('aria-selected', 'true');
  await onGuest(page, 'sp1').click();
  await expect(onHost(page, HOST_RANGES[0])).toHaveAttribute('aria-selected', 'false');
  await expect(page.getByText('QEMU starts', { exact: true })).toBeVisible();

  // Undo takes back one drag at a time.
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  await expect(onHost(page, HOST_RANGES[3])).toHaveAccessibleName(/free$/);
  await expect(onHost(page, HOST_RANGES[2])).toHaveAccessibleName(/backs sp3/);
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await settled(page);

  await openTable(page, 'fw_cfg');
  const guest = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
  expect(guest.length).toBe(140);
  const host = await exportAs(page, 'Host E820, boot log');
  const text = host.toString();
  for (const [index, start] of STARTS.entries()) {
    expect(text).toContain(`[mem 0x${start}-0x${ENDS[index] ?? ''}]`);
  }
});

test('host memory is tied, made into a device and taken away with the keyboard alone', async ({ page }) => {
  await openBoth(page);
  await page.getByRole('listbox', { name: 'Guest address space' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  const active = () =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant');
      return id === null || id === undefined ? '' : (document.getElementById(id)?.getAttribute('aria-label') ?? '');
    });
  for (let steps = 0; steps < 12 && !(await active()).includes(HOST_RANGES[0]); steps += 1) {
    await page.keyboard.press('ArrowDown');
    await settled(page);
  }
  expect(await active()).toMatch(/^Host: .*0x4080000000 to 0x607fffffff, 128 GiB/);
  // Enter selects; once more, it asks what to do.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const deeds = page.getByRole('menu', { name: 'Host memory' });
  await expect(deeds).toBeVisible();
  await deeds.getByRole('menuitem', { name: /^Back sp1 with it/ }).press('Enter');
  await settled(page);
  await expect(onHost(page, HOST_RANGES[0])).toHaveAccessibleName(/backs sp1, offset 192 GiB/);

  await page.getByRole('listbox', { name: 'Guest address space' }).focus();
  await page.keyboard.press('ArrowLeft');
  expect(await active()).toContain(HOST_RANGES[0]);
  await page.keyboard.press('ArrowDown');
  await settled(page);
  expect(await active()).toContain(HOST_RANGES[1]);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await deeds.getByRole('menuitem', { name: /^Make an SPM device of it/ }).press('Enter');
  await settled(page);
  await expect(onHost(page, HOST_RANGES[1])).toHaveAccessibleName(/backs sp5, offset/);
});

test('host memory that serves two, or is too short, is an error; what is left is listed with its sum', async ({
  page,
}) => {
  await openBoth(page);
  await give(page, onHost(page, HOST_RANGES[0]), onGuest(page, 'sp1'));
  await give(page, onHost(page, HOST_RANGES[0]), onGuest(page, 'sp2'));
  await expect(onHost(page, HOST_RANGES[0])).toHaveAccessibleName(/backs sp1, .*backs other guest memory too/);
  await openTable(page, /^Problems/);
  await expect(page.getByRole('tabpanel').getByText(/sp2/).first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);

  // 2 GiB of low RAM behind 128 GiB of SPM.
  await give(page, onHost(page, '0x0'), onGuest(page, 'sp3'));
  await expect(onHost(page, '0x0')).toHaveAccessibleName(/shorter than the guest’s/);
  await expect(page.getByRole('tab', { name: /^Problems/ })).toContainText('1');
});

test('host memory dropped on free addresses becomes an SPM device there', async ({ page }) => {
  await openBoth(page);
  await give(page, onHost(page, HOST_RANGES[3]), onGuest(page, 'Window, free'));
  await expect(onGuest(page, 'sp5')).toHaveCount(1);
  await expect(onHost(page, HOST_RANGES[3])).toHaveAccessibleName(/backs sp5, offset/);
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  await expect(onGuest(page, 'sp5')).toHaveCount(0);
});

test('both axes go together, or each alone', async ({ page }) => {
  await openBoth(page);
  const topOf = async (locator: Locator): Promise<number> => (await locator.boundingBox())?.y ?? 0;
  const [host, guest] = [onHost(page, HOST_RANGES[0]), onGuest(page, 'sp1')];
  const zoom = async (): Promise<void> => {
    const { x, y } = await middleOf(host);
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -30);
    await page.keyboard.up('Control');
    await settled(page);
  };
  const apart = (await topOf(host)) - (await topOf(guest));
  await zoom();
  expect((await topOf(host)) - (await topOf(guest))).toBeGreaterThan(apart + 2);
  await page.keyboard.press('0');
  await settled(page);
  await page.getByRole('button', { name: 'Zoom and pan host and guest together' }).click();
  const before = await topOf(guest);
  await zoom();
  expect(await topOf(guest)).toBe(before);
});

test('host and guest are accessible, and on a phone the host is one touch away @both-schemes', async ({ page }) => {
  await open(page);
  await expect(onHost(page, HOST_RANGES[0])).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(onHost(page, HOST_RANGES[0])).toHaveCount(0);
  await page.getByRole('radio', { name: 'Both' }).check({ force: true });
  await expect(onHost(page, HOST_RANGES[0])).toHaveCount(1);
  expect(await accessibilityProblems(page)).toEqual([]);
});
