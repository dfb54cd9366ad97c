/** Two layouts, or a layout and a running machine, held against each other: by a link, a text, an earlier step; what is refused and what is broken. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importedLink, importText } from './stories';

const command = (gib: number, maxmem: number, more = '') =>
  [
    `qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=${maxmem}G`,
    '-object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0',
    ...[1, 2, 3, 4].map((node) => `-numa node,nodeid=${node}`),
    ...[1, 2, 3, 4].map(
      (stack) =>
        `-object memory-backend-ram,id=hbm${stack},size=${gib}G -device sp-mem,id=sp${stack},memdev=hbm${stack},node=${stack}`,
    ),
    more,
  ].join(' ');

/** What QEMU said, recorded. */
const captured = (name: string): string =>
  readFileSync(new URL(`../src/fixtures/captures/${name}`, import.meta.url), 'utf8');

const linkOf = (page: Page): string => new URL(page.url()).hash;

async function openDoor(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function compareWith(page: Page, text: string): Promise<void> {
  await openDoor(page);
  await give(page, text);
}

async function fill(dialog: Locator, text: string): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Link or text of the other layout' }).fill(text);
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
}

async function give(page: Page, text: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  await fill(dialog, text);
  await expect(dialog).toBeHidden();
  await settled(page);
  await expect(page.getByRole('button', { name: 'Done' })).toBeVisible();
}

/** A line of the table of what is before and after. */
const fact = (page: Page, label: string): Locator =>
  page
    .getByRole('region', { name: 'Before and after' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: label, exact: true }) })
    .getByRole('cell');

test('four stacks of 128 and of 192 GiB: what grew, what moved, what stayed, and how far it is to the jump', async ({
  page,
}) => {
  await open(page);
  const link = await importedLink(page, command(192, 832));
  const own = new URL(await importedLink(page, command(128, 576))).hash;
  await compareWith(page, link);

  await test.step('in a table', async () => {
    const changes = page.getByRole('table', { name: 'What changed' });
    for (const [name, words] of [
      ['sp1', 'resized + 64 GiB, same start'],
      ['sp2', 'resized + 64 GiB, moved + 64 GiB'],
      ['sp3', 'resized + 64 GiB, moved + 128 GiB'],
      ['sp4', 'resized + 64 GiB, moved + 192 GiB'],
      ['RAM high', 'unchanged, 62 GiB'],
    ] as const) {
      await expect(changes.getByRole('rowgroup', { name: `${name}, ${words}` })).toBeVisible();
    }
    const rows = changes.getByRole('rowgroup', { name: 'sp2, resized' }).getByRole('row');
    await expect(rows).toHaveText([/sp2.*size.*128 GiB.*192 GiB/s, /start, \+ 64 GiB.*0x3080000000.*0x4080000000/s]);
  });
  await test.step('in facts', async () => {
    await expect(fact(page, 'address bits')).toHaveText(['40', '40']);
    await expect(fact(page, 'to the 1 TiB jump')).toHaveText(['398 GiB', '142 GiB']);
    await expect(page.getByText('both start')).toBeVisible();
    await expect(page.getByText('256 GiB closer to the 1 TiB jump', { exact: true })).toBeVisible();
  });
  await test.step('in bytes and options', async () => {
    await page.getByRole('rowgroup', { name: 'sp2, resized' }).click();
    await expect(page.getByRole('region', { name: 'Bytes of sp2' })).toContainText('80 40');
    await page.getByRole('tab', { name: 'Command line' }).click();
    const panel = page.getByRole('tabpanel', { name: 'Command line' });
    await expect(panel.locator('del').first()).toContainText('576G');
    await expect(panel.locator('ins').first()).toContainText('832G');
  });
  await test.step('as an overlay, and as the kernel prints it', async () => {
    await page.getByText('Overlay', { exact: true }).click();
    await expect(page.getByText('hatched: not the same in A and B')).toBeVisible();
    await page.getByText('E820 text', { exact: true }).click();
    await expect(page.getByText('4 of 7 lines differ.')).toBeVisible();
    await expect(page.getByText('BIOS-e820: [mem 0x0000003080000000-0x000000507fffffff] soft reserved')).toBeVisible();
    await page.getByText('Side by side', { exact: true }).click();
  });
  await test.step('in either scheme without a finding of axe', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });
  await test.step('the own layout is as it was', async () => {
    await page.getByRole('button', { name: 'Done' }).click();
    await settled(page);
    await expect(page.getByRole('listbox', { name: 'Guest address space' })).toBeVisible();
    await expect.poll(() => linkOf(page)).toContain(own.split('&')[0]);
  });
});

test('the keyboard walks the ranges of the picture, and each says what became of it', async ({ page }) => {
  await open(page);
  await importText(page, command(128, 576));
  await compareWith(page, command(192, 832));
  const list = page.getByRole('listbox', { name: 'Ranges of both layouts' });
  await list.focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/HyperTransport: unchanged/);
  await page.keyboard.press('Home');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/RAM low/);
  for (let count = 0; count < 4; count += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(
    /sp2, soft reserved: resized \+ 64 GiB, moved \+ 64 GiB\. A: 0x3080000000 to 0x507fffffff, 128 GiB\. B: 0x4080000000 to 0x707fffffff, 192 GiB/,
  );
  await expect(page.getByRole('rowgroup', { name: /^sp2,.*selected$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('a running machine is one of the two: what it lists, and what its table has @both-schemes', async ({ page }) => {
  await open(page);
  await importText(page, command(192, 832));
  await test.step('its devices could as well become those of the layout, so there is a question', async () => {
    const dialog = await openDoor(page);
    await fill(dialog, captured('four-stacks.query-memory-devices.json'));
    await expect(dialog.getByRole('radio', { name: /^Memory devices of a running QEMU/ })).toBeChecked();
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(dialog).toBeHidden();
    await settled(page);
  });
  const changes = page.getByRole('table', { name: 'What changed' });
  for (const [name, words] of [
    ['sp1', 'resized − 64 GiB, same start'],
    ['sp4', 'resized − 64 GiB, moved − 192 GiB'],
  ] as const) {
    await expect(changes.getByRole('rowgroup', { name: `${name}, ${words}` })).toBeVisible();
  }
  await expect(fact(page, 'soft reserved')).toHaveText(['768 GiB', '512 GiB']);
  await expect(page.getByRole('tab', { name: 'Command line' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Compare with another' }).click();
  await give(page, captured('four-stacks.e820.hex'));
  await expect(fact(page, 'entries, etc/e820')).toHaveText(['7', '7']);
  await expect(fact(page, 'RAM')).toHaveText(['64 GiB', '64 GiB']);
  await page.getByText('E820 text', { exact: true }).click();
  await expect(page.getByText('4 of 7 lines differ.')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(page.getByText('What the machine said is not in it', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Done' }).click();
  await importText(page, command(128, 576));
  await compareWith(page, captured('four-stacks.e820.hex'));
  await expect(page.getByRole('status').getByText('The machine is as planned')).toBeVisible();
});

test('order and formatting are no difference', async ({ page }) => {
  await open(page);
  await importText(page, command(128, 576));
  const same = command(128, 576).replace('-m 64G,slots=4,maxmem=576G', '-m maxmem=589824M,size=65536M,slots=0x4');
  await compareWith(page, same.replaceAll(' -', ' \\\n  -'));
  await expect(page.getByRole('tab', { name: 'Changes 0' })).toBeVisible();
  await expect(page.getByRole('rowgroup', { name: /resized|moved|added|removed|now / })).toHaveCount(0);
  await page.getByText('E820 text', { exact: true }).click();
  await expect(page.getByText('No difference.')).toBeVisible();
});

test('a layout that QEMU refuses is compared all the same, with QEMU’s own words', async ({ page }) => {
  await open(page);
  await importText(page, command(128, 576));
  await compareWith(page, command(192, 576));
  await expect(page.getByRole('region', { name: 'QEMU refuses B' }).locator('code')).not.toBeEmpty();
  await expect(page.getByText('A starts, QEMU refuses B')).toBeVisible();
  await expect(page.getByRole('table', { name: 'What changed' })).toBeVisible();
});

test('a broken link says what is wrong, and loses neither the layout nor what was pasted', async ({ page }) => {
  await open(page);
  const link = await importedLink(page, command(128, 576));
  const dialog = await openDoor(page);
  const field = dialog.getByRole('textbox', { name: 'Link or text of the other layout' });
  const cut = link.slice(0, -20);
  await field.fill(cut);
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(/cut|characters/);
  await expect(field).toHaveValue(cut);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Guest address space' })).toBeVisible();
  expect(page.url()).toBe(link);
});

test('an earlier step is A, and what came of it B', async ({ page }) => {
  await open(page);
  await importText(page, command(128, 576));
  await importText(page, command(192, 832));
  const dialog = await openDoor(page);
  await dialog.getByText('Earlier step', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await settled(page);
  await expect(fact(page, 'to the 1 TiB jump')).toHaveText(['398 GiB', '142 GiB']);
  await page.getByRole('button', { name: 'Swap' }).click();
  await settled(page);
  await expect(fact(page, 'to the 1 TiB jump')).toHaveText(['142 GiB', '398 GiB']);
});

test('a phone shows the picture, the changes, or what is before and after', async ({ page }) => {
  await open(page);
  await importText(page, command(128, 576));
  await compareWith(page, command(192, 832));
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('listbox', { name: 'Ranges of both layouts' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Changes', exact: true }).click();
  await expect(page.getByRole('table', { name: 'What changed' })).toBeVisible();
  await page.getByRole('tab', { name: 'Before and after' }).click();
  await expect(fact(page, 'SPM')).toHaveText(['512 GiB', '768 GiB']);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
