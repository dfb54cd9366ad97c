/** Memory that comes and goes while the guest runs: a day of DIMMs, and one virtio-mem device that grows and shrinks. */
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test } from './journey';
import { e820, importText, openTable, rowsOf } from './stories';

const GiB = 2 ** 30;
const DAY = '-machine q35 -cpu Skylake-Server,phys-bits=46 -m 4G,slots=4,maxmem=32G';
const plug = (number: number, gib: number) => ({
  do: 'plug',
  device: { kind: 'pc-dimm', id: `dimm${number}`, memdev: `mem${number}` },
  backend: { id: `mem${number}`, type: 'ram', size: gib * GiB },
});
const layoutOf = (layout: object): string => JSON.stringify({ format: 4, machine: { type: 'q35' }, ...layout });
/** A guest that keeps plugged memory movable: whether it gives a DIMM back is then its own choice. */
const dayOfResizing = layoutOf({
  title: 'A day of resizing',
  cpu: { model: 'Skylake-Server', physBits: 46 },
  memory: { size: 4 * GiB, slots: 4, maxmem: 32 * GiB },
  boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
  events: [plug(1, 8), plug(2, 8), { do: 'unplug', device: 'dimm1' }, plug(3, 12), plug(4, 8), plug(5, 4)],
});

const E820 = ['0x0-0x7fffffff usable', '0x100000000-0x17fffffff usable'];

const steps = (page: Page): Locator => page.getByRole('listbox', { name: 'Steps of the timeline' });
const status = (page: Page): Locator => page.getByRole('contentinfo');

/** What the list says of each step, in one line: `t1 done plug dimm1, 8 GiB 0x180000000`. */
async function stepTexts(page: Page): Promise<string[]> {
  const rows = await steps(page).getByRole('option').all();
  return Promise.all(
    rows.map(async (row) => {
      const sign = (await row.getByRole('img').getAttribute('aria-label')) ?? '';
      const [time, ...words] = (await row.innerText()).split(/\s*\n\s*/);
      return [time, sign, ...words].join(' ').replace(/\s+/g, ' ').trim();
    }),
  );
}

async function openAddressByTime(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Address by time' }).click();
  await expect(page.getByRole('region', { name: 'Address by time' }).first()).toBeVisible();
  await expect(steps(page)).toBeVisible();
  await settled(page);
}

/** Presses a key and waits for the moment that it leads to. */
async function go(page: Page, key: string, now: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(status(page)).toContainText(`now ${now}`);
  await settled(page);
}

/** Ranges of the map as its list names them. */
const onMap = (page: Page, name: RegExp): Locator => page.getByRole('option', { name });

test.describe('a day of resizing', () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await importText(page, dayOfResizing);
  });

  test('each step says where the memory went, or why it did not, and E820 is the same all day', async ({ page }) => {
    await openAddressByTime(page);
    expect(await stepTexts(page)).toEqual([
      'boot done 4 GiB RAM, window 32 GiB etc/e820 written, 2 entries',
      't1 done plug dimm1, 8 GiB 0x180000000',
      't2 done plug dimm2, 8 GiB 0x380000000',
      't3 as the guest decides unplug dimm1 guest agrees',
      't4 done plug dimm3, 12 GiB 0x580000000',
      't5 done plug dimm4, 8 GiB 0x180000000',
      't6 refused plug dimm5, 4 GiB not enough space',
    ]);
    await go(page, 'Home', 'boot');
    const used: readonly (readonly [string, string, string])[] = [
      ['boot', '0 of 4', '0 bytes of 28 GiB'],
      ['t1', '1 of 4', '8 of 28 GiB'],
      ['t2', '2 of 4', '16 of 28 GiB'],
      ['t3', '1 of 4', '8 of 28 GiB'],
      ['t4', '2 of 4', '20 of 28 GiB'],
      ['t5', '3 of 4', '28 of 28 GiB'],
      ['t6', '3 of 4', '28 of 28 GiB'],
    ];
    for (const [moment, slots, bytes] of used) {
      if (moment !== 'boot') await go(page, 'ArrowRight', moment);
      await expect(status(page)).toContainText(`slots ${slots}`);
      await expect(status(page)).toContainText(`window ${bytes}`);
      await expect(status(page)).toContainText('etc/e820: 2 entries at every step');
      await openTable(page, 'E820');
      expect(await e820(page)).toEqual(E820);
      await openTable(page, moment === 'boot' ? 'Boot' : `Step ${moment}`);
      await page.getByRole('region', { name: 'Address by time' }).first().focus();
    }
    await expect(status(page)).toContainText('step t6 refused');
  });

  test('the refused step is told in QEMU’s words, with the sum and with what E820 never says', async ({ page }) => {
    await openAddressByTime(page);
    await go(page, 'End', 't6');
    await openTable(page, 'Step t6');
    const panel = page.getByRole('tabpanel', { name: /Step/ });
    await expect(panel.getByRole('heading', { name: /t6 is refused/ })).toBeVisible();
    await expect(panel).toContainText('28 of 28 GiB');
    await expect(panel).toContainText(
      'not enough space, currently 0x700000000 in use of total space for memory devices 0x700000000',
    );
    await expect(panel.getByRole('row', { name: /^E820/ })).toContainText('same');
    await expect(panel).toContainText(/never|only once|written once/);
    await expect(panel.getByRole('row', { name: /dimm1/ })).toContainText('gone');
    await expect(panel.getByRole('row', { name: /dimm4/ })).toContainText('0x180000000');
    await expect(panel.getByRole('row', { name: /dimm4/ })).toContainText('online');
    await expect(panel.getByRole('row', { name: /dimm5/ })).toContainText('refused');
  });

  test('a guest that refuses to give dimm1 back changes what becomes of the steps behind', async ({ page }) => {
    await openAddressByTime(page);
    await steps(page)
      .getByRole('option', { name: /unplug dimm1/ })
      .click();
    await settled(page);
    const answer = page.getByRole('radiogroup', { name: 'What the guest says at t3' });
    await expect(answer.getByRole('radio', { name: 'agrees' })).toBeChecked();
    await answer.getByText('refuses').click();
    await settled(page);
    expect((await stepTexts(page)).slice(3)).toEqual([
      't3 with a loss unplug dimm1 guest refuses, it stays',
      't4 done plug dimm3, 12 GiB 0x580000000',
      't5 refused plug dimm4, 8 GiB not enough space',
      't6 refused plug dimm5, 4 GiB not enough space',
    ]);
    await expect(status(page)).toContainText('now t3');
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    expect((await stepTexts(page)).at(5)).toBe('t5 done plug dimm4, 8 GiB 0x180000000');
  });

  test('the map, its tables and the findings are those of the moment', async ({ page }) => {
    await expect(onMap(page, /dimm1/)).toHaveCount(0);
    const row = page.getByRole('region', { name: 'Timeline under the map' });
    await row.getByRole('button', { name: /Last step/ }).click();
    await settled(page);
    await expect(onMap(page, /dimm4/)).toHaveCount(1);
    await expect(onMap(page, /dimm1/)).toHaveCount(0);
    await openTable(page, 'Devices');
    const devices = page.getByRole('tabpanel');
    await expect(devices).toContainText('dimm4');
    await expect(devices).not.toContainText('dimm1');
    await row.getByRole('button', { name: /^Boot/ }).click();
    await settled(page);
    await expect(onMap(page, /dimm/)).toHaveCount(0);
    await openTable(page, /Problems/);
    await expect(page.getByRole('tabpanel')).not.toContainText('not enough space');
    // Nobody looks at a moment any more: all that is to be said of the layout is listed again.
    await page.keyboard.press('Escape');
    await settled(page);
    await expect(page.getByRole('tabpanel')).toContainText('not enough space');
  });

  test('it plays to the end, and each step is said aloud', async ({ page }) => {
    await openAddressByTime(page);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: /^Stop/ }).first()).toBeVisible();
    const said = page.getByTestId('timeline-said');
    await expect(said).toContainText('t1');
    await expect(said).toContainText('t3');
    await expect(status(page)).toContainText('now t6');
    await expect(page.getByRole('button', { name: /^Stop/ })).toHaveCount(0);
    await expect(said).toContainText(/t6.*(refuse|maxmem)/);
  });

  test('all of it works without a mouse, and Esc leaves it one thing at a time', async ({ page }) => {
    await page.keyboard.press('t');
    await expect(steps(page)).toBeVisible();
    await go(page, 'ArrowRight', 't1');
    await go(page, 'End', 't6');
    await go(page, 'ArrowLeft', 't5');
    // The steps are one stop of Tab; Alt with an arrow moves the step that is looked at.
    await steps(page)
      .getByRole('option', { name: /plug dimm4/ })
      .focus();
    await page.keyboard.press('Alt+ArrowUp');
    await settled(page);
    expect((await stepTexts(page)).slice(4)).toEqual([
      't4 done plug dimm4, 8 GiB 0x180000000',
      't5 done plug dimm3, 12 GiB 0x580000000',
      't6 refused plug dimm5, 4 GiB not enough space',
    ]);
    await expect(status(page)).toContainText('now t4');
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    expect((await stepTexts(page))[5]).toBe('t5 done plug dimm4, 8 GiB 0x180000000');

    await page.getByRole('region', { name: 'Address by time' }).first().focus();
    // The selected step, then the moment, then the picture.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(status(page)).not.toContainText('now');
    await expect(steps(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(steps(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Address by time' })).toBeFocused();
  });

  test('the row folds to a line, and stays so', async ({ page }) => {
    const row = page.getByRole('region', { name: 'Timeline under the map' });
    await row.getByRole('button', { name: 'Fold the timeline' }).click();
    await expect.poll(async () => (await row.boundingBox())?.height).toBeLessThan(40);
    await page.reload();
    await settled(page);
    await expect(row.getByRole('button', { name: 'Show the timeline' })).toBeVisible();
  });

  test('nothing of it is an accessibility problem', { tag: '@both-schemes' }, async ({ page }) => {
    await page
      .getByRole('region', { name: 'Timeline under the map' })
      .getByRole('button', { name: /Last step/ })
      .click();
    await settled(page);
    expect(await accessibilityProblems(page), 'with the strip').toEqual([]);
    await openAddressByTime(page);
    expect(await accessibilityProblems(page), 'address by time').toEqual([]);
  });

  test('a phone has it as a tab', { tag: '@both-schemes' }, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await expect(steps(page)).toBeVisible();
    await steps(page)
      .getByRole('option', { name: /plug dimm5/ })
      .click();
    await settled(page);
    await expect(steps(page).getByRole('option', { name: /plug dimm5/ })).toHaveAttribute('aria-selected', 'true');
    await expect(
      page.getByRole('region', { name: 'The step that is looked at' }).getByRole('textbox').first(),
    ).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('a layout without steps is given its first one from the row under the map', async ({ page }) => {
  await open(page);
  await importText(page, `qemu-system-x86_64 ${DAY}`);
  await page.getByRole('button', { name: 'Plug, unplug' }).click();
  await expect(page.getByRole('button', { name: 'Step', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Plug DIMM/ }).click();
  await settled(page);
  await expect(steps(page).getByRole('option')).toHaveCount(2);
  expect((await stepTexts(page))[1]).toContain('0x180000000');
  await expect(status(page)).toContainText('now t1');
});

interface Resize {
  readonly do: 'resize';
  readonly device: 'vm0';
  readonly requestedSize: number;
  /** Where the guest stops. */
  readonly reaches?: number;
}
const resize = (requestedSize: number, reaches?: number): Resize => ({
  do: 'resize',
  device: 'vm0',
  requestedSize,
  ...(reaches === undefined ? {} : { reaches }),
});
const virtioMem = (steps: readonly Resize[], ram = 4 * GiB): string =>
  layoutOf({
    title: 'virtio-mem resize plan',
    cpu: { model: 'Skylake-Server', physBits: 46 },
    memory: { size: ram, maxmem: 32 * GiB + ram },
    boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
    backends: [{ id: 'vmem', type: 'ram', size: 32 * GiB }],
    devices: [{ kind: 'virtio-mem', id: 'vm0', memdev: 'vmem', blockSize: 2 ** 21, requestedSize: 0 }],
    events: steps,
  });
const GROWS_AND_SHRINKS = [resize(8 * GiB), resize(24 * GiB), resize(4 * GiB)];

test.describe('a virtio-mem device that grows and shrinks', () => {
  const device = (page: Page): Locator => page.getByRole('tabpanel').getByRole('row', { name: /vm0/ });

  test('follows each request, while E820 and SRAT stay as they were at boot', async ({ page }) => {
    await open(page);
    await importText(page, virtioMem(GROWS_AND_SHRINKS));
    await openTable(page, 'SRAT');
    const srat = await rowsOf(page.getByRole('grid', { name: 'SRAT memory affinity' }));
    expect(srat.at(-1)?.slice(1)).toEqual(['0x180000000', '0x97fffffff', '32 GiB', 'enabled, hot-pluggable']);
    await openAddressByTime(page);
    await go(page, 'Home', 'boot');
    for (const [moment, size] of [
      ['t1', '8 GiB'],
      ['t2', '24 GiB'],
      ['t3', '4 GiB'],
    ] as const) {
      await go(page, 'ArrowRight', moment);
      await openTable(page, `Step ${moment}`);
      await expect(device(page)).toContainText(size);
      await openTable(page, 'SRAT');
      expect(await rowsOf(page.getByRole('grid', { name: 'SRAT memory affinity' }))).toEqual(srat);
      await openTable(page, 'E820');
      expect(await e820(page)).toEqual(E820);
      await page.getByRole('region', { name: 'Address by time' }).first().focus();
    }
  });

  test('may stop before the size that is requested', async ({ page }) => {
    await open(page);
    await importText(page, virtioMem([resize(24 * GiB), resize(4 * GiB, 6 * GiB)]));
    await openAddressByTime(page);
    await go(page, 'End', 't2');
    expect((await stepTexts(page))[2]).toContain('stops at 6 GiB');
    await openTable(page, 'Step t2');
    await expect(device(page)).toContainText('6 GiB');
  });

  test('refuses a size that is no multiple of its blocks', async ({ page }) => {
    await open(page);
    await importText(page, virtioMem([resize(8 * GiB + 2 ** 20)]));
    await openAddressByTime(page);
    await go(page, 'End', 't1');
    expect((await stepTexts(page))[1]).toContain('refused');
    await openTable(page, 'Step t1');
    await expect(page.getByRole('tabpanel')).toContainText(
      "'requested-size' has to be multiples of 'block-size' (0x200000)",
    );
  });

  test('needs memory for page metadata first, which a small guest does not have', async ({ page }) => {
    await open(page);
    await importText(page, virtioMem([resize(12 * GiB)], GiB / 4));
    await openTable(page, /Problems/);
    const panel = page.getByRole('tabpanel');
    await expect(panel).toContainText('12 GiB more need 192 MiB, and the guest has 256 MiB in all');
    // Most of it can be moved, and the little that cannot has to serve all of it.
    await expect(panel).toContainText('12 GiB are movable, 256 MiB are not');
  });
});
