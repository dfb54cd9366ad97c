/** What a machine says of its memory, pasted. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importText, openTable, paste, readImport, rowsOf, sayWhatItIs, takeImport } from './stories';

const fixture = (name: string): string =>
  readFileSync(new URL(`../src/fixtures/host-texts/${name}`, import.meta.url), 'utf8');

const A_HOST = /^E820 table, boot log/;

async function pasteHost(page: Page, text: string): Promise<Locator> {
  const dialog = await paste(page, text);
  await readImport(dialog, A_HOST);
  await expect(dialog.getByText('Becomes the host of the layout; the guest stays as it is.')).toBeVisible();
  return dialog;
}

const factsOf = (dialog: Locator): Promise<string[][]> =>
  dialog
    .getByRole('table', { name: 'What was understood' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td, th')].map((cell) => (cell.textContent ?? '').trim())),
    );

/** What the guest of the first example has: a host that is read must not change it. */
const guestRows = async (page: Page): Promise<string[][]> =>
  rowsOf(page.getByRole('grid', { name: 'Guest E820 entries' }));

test('a boot log becomes the host’s map, with sums, gaps and every line accounted for @both-schemes', async ({
  page,
}) => {
  await open(page);
  const before = await guestRows(page);
  const noise = '[    0.000000] Linux version 7.2.13\r\n[    0.000000] Command line: quiet\r\n';
  const dialog = await pasteHost(page, noise + fixture('boot-log-with-srat.txt').replaceAll('\n', '\r\n'));
  expect(await factsOf(dialog)).toEqual([
    ['5', 'ranges of the E820 table (BIOS-e820)', ''],
    ['3', 'usable', '8 GiB − 513 KiB'],
    ['1', 'soft reserved', '8 GiB'],
    ['1', 'reserved', '12 GiB'],
    ['3', 'gaps', '996 GiB + 513 KiB'],
    ['5', 'lines of E820 tables', ''],
    ['1', 'SRAT entries', ''],
  ]);
  await expect(dialog.getByText('Not understood: 2 of 8 lines')).toBeVisible();
  await dialog.getByRole('button', { name: 'lines 1 to 2' }).click();
  const area = dialog.getByLabel('Text to import');
  const selected = await area.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(selected.trim().split('\n')).toHaveLength(2);
  expect(await accessibilityProblems(page)).toEqual([]);
  await takeImport(dialog);

  expect(await guestRows(page)).toEqual(before);
  await openTable(page, 'E820');
  await page.getByRole('radio', { name: 'Host' }).check({ force: true });
  const host = page.getByRole('grid', { name: /host/i });
  await expect(host).toBeVisible();
  const softReserved = (await rowsOf(host)).filter((row) => row.join(' ').includes('soft reserved'));
  expect(softReserved).toHaveLength(1);
  expect(softReserved.flat()).toEqual(expect.arrayContaining(['0x280000000', '0x47fffffff', '8 GiB', '1']));
  await expect(page.locator('.outline').getByText('AMD HyperTransport')).toBeVisible();

  await page.keyboard.press('Control+z');
  await settled(page);
  await expect(page.locator('.outline').getByText('AMD HyperTransport')).toBeHidden();
});

test('lsmem, numactl and daxctl together tell blocks, nodes without CPUs, and memory given to the OS', async ({
  page,
}) => {
  await open(page);
  await importText(
    page,
    'qemu-system-x86_64 -m 4G,slots=2,maxmem=8G -object memory-backend-ram,id=a,size=1G -device pc-dimm,id=d,memdev=a',
  );
  const texts = ['lsmem.txt', 'numactl-node-without-cpus.txt', 'daxctl.json'].map(fixture).join('\n');
  const dialog = await pasteHost(page, texts);
  const facts = await factsOf(dialog);
  expect(facts.slice(0, 2)).toEqual([
    ['3', 'ranges of lsmem', ''],
    ['3', 'usable', '136 GiB'],
  ]);
  await expect(dialog.getByText(/No e820 data from the firmware/)).toBeVisible();
  await expect(dialog.getByText(/^Every line was understood/)).toBeVisible();
  await takeImport(dialog);
  await expect(page.locator('.outline').getByText(/dax0\.0, device memory given to the OS/)).toBeVisible();
  await openTable(page, /Problems/);
  const problems = page.getByRole('tabpanel', { name: 'Problems' });
  await expect(
    problems.getByText(/d cannot be added on this machine: 1 GiB are no whole memory blocks/).first(),
  ).toBeVisible();
  await expect(problems.getByText(/A multiple of 2 GiB/).first()).toBeVisible();
});

test('/proc/iomem keeps its tree, and absence is not taken for proof', async ({ page }) => {
  await open(page);
  const dialog = await pasteHost(page, fixture('iomem-cxl-window.txt'));
  expect((await factsOf(dialog)).slice(0, 2)).toEqual([
    ['1', 'ranges of /proc/iomem', ''],
    ['1', 'usable', '128 GiB'],
  ]);
  await expect(dialog.getByText(/absence here does not prove absence/)).toBeVisible();
  await expect(dialog.getByText(/dmesg/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();

  const hidden = await paste(page, '00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n');
  await expect(hidden.getByRole('alert')).toContainText('captured without root');
  await expect(hidden.getByRole('alert')).toContainText('sudo cat /proc/iomem');
});

test('a text without data of a machine says so, and how to get some', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  const dialog = await paste(page, fixture('11-topology-facts-without-dmesg.txt'));
  await expect(dialog.getByRole('alert')).toContainText('no e820 data');
  await dialog.getByText('How to collect these texts from a machine').click();
  await dialog.getByRole('button', { name: 'Copy the command: What drivers made of it' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('sudo cat /proc/iomem');
  expect(await accessibilityProblems(page)).toEqual([]);
});

const LONG = `${fixture('boot-log-with-srat.txt')}${Array.from(
  { length: 64_000 },
  (_, index) =>
    `[${(index / 1000).toFixed(6).padStart(12)}] pci 0000:00:1f.${index % 8}: [8086:2918] type 00 class 0x060100 conventional`,
).join('\n')}`;

test('a long log shows how far it is and can be cancelled; one of 5 MiB is read', async ({ page }) => {
  expect(LONG.length).toBeGreaterThan(5 * 2 ** 20 - 2 ** 16);
  await open(page);
  const before = await guestRows(page);
  // Lines that look as if they told something take the longest.
  const dialog = await paste(page, `${fixture('boot-log-with-srat.txt')}${'node 0 [mem\n'.repeat(2 ** 20)}`);
  await sayWhatItIs(dialog, A_HOST);
  await expect(dialog.getByRole('progressbar', { name: 'Reading the text' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('progressbar')).toBeHidden();
  await expect(dialog.getByText('1,048,582 lines')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.dataset['edited'])).toBe('1');

  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await paste(page, LONG);
  await sayWhatItIs(dialog, A_HOST);
  await expect(dialog.getByText('Not understood: 64,000 of 64,006 lines')).toBeVisible();
  await dialog.getByRole('button', { name: 'lines 7 to 64,006' }).click();
  await takeImport(dialog);
  expect(await guestRows(page)).toEqual(before);
});
