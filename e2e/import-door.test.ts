/** One door in: pasted, dropped or chosen, recognised by content, shown before it is taken. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText, openTable, paste, readImport, rowsOf, sayWhatItIs, takeImport } from './stories';

const OWN = 'qemu-system-x86_64 -machine q35 -m 4G,slots=2,maxmem=8G';
const LOG = readFileSync(new URL('../src/fixtures/host-texts/boot-log-with-srat.txt', import.meta.url), 'utf8');
const A_HOST = /^E820 table, boot log/;
const A_CAPTURE = /^Boot log of the guest/;

const edited = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset['edited']);
const asked = (dialog: Locator): Locator => dialog.getByRole('group', { name: 'This can be read as:' });

/** Files as a drop or a paste brings them. */
async function bring(
  page: Page,
  by: 'drop' | 'paste',
  ...files: readonly { name: string; bytes: Uint8Array }[]
): Promise<Locator> {
  await page.evaluate(
    ({ given, how }) => {
      const transfer = new DataTransfer();
      for (const { name, bytes } of given) transfer.items.add(new File([new Uint8Array(bytes)], name));
      const init = { bubbles: true, cancelable: true };
      window.dispatchEvent(
        how === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
      );
    },
    { given: files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })), how: by },
  );
  return page.getByRole('dialog', { name: 'Import' });
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
/** Entries of `etc/e820`. */
function table(...entries: readonly (readonly [number, number, number])[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(entries.length * 20));
  for (const [index, [start, size, type]] of entries.entries()) {
    view.setBigUint64(index * 20, BigInt(start), true);
    view.setBigUint64(index * 20 + 8, BigInt(size), true);
    view.setUint32(index * 20 + 16, type, true);
  }
  return new Uint8Array(view.buffer);
}

const LIBVIRT_LOG = `2026-10-02 09:12:44.123+0000: starting up libvirt version: 11.8.0, package: 1 (Debian), qemu version: 10.1.0
LC_ALL=C \\
/usr/bin/qemu-system-x86_64 \\
-name guest=apu,debug-threads=on \\
-machine pc-q35-10.1,usb=off,acpi=on \\
-accel kvm \\
-cpu host,migratable=on \\
-m size=4194304k,slots=2,maxmem=16777216k \\
-object '{"qom-type":"memory-backend-ram","id":"ram0","size":4294967296,"host-nodes":[0],"policy":"bind"}' \\
-numa node,nodeid=0,memdev=ram0 \\
-object '{"qom-type":"memory-backend-ram","id":"memdimm0","size":1073741824}' \\
-device '{"driver":"pc-dimm","node":0,"memdev":"memdimm0","id":"dimm0","slot":0}' \\
-msg timestamp=on
char device redirected to /dev/pts/3 (label charserial0)
`;

test('a log of libvirt is its command line; the CPU of its host can be said afterwards', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, LIBVIRT_LOG);
  await readImport(dialog);
  await expect(dialog.getByRole('status')).toContainText('QEMU command line.');
  await expect(dialog).toContainText('-cpu host is the CPU of the machine that QEMU runs on');
  await takeImport(dialog);
  expect((await e820(page)).slice(0, 2)).toEqual([
    '0xfeffc000-0xfeffffff reserved',
    '0xfd00000000-0xffffffffff reserved',
  ]);
  await page.getByRole('grid', { name: 'Guest E820 entries' }).getByRole('row').nth(1).click();
  await expect(page.getByRole('region', { name: 'Why is this entry here?' })).toContainText('With KVM, QEMU reserves');
  const problems = page.getByRole('tabpanel', { name: 'Problems' });
  await openTable(page, 'Problems');
  await expect(problems).toContainText('here that is taken to be AMD');
  await problems.getByRole('button', { name: 'Set the vendor to GenuineIntel' }).click();
  await settled(page);
  await expect(problems).not.toContainText('machine/vendor-of-host');
  await openTable(page, 'E820');
  expect((await e820(page)).slice(0, 2)).toEqual(['0xfeffc000-0xfeffffff reserved', '0x0-0x7fffffff usable']);
});

test('what would change is told before it changes, and Cancel leaves everything as it is @both-schemes', async ({
  page,
}) => {
  await open(page);
  const before = await e820(page);
  await expect(page).toHaveURL(/#d=/);
  const link = page.url();
  const dialog = await paste(page, `${OWN} -display none`);
  await readImport(dialog);
  await expect(dialog.getByRole('status')).toContainText(
    'QEMU command line. Takes the place of the layout. Nothing has changed yet.',
  );
  await expect(dialog.getByText(/^4 GiB of boot RAM/)).toBeVisible();
  await expect(dialog.getByText(/Kept as typed.*-display/)).toBeVisible();
  await expect(dialog.getByText('QEMU starts', { exact: true })).toBeVisible();
  await dialog.getByText('etc/e820 with 3 entries instead of 7').click();
  await expect(dialog.getByRole('list', { name: 'Entries of etc/e820' })).toContainText(
    '0x1080000000-0x307fffffff soft reserved',
  );
  const memory = dialog.getByRole('region', { name: 'Memory: what will change' });
  await expect(memory.getByRole('listitem').first()).toHaveText(/Boot RAM\s*resized\s*64 GiB\s*→\s*becomes\s*4 GiB/);
  await expect(dialog.getByRole('region', { name: 'Devices: what will change' })).toContainText('sp1');
  expect(await accessibilityProblems(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  expect(await edited(page)).toBe('1');
  expect(await e820(page)).toEqual(before);
  expect(page.url()).toBe(link);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('reading and taking need no mouse: Ctrl+Enter in the text, then again, or Enter; it is one undo step', async ({
  page,
}) => {
  await open(page);
  const before = await e820(page);
  for (const second of ['ControlOrMeta+Enter', 'Enter']) {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Import' });
    await dialog.getByLabel('Text to import').fill(OWN);
    await page.keyboard.press('ControlOrMeta+Enter');
    await readImport(dialog);
    await page.keyboard.press(second);
    await expect(dialog).toBeHidden();
    await settled(page);
    expect((await e820(page)).at(-1)).toBe('0x100000000-0x17fffffff usable');
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    expect(await e820(page)).toEqual(before);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  }
});

test('a layout that QEMU will refuse is told to be refused, in QEMU’s words, before it is taken', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, '-machine q35 -cpu Skylake-Server,phys-bits=36 -m 4G,slots=8,maxmem=32G');
  await readImport(dialog);
  await expect(dialog.getByText('QEMU will not start:')).toBeVisible();
  await expect(dialog.getByText('Address space limit 0xfffffffff < 0x127fffffff phys-bits too low (36)')).toBeVisible();
});

test('the same layout again changes nothing, and says so', async ({ page }) => {
  await open(page);
  await importText(page, OWN);
  const revision = await edited(page);
  const dialog = await paste(page, OWN);
  await readImport(dialog);
  await expect(dialog.getByText('Nothing would change: the layout says the same already.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
  expect(await edited(page)).toBe(revision);
});

test('a boot log may be the host’s or the guest’s: that is asked, and can be answered otherwise later @both-schemes', async ({
  page,
}) => {
  await open(page);
  const dialog = await paste(page, LOG);
  const host = asked(dialog).getByRole('radio', { name: A_HOST });
  const guest = asked(dialog).getByRole('radio', { name: A_CAPTURE });
  await expect(host).toBeFocused();
  await expect(host).toBeChecked();
  await expect(asked(dialog)).toContainText('Becomes the host of the layout; the guest stays as it is.');
  await expect(asked(dialog)).toContainText('Is held against the plan; the layout stays as it is.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await expect(guest).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Check against the plan' })).toBeFocused();
  await dialog
    .getByLabel('Read as')
    .selectOption({ label: (await dialog.getByLabel('Read as').locator('option').first().textContent()) ?? '' });
  await expect(dialog.getByRole('button', { name: 'Take as host' })).toBeFocused();
  expect(await edited(page)).toBe('1');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await settled(page);
  await expect(page.locator('.outline').getByText('AMD HyperTransport')).toBeVisible();
});

test('a table of bytes is no text, and is held against the plan', async ({ page }) => {
  await open(page);
  // Its bytes happen to be UTF-8.
  const dialog = await bring(page, 'drop', { name: 'e820.bin', bytes: table([0, 2 ** 30, 1], [2 ** 32, 2 ** 30, 1]) });
  await expect(dialog.getByRole('group', { name: 'File to import' })).toContainText('e820.bin, 40 bytes');
  await expect(dialog.getByText('000010', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Check against the plan' }).click();
  await expect(dialog).toBeHidden();
  expect(await edited(page)).toBe('1');
  await expect(page.getByRole('tab', { name: /^Check/ })).toHaveAttribute('aria-selected', 'true');
});

test('a table that is cut shows the byte; a packed file, an unknown one and a folder of several say what to do @both-schemes', async ({
  page,
}) => {
  await open(page);
  const dialog = await bring(page, 'paste', {
    name: 'cut.bin',
    bytes: table([0, 2 ** 30, 1], [2 ** 32, 2 ** 31, 1]).slice(0, 30),
  });
  await expect(dialog.getByRole('alert')).toContainText('byte 20 (0x14)');
  expect(await accessibilityProblems(page)).toEqual([]);

  await bring(page, 'drop', { name: 'dmesg.gz', bytes: gzipSync(LOG) });
  await expect(dialog.getByRole('alert')).toContainText('The file is packed with gzip.');
  await expect(dialog.getByRole('alert')).toContainText('Unpack it first');

  await bring(page, 'drop', { name: 'noise', bytes: new Uint8Array([0xfe, 0xff, 0xfe, 0xff, 0xfe]) });
  await expect(dialog.getByRole('alert')).toContainText('looks like none of the formats that can be read');
  await dialog.getByText('The formats that can be read', { exact: true }).click();
  await expect(dialog.getByText('QEMU command line', { exact: true })).toBeVisible();
  await expect(
    dialog.getByText('qemu-system-x86_64 -machine q35 -m 4G,slots=2,maxmem=8G', { exact: true }),
  ).toBeVisible();

  await bring(page, 'drop', { name: 'run.sh', bytes: text(OWN) }, { name: 'other.sh', bytes: text('x') });
  await readImport(dialog);
  await expect(dialog.getByText('run.sh', { exact: true })).toBeVisible();
  await expect(dialog.getByText('One more file was dropped: one is read at a time.')).toBeVisible();
  expect(await edited(page)).toBe('1');
});

test('a text as some shells write it, in UTF-16, is read', async ({ page }) => {
  await open(page);
  const wide = Uint8Array.from([0xff, 0xfe, ...[...OWN].flatMap((sign) => [sign.charCodeAt(0), 0])]);
  await takeImport(await bring(page, 'drop', { name: 'run.ps1.txt', bytes: wide }));
  expect((await e820(page)).at(-1)).toBe('0x100000000-0x17fffffff usable');
});

test('a link inside a mail opens, though it was cut into lines; with a command line beside it that is asked', async ({
  page,
}) => {
  await open(page);
  const example = await e820(page);
  await expect(page).toHaveURL(/#d=/);
  const link = page.url();
  await importText(page, OWN);
  const own = await e820(page);
  // Saved work may be replaced unasked: it is undone with one step.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const mail = `Hi,\n\n> see\n> ${link.replace(/.{70}/g, '$&\n> ')}\n> bye`;
  const dialog = await paste(page, mail);
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Open the link' }).click();
  await settled(page);
  expect(await e820(page)).toEqual(example);
  await page.keyboard.press('ControlOrMeta+z');
  await settled(page);
  expect(await e820(page)).toEqual(own);

  await paste(page, `I start it with\n\n  ${OWN.replace('4G', '5G')}\n\nand the layout is ${link}\n`);
  await expect(asked(dialog).getByRole('radio', { name: /^Link of physmap/ })).toBeChecked();
  await sayWhatItIs(dialog, /^QEMU command line/);
  await expect(dialog.getByRole('status').or(dialog.getByRole('alert')).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(await e820(page)).toEqual(own);
});

test('a mistake is marked at its line and column, and the text stays to be mended', async ({ page }) => {
  await open(page);
  const dialog = await paste(page, 'qemu-system-x86_64 -machine q35\n  -m 4G,maxmem=banana');
  await expect(dialog.getByRole('alert')).toContainText('line 2, column 16');
  const area = dialog.getByLabel('Text to import');
  const marked = (): Promise<string> =>
    area.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
  expect(await marked()).toBe('banana');
  await page.keyboard.type('8G');
  await expect(dialog.getByRole('alert')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+Enter');
  await takeImport(dialog);
  await openTable(page, 'E820');
  expect((await rowsOf(page.getByRole('grid', { name: 'Guest E820 entries' }))).length).toBe(3);
});

test('on a phone all of it has room @both-schemes', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const dialog = await paste(page, LOG);
  await expect(asked(dialog)).toBeVisible();
  const fits = (): Promise<boolean> =>
    page.evaluate(() => {
      const body = document.querySelector('dialog[open] .body');
      return body !== null && body.scrollWidth <= body.clientWidth && document.documentElement.scrollWidth <= 390;
    });
  expect(await fits()).toBe(true);
  await sayWhatItIs(dialog, A_HOST);
  await readImport(dialog);
  expect(await fits()).toBe(true);
  expect(await accessibilityProblems(page)).toEqual([]);
  await bring(page, 'drop', { name: 'e820.bin', bytes: table([0, 2 ** 30, 1]) });
  await expect(dialog.getByRole('button', { name: 'Check against the plan' })).toBeVisible();
  expect(await fits()).toBe(true);
});
