/** Every way out: the dialog of formats, what it shows, and the files that come out of it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { chooseFormat, exportAs, openExport } from './exporting';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { download, importText, sha256 } from './stories';

const FOUR_STACKS = [
  'qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=48 -m 64G,slots=4,maxmem=576G',
  '-object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0',
  '-numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4',
  ...[1, 2, 3, 4].map(
    (n) => `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`,
  ),
].join(' ');
const E820_HASH = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';

interface Manifest {
  readonly physmap: string;
  readonly dialect: string;
  readonly layout: string;
  readonly files: readonly {
    readonly name: string;
    readonly of?: string;
    readonly size: number;
    readonly sha256: string;
  }[];
}

test('all files leave as one zip whose manifest holds, twice the same', async ({ page }) => {
  await open(page);
  await importText(page, FOUR_STACKS);
  const save = async (): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    return download(page, () => page.getByRole('menuitem', { name: 'All files (zip)' }).click());
  };
  const zip = await save();
  const files = unzipSync(zip);
  const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()) as Manifest;
  expect(manifest.dialect).toBe('qemu-11.1');
  expect(manifest.files.map(({ name }) => name).toSorted()).toEqual(
    Object.keys(files)
      .filter((name) => name !== 'manifest.json')
      .toSorted(),
  );
  for (const { name, size, sha256: hash } of manifest.files) {
    const bytes = Buffer.from(files[name] ?? []);
    expect([name, bytes.length, sha256(bytes)]).toEqual([name, size, hash]);
  }
  expect(manifest.files.find(({ of }) => of === 'etc/e820')).toMatchObject({ size: 140, sha256: E820_HASH });
  expect(Buffer.from(files['reserved-memory-end.bin'] ?? []).readBigUInt64LE()).toBe(0x91_8000_0000n);
  expect((await save()).equals(zip)).toBe(true);

  // The layout inside opens as the same layout.
  const layout = Buffer.from(files[manifest.layout] ?? []).toString();
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  await importText(page, layout);
  expect((await save()).equals(zip)).toBe(true);
});

test('the C array goes to the clipboard as the file has it, and bytes as digits', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await importText(page, FOUR_STACKS);
  const dialog = await openExport(page);
  await chooseFormat(page, 'etc/e820 as C array');
  await expect(dialog.getByRole('region', { name: 'Preview of e820.h' })).toContainText('/* etc/e820: 7 entries */');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect(dialog.getByText('e820.h copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('{ 0x0000001080000000, 0x0000002000000000, 0xefffffff }, /* soft reserved, sp1 */');
  const file = await download(page, () => dialog.getByRole('button', { name: 'Download' }).click());
  expect(file.toString()).toBe(copied);

  await chooseFormat(page, 'etc/e820');
  await dialog.getByRole('button', { name: 'Copy as hex' }).click();
  await expect(dialog.getByText('e820.bin copied')).toBeVisible();
  const hex = await page.evaluate(() => navigator.clipboard.readText());
  expect(sha256(Buffer.from(hex, 'hex'))).toBe(E820_HASH);
});

test('command lines leave in three forms, each with the words of the layout', async ({ page }) => {
  await open(page);
  await importText(page, FOUR_STACKS);
  const lines = (await exportAs(page, 'QEMU command line')).toString();
  expect(lines.split('\n').slice(0, 3)).toEqual([
    'qemu-system-x86_64 \\',
    '  -machine q35 \\',
    '  -cpu EPYC,phys-bits=48 \\',
  ]);
  const line = (await exportAs(page, 'QEMU command line in one line')).toString();
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(line.split(' ').length).toBe(
    lines
      .replaceAll(/\\\n/g, '')
      .split(/\s+/)
      .filter((word) => word !== '').length,
  );

  const dialog = await openExport(page);
  await chooseFormat(page, 'QEMU configuration file');
  await expect(dialog.getByRole('list', { name: 'Good to know' })).toContainText(
    'On the command line behind -readconfig must stand what a file cannot hold: -cpu.',
  );
  const config = (await download(page, () => dialog.getByRole('button', { name: 'Download' }).click())).toString();
  expect(config).toContain('#   qemu-system-x86_64 -readconfig qemu.cfg \\\n#     -cpu EPYC,phys-bits=48\n');
  expect(config).toContain('[device "sp4"]\n  driver = "sp-mem"\n  memdev = "hbm4"\n  node = "4"\n');
});

test('memory that is soft reserved is imitated with kernel parameters, and a QEMU without it gets its line', async ({
  page,
}) => {
  await open(page);
  await importText(page, FOUR_STACKS);
  const text = (await exportAs(page, 'Kernel parameters (memmap=)')).toString();
  expect(text).toContain('memmap=128G%0x1080000000+0xefffffff memmap=128G%0x3080000000+0xefffffff');
  expect(text).toContain('#   -numa node,nodeid=4,memdev=hbm4');
  expect(text).not.toContain('sp-mem');
});

test('the check against a real QEMU is a program that Python takes', async ({ page }) => {
  await open(page);
  const program = await exportAs(page, 'Check against a real QEMU');
  const folder = await mkdtemp(join(tmpdir(), 'physmap-'));
  await writeFile(join(folder, 'check-plan.py'), program);
  const asked = spawnSync('python3', [join(folder, 'check-plan.py'), '--qemu', join(folder, 'none')], {
    encoding: 'utf8',
  });
  test.skip(asked.error !== undefined, 'there is no Python here');
  expect(asked.stderr).toContain('QEMU cannot be started');
  expect(asked.status).toBe(2);
});

test('a format says why there is nothing for it, and shows it once there is', async ({ page }) => {
  await open(page);
  await importText(page, 'qemu-system-x86_64 -machine q35 -cpu Skylake-Server,phys-bits=36 -m 4G,slots=8,maxmem=32G');
  const dialog = await openExport(page);
  await chooseFormat(page, 'etc/e820');
  await expect(dialog.getByRole('alert')).toContainText(
    'There is no etc/e820: QEMU does not start with this layout: Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)',
  );
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeDisabled();
  await chooseFormat(page, 'QEMU command line');
  await expect(dialog.getByRole('region', { name: 'Preview of qemu.sh' })).toContainText('phys-bits=36');
  await expect(dialog.getByRole('button', { name: 'Download' })).toBeEnabled();
});

test('formats are found and saved with the keyboard alone', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Export', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('combobox', { name: 'Search formats' })).toBeFocused();
  await page.keyboard.type('e820');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('option', { selected: true })).toHaveCount(1);
  await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('option', { selected: true })).toContainText('etc/e820');
  await settled(page);
  await expect(dialog.getByRole('region', { name: 'Preview of e820.bin' })).toBeVisible();
  const bytes = await download(page, () => page.keyboard.press('Enter'));
  expect(bytes.length).toBe(140);
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('listbox', { name: 'Formats' })).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
});

test(
  'the dialog has no accessibility problem, with a file, without one, and with nothing found',
  { tag: '@both-schemes' },
  async ({ page }) => {
    await open(page);
    const dialog = await openExport(page);
    for (const title of ['QEMU configuration file', 'SLIT', 'etc/e820', 'Picture (SVG)']) {
      await chooseFormat(page, title);
      expect(await accessibilityProblems(page), title).toEqual([]);
    }
    await dialog.getByRole('combobox', { name: 'Search formats' }).fill('nothing of that name');
    await expect(dialog.getByText('No format has these words.')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  },
);

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('a format is chosen, looked at and saved', { tag: '@both-schemes' }, async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('button', { name: 'All formats…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await expect(dialog.getByRole('listbox', { name: 'Formats' })).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    await chooseFormat(page, 'etc/e820 as CSV');
    await expect(dialog.getByRole('listbox', { name: 'Formats' })).toBeHidden();
    await expect(dialog.getByRole('region', { name: 'Preview of e820.csv' })).toContainText(
      'soft reserved,1,sp1,exact',
    );
    expect(await accessibilityProblems(page)).toEqual([]);
    const csv = await download(page, () => dialog.getByRole('button', { name: 'Download' }).click());
    expect(csv.toString().split('\n')[0]).toBe('start,end,size,type,words,node,cause,sure');
    await dialog.getByRole('button', { name: 'All formats' }).click();
    await expect(dialog.getByRole('listbox', { name: 'Formats' })).toBeVisible();
  });
});
