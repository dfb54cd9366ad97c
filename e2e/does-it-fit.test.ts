import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test, unreachedControls } from './journey';
import { download, e820, importText, openTable, paste, rowsOf, selectInOutline, setField, takeImport } from './stories';

const TOO_LOW = 'qemu-system-x86_64 -machine q35 -cpu Skylake-Server,phys-bits=36 -m 4G,slots=8,maxmem=32G';
const TOO_LOW_WORDS = 'Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)';

const map = (page: Page): Locator => page.locator('#map');
/** The fixes that stand beside the refused column. */
const columns = (page: Page): Locator => map(page).getByRole('list', { name: 'What would start' });
const starts = (page: Page): Promise<void> =>
  expect(page.getByText('QEMU starts', { exact: true }).first()).toBeVisible();
const refuses = (page: Page): Promise<void> =>
  expect(page.getByText('QEMU refuses to start', { exact: true }).first()).toBeVisible();

async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
}

test.describe('too few address bits', () => {
  test('the refusal is shown with QEMU’s words, the whole sum and its limit', async ({ page }) => {
    await open(page);
    await importText(page, TOO_LOW);
    await refuses(page);
    const verdict = page.getByRole('region', { name: 'Verdict' });
    await expect(verdict.getByText(TOO_LOW_WORDS, { exact: true })).toBeVisible();
    await expect(
      verdict.getByText('The layout ends at 74 GiB. A CPU with 36 address bits ends at 64 GiB.'),
    ).toBeVisible();
    const status = page.locator('footer.status');
    await expect(status).toContainText('needs 37 of 36 bits');
    await expect(status).toContainText('10 GiB over');

    for (const words of ['4 GiB', '+ 2 GiB', '+ 28 GiB', '+ 8 GiB', '+ 32 GiB', '= 74 GiB', '10 GiB over the limit']) {
      await expect(map(page).getByText(words, { exact: true })).toBeVisible();
    }
    await map(page).getByRole('button', { name: 'maxmem 32G less -m 4G' }).click();
    await expect(page.locator('.outline [data-path="memory.maxmem"] input').first()).toHaveValue(/32/);

    await openTable(page, /Problems/);
    const panel = page.getByRole('tabpanel', { name: 'Problems' });
    const sum = await rowsOf(panel.getByRole('table'));
    expect(sum.map(([part = '', gib, end, setBy]) => [part.replace(/^[A-Z] ?/, ''), gib, end, setBy])).toEqual([
      ['low area', '4', '0xffffffff', 'q35'],
      ['RAM above 4 GiB', '+ 2', '0x17fffffff', '-m'],
      ['window', '+ 28', '0x87fffffff', 'maxmem'],
      ['slot alignment', '+ 8', '0xa7fffffff', 'slots=8'],
      ['64-bit PCI hole', '+ 32', '0x127fffffff', 'default'],
    ]);
    await expect(panel.getByRole('row', { name: /^needed 74/ })).toContainText('37 bits');
    await expect(panel.getByRole('row', { name: /^limit 64/ })).toContainText('36 bits');
    await expect(panel.getByText('Assumed, not in the layout')).toBeVisible();
  });

  test('three smallest changes are found; each is one click, one undo step, and starts', async ({ page }) => {
    await open(page);
    await importText(page, TOO_LOW);
    await expect(columns(page).getByRole('listitem')).toHaveCount(3);
    await expect(columns(page).getByText('ends at 74, 54 spare')).toBeVisible();
    await expect(columns(page).getByText('ends at 64, full')).toHaveCount(2);
    // One fix, one button, and only the smallest change is the deed of the screen.
    await openTable(page, /Problems/);
    const costs = page
      .getByRole('tabpanel', { name: 'Problems' })
      .getByRole('list', { name: 'What each change costs' });
    await expect(costs.getByText('The guest can grow by 18 GiB and not by 28 GiB.')).toBeVisible();
    for (const name of [/phys-bits to 37$/, /maxmem to 22G/, /hole to 22 GiB/]) {
      await expect(page.getByRole('button', { name })).toHaveCount(1);
      await columns(page).getByRole('button', { name }).click();
      await settled(page);
      await starts(page);
      await undo(page);
      await refuses(page);
    }
    await expect(map(page).locator('.button.filled')).toHaveCount(1);
  });

  test('with 37 bits the guest reads where reserved memory ends; 22G works and 23G does not', async ({ page }) => {
    await open(page);
    await importText(page, TOO_LOW);
    await columns(page)
      .getByRole('button', { name: /phys-bits to 37$/ })
      .click();
    await settled(page);
    await starts(page);
    await openTable(page, 'fw_cfg');
    await page.getByRole('button', { name: /etc\/reserved-memory-end/ }).click();
    const end = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
    expect(end.readBigUInt64LE()).toBe(0xa_8000_0000n);
    await undo(page);
    await selectInOutline(page, 'memory.maxmem');
    await setField(page, 'memory.maxmem', '22G');
    await starts(page);
    await setField(page, 'memory.maxmem', '23G');
    await refuses(page);
  });

  test('the refused picture is reached and read without a mouse', { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    await importText(page, TOO_LOW);
    await expect(columns(page).getByRole('listitem')).toHaveCount(3);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect((await unreachedControls(page)).filter((each) => /Apply|maxmem 32G/.test(each))).toEqual([]);
    await columns(page)
      .getByRole('button', { name: /maxmem to 22G/ })
      .focus();
    await page.keyboard.press('Enter');
    await settled(page);
    await starts(page);
  });

  test('on a phone the sum stands above the ways out', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    await takeImport(await paste(page, TOO_LOW));
    await refuses(page);
    await expect(map(page).getByText('10 GiB over the limit')).toBeVisible();
    await map(page)
      .getByRole('button', { name: /phys-bits to 37$/ })
      .click();
    await settled(page);
    await starts(page);
  });
});

const spm = (first: string, second = '', memory = '4G,maxmem=6G') =>
  `
qemu-system-x86_64 -machine q35 -m ${memory}
 -object memory-backend-ram,id=b0,size=1G -object memory-backend-ram,id=b1,size=1G
 -device sp-mem,id=sp0,memdev=b0${first}
 -device sp-mem,id=sp1,memdev=b1${second}`.replaceAll('\n', ' ');

test.describe('the device-memory window', () => {
  test('in pieces is refused, drawn with what is free, and mended by another address', async ({ page }) => {
    await open(page);
    await importText(page, spm(',addr=0x1a0000000'));
    await refuses(page);
    const words =
      'could not find position in guest address space for memory device - memory fragmented due to alignments';
    await expect(page.getByRole('region', { name: 'Verdict' }).getByText(words)).toBeVisible();
    for (const [start, place] of [
      ['0x180000000', 'below'],
      ['0x1e0000000', 'above'],
    ] as const) {
      const piece = map(page)
        .getByRole('listitem')
        .filter({ hasText: `from ${start}` });
      await expect(piece, `free ${place} sp0`).toContainText('512 MiB');
      await expect(piece).toContainText('free');
    }
    await expect(map(page).getByText(/finds no place: the largest free piece has 512 MiB/)).toBeVisible();

    await columns(page)
      .getByRole('button', { name: /Put sp0 at 0x180000000/ })
      .click();
    await settled(page);
    await starts(page);
    expect((await e820(page)).filter((entry) => entry.endsWith('soft reserved'))).toEqual([
      '0x180000000-0x1bfffffff soft reserved',
      '0x1c0000000-0x1ffffffff soft reserved',
    ]);
    await undo(page);
    await refuses(page);
    await page.getByRole('button', { name: 'Show the map' }).click();
    await expect(
      page
        .getByRole('listbox')
        .first()
        .getByRole('option', { name: /free.*512 MiB/i }),
    ).toHaveCount(2);
    await page.getByRole('button', { name: 'Show what is at stake' }).click();
    await expect(columns(page)).toBeVisible();
  });

  for (const [name, line, words, sentence] of [
    [
      'an unaligned address',
      spm(',addr=0x180100000'),
      'address must be aligned to 0x200000 bytes',
      /1 MiB past a multiple of 2 MiB/,
    ],
    [
      'an address that another device has',
      spm(',addr=0x180000000', ',addr=0x190000000'),
      "address range conflicts with memory device id='sp0'",
      /sp1 would lie at 0x190000000-0x1cfffffff, and sp0 lies at/,
    ],
    [
      'a backend of an odd size',
      spm('').replace('id=b0,size=1G', 'id=b0,size=1023K'),
      'backend memory size must be multiple of 0x200000',
      /no multiple of its alignment/,
    ],
    [
      'an address outside the window',
      spm(',addr=0x400000000'),
      "can't add memory device [0x400000000:0x40000000], usable range for memory devices [0x180000000:0x80000000]",
      /the window is 0x180000000-0x1ffffffff/,
    ],
    [
      'a node that does not exist',
      spm(',node=3'),
      "'node' property value 3 exceeds the number of NUMA nodes (1)",
      /NUMA node that does not exist/,
    ],
  ] as const) {
    test(`${name} is refused in QEMU’s words, explained, and mended with one click`, async ({ page }) => {
      await open(page);
      await importText(page, line);
      await refuses(page);
      const verdict = page.getByRole('region', { name: 'Verdict' });
      await expect(verdict.getByText(words)).toBeVisible();
      await expect(verdict.getByText(sentence)).toBeVisible();
      await openTable(page, /Problems/);
      const panel = page.getByRole('tabpanel', { name: 'Problems' });
      await expect(panel.getByText(words).first()).toBeVisible();
      await expect(panel.getByText('What works').first()).toBeVisible();
      await map(page)
        .getByRole('button', { name: /^Apply: / })
        .first()
        .click();
      await settled(page);
      await starts(page);
    });
  }
});

test('memory that cannot arrive later is refused, and each offer shows what it changes', async ({ page }) => {
  const stack = (n: number) =>
    `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`;
  await open(page);
  await importText(
    page,
    `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=576G
     -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0
     -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4
     ${[1, 2, 3].map(stack).join(' ')}`.replaceAll('\n', ' '),
  );
  await page.getByRole('button', { name: 'Add to Timeline' }).click();
  await page.getByRole('menuitem', { name: 'Plug Specific-purpose memory later' }).click();
  await settled(page);
  await openTable(page, /Problems/);
  await settled(page);
  const panel = page.getByRole('tabpanel', { name: 'Problems' });
  const finding = panel.getByRole('article').filter({ hasText: 'does not support hotplugging' });
  await expect(finding.getByText("Device 'sp-mem' does not support hotplugging")).toBeVisible();
  await expect(finding.getByText(/learns of specific-purpose memory from E820 at boot/)).toBeVisible();
  for (const way of [/^Present at boot:/, /^A DIMM:/, /^CXL memory:/])
    await expect(finding.getByText(way)).toBeVisible();

  const offers = finding.getByRole('list', { name: 'What each change costs' });
  await expect(offers.getByRole('listitem').filter({ hasText: /DIMM/ }).first()).toBeVisible();
  const atBoot = offers.getByRole('listitem').filter({ hasText: /present at boot/ });
  await expect(atBoot).toContainText('its memory is taken from the start');
  const before = await countOf(page);
  await atBoot.getByRole('button').click();
  await settled(page);
  await expect(panel.getByText(/does not support hotplugging/)).toHaveCount(0);
  expect(await countOf(page)).toBe(before + 1);
  await undo(page);
  expect(await countOf(page)).toBe(before);
});

/** Soft reserved entries of etc/e820. */
async function countOf(page: Page): Promise<number> {
  await openTable(page, 'E820');
  const entries = (await e820(page)).filter((entry) => entry.endsWith('soft reserved'));
  await openTable(page, /Problems/);
  return entries.length;
}
