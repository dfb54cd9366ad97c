import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { importText, openTable, selectInOutline, setField } from './stories';

const problems = (page: Page): Locator => page.getByRole('tabpanel', { name: 'Problems' });
/** The finding whose first sentence has this. */
const finding = (page: Page, text: string | RegExp): Locator =>
  problems(page).getByRole('article').filter({ hasText: text }).first();

async function chooseFix(page: Page, text: string | RegExp, title: string | RegExp): Promise<void> {
  await finding(page, text).getByRole('button', { name: title }).first().click();
  await settled(page);
}

/** Chooses a value of the shown form by its title. */
async function choose(page: Page, path: string, title: RegExp): Promise<void> {
  const select = page.locator(`[data-path="${path}"] select`).first();
  const value = await select.locator('option').filter({ hasText: title }).first().getAttribute('value');
  await select.selectOption(value ?? '');
  await settled(page);
}

const DIMMS =
  '-machine q35 -cpu Skylake-Server -m 4G,slots=4,maxmem=8G -object memory-backend-ram,id=m1,size=40M -device pc-dimm,id=d1,memdev=m1 -object memory-backend-ram,id=m2,size=1G -device pc-dimm,id=d2,memdev=m2';

test.describe('a guest whose rules are stricter than the VMM’s', () => {
  test('two DIMMs that QEMU accepts and Linux refuses, one for its size and one for its start', async ({ page }) => {
    await open(page);
    await importText(page, DIMMS);
    await expect(page.getByText('QEMU starts').first()).toBeVisible();
    await openTable(page, /Problems/);
    const small = finding(page, 'VMM accepts, Linux refuses: 40 MiB of d1');
    await expect(small).toContainText('0x180000000-0x1827fffff');
    const shifted = finding(page, 'VMM accepts, Linux refuses: d2 begins at 0x182800000');
    await expect(shifted).toContainText('no multiple of 128 MiB');
    await expect(shifted).toContainText(
      'Block size [0x8000000] unaligned hotplug range: start 0x182800000, size 0x40000000',
    );
  });

  test('a first device of 128 MiB mends both', async ({ page }) => {
    await open(page);
    await importText(page, DIMMS);
    await openTable(page, /Problems/);
    await chooseFix(page, '40 MiB of d1', 'Make d1 128 MiB');
    await expect(problems(page).getByText('VMM accepts, Linux refuses')).toHaveCount(0);
    await expect(page.getByText('QEMU starts').first()).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    await expect(finding(page, 'd2 begins at 0x182800000')).toBeVisible();
  });

  test('an address for the second mends the second', async ({ page }) => {
    await open(page);
    await importText(page, DIMMS);
    await openTable(page, /Problems/);
    await chooseFix(page, 'd2 begins at 0x182800000', 'Put d2 at 0x188000000');
    await expect(problems(page).getByText('d2 begins at')).toHaveCount(0);
    await expect(finding(page, '40 MiB of d1')).toBeVisible();
  });

  test('an NVDIMM in front is fine itself and spoils the second', async ({ page }) => {
    await open(page);
    await importText(
      page,
      DIMMS.replace('-machine q35', '-machine q35,nvdimm=on').replace('pc-dimm,id=d1', 'nvdimm,id=d1'),
    );
    await openTable(page, /Problems/);
    await expect(finding(page, 'd2 begins at 0x182800000')).toContainText('right behind d1');
    await expect(problems(page).getByText('of d1 are no whole memory blocks')).toHaveCount(0);
  });
});

/** GPUs behind root ports of their own, as a layout file has them: what BARs they have, no option of QEMU says. */
function withGpus(
  size: number,
  model: string,
  physBits: number,
  gpus: readonly (readonly object[] | undefined)[],
): string {
  const devices = gpus.flatMap((bars, index) => [
    { kind: 'other', driver: 'pcie-root-port', id: `rp${index}`, extra: { bus: 'pcie.0', chassis: String(index + 1) } },
    {
      kind: 'other',
      driver: 'vfio-pci',
      id: `gpu${index}`,
      bars,
      extra: { bus: `rp${index}`, host: `0000:${index + 1}1:00.0` },
    },
  ]);
  return JSON.stringify({ format: 3, machine: { type: 'q35' }, cpu: { model, physBits }, memory: { size }, devices });
}

const GIB = 2 ** 30;
const LARGE = [{ size: 512 * GIB }, { size: 2 ** 25 }];

test.describe('BARs and the firmware’s PCI window', () => {
  test('eight GPUs of 512 GiB and a small BAR take 8 TiB: all of one eighth, half of one quarter', async ({ page }) => {
    await open(page);
    const seven = Array.from({ length: 7 }, () => LARGE);
    await importText(page, withGpus(64 * GIB, 'SapphireRapids', 46, [...seven, undefined]));
    await selectInOutline(page, 'devices.15');
    await setField(page, 'devices.15.bars', '512G, 32M');
    await page.getByRole('button', { name: 'Firmware, kernel' }).press('Enter');
    await selectInOutline(page, 'boot.firmware');
    await choose(page, 'boot.pciWindow', /One eighth of the address space/);
    await openTable(page, /Problems/);
    const full = finding(page, 'The BARs take all 8 TiB of the firmware’s window');
    await expect(full).toContainText('nothing is left for other devices');
    await expect(full).toContainText('8 × 1 TiB');
    await expect(full).toContainText('0x380000000000-0x3fffffffffff, 8 TiB');
    await expect(full).toContainText('modelled');
    await choose(page, 'boot.pciWindow', /One quarter of the address space/);
    await expect(problems(page).getByText('The BARs take all')).toHaveCount(0);
    await selectInOutline(page, 'devices.1');
    await setField(page, 'devices.1.bars', '8T, 32M');
    await expect(finding(page, 'the firmware’s window has 16 TiB')).toContainText('7 TiB are missing');
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('a BAR over AMD’s reserved range is an error with a place that is free', async ({ page }) => {
    await open(page);
    const places = [0x80_0000_0000, 0xa0_0000_0000, 0xc0_0000_0000];
    const three = places.map((addr) => [{ size: 128 * GIB, addr }]);
    await importText(page, withGpus(384 * GIB, 'EPYC', 48, [...three, undefined]));
    await selectInOutline(page, 'devices.7');
    await setField(page, 'devices.7.bars', '128G @ 0xe000000000');
    await openTable(page, /Problems/);
    const clash = finding(page, 'BAR 0 of gpu3 lies over the reserved range');
    await expect(clash).toContainText('0xfd00000000-0xffffffffff');
    await expect(clash).toContainText('0xe000000000-0xffffffffff (128 GiB)');
    await expect(problems(page).getByText(/BAR 0 of gpu[012] lies/)).toHaveCount(0);
    await chooseFix(page, 'BAR 0 of gpu3', 'Put it at 0x10000000000');
    await expect(problems(page).getByText('lies over the reserved range')).toHaveCount(0);
  });
});

const WIDE = '-machine q35 -cpu Skylake-Server,phys-bits=44 -m 4G -global q35-pcihost.pci-hole64-size=8T';
const WIDTHS = [39, 46, 48].map((bits) => `address sizes\t: ${bits} bits physical, 48 bits virtual`).join('\n');

test('of three hosts one is too narrow: by how much, and the largest hole for all', async ({ page }) => {
  await open(page);
  await importText(page, WIDE);
  await importText(page, WIDTHS);
  await openTable(page, /Problems/);
  const narrow = finding(page, '1 of 3 hosts cannot run this guest: it needs 44 address bits');
  await expect(narrow).toContainText('Cannot: 39 bits, 5 too few. Can: 46 bits and 48 bits.');
  await expect(narrow).toContainText('a 64-bit PCI hole of 506 GiB');
  await expect(finding(page, 'a danger when it is migrated there')).toContainText('Narrower: 39 bits.');
  await expect(page.locator('.outline').getByText('5 bits short')).toBeVisible();
  await chooseFix(page, '1 of 3 hosts', 'Make the hole 506 GiB');
  await expect(problems(page).getByText('cannot run this guest')).toHaveCount(0);
  await expect(page.locator('.outline').getByText('can run it')).toHaveCount(3);
  await chooseFix(page, 'a danger when it is migrated there', 'Use phys-bits 39');
  await expect(problems(page).getByText('a danger when it is migrated')).toHaveCount(0);
  await expect(page.getByText('QEMU starts').first()).toBeVisible();
});

test('a guest with SPM is told once that migration leaves it behind', async ({ page }) => {
  await open(page);
  await openTable(page, /Problems/);
  await expect(problems(page).getByText(/the contents of sp1, sp2, sp3 and sp4 are not sent/)).toHaveCount(1);
});

test('a CXL window between 2 GiB blocks loses 768 and 1,792 MiB, and nothing with 256 MiB blocks', async ({ page }) => {
  await open(page);
  await importText(page, '-machine q35 -m 4G');
  await importText(page, 'c050000000-fcefffffff : CXL Window 0\nMemory block size: 2G');
  await openTable(page, /Problems/);
  const lost = finding(page, '768 MiB in front and 1,792 MiB behind');
  await expect(lost).toContainText('240 of 242.5 GiB');
  await expect(lost).toContainText('120 blocks of 2 GiB, 1.03 % lost');
  await selectInOutline(page, 'host');
  await setField(page, 'host.blockSize', '256M');
  await expect(problems(page).getByText('768 MiB in front')).toHaveCount(0);
});

test('slots that are never used are shown as what they cost', async ({ page }) => {
  await open(page);
  await importText(page, '-machine q35 -m 4G,slots=256,maxmem=8G');
  await openTable(page, /Problems/);
  const stranded = finding(page, 'at most 4 GiB can be memory');
  await expect(stranded).toContainText('256 GiB for the alignment of 256 slots');
});
