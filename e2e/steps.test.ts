/** Steps that are added, changed, moved and taken away; and what cannot arrive later, or leave. */
import type { Locator, Page } from '@playwright/test';
import { accessibilityProblems, expect, open, settled, test, unreachedControls } from './journey';
import { e820, importText, openTable, selectInOutline, setField } from './stories';

const GiB = 2 ** 30;
const layoutOf = (layout: object): string => JSON.stringify({ format: 4, machine: { type: 'q35' }, ...layout });

const hbm = (number: number) => ({ id: `hbm${number}`, type: 'ram', size: 128 * GiB });
const stack = (number: number) => ({ kind: 'sp-mem', id: `sp${number}`, memdev: `hbm${number}`, node: number });
/** Three stacks at boot, and a fourth that is asked for later. */
const LATE_STACK = layoutOf({
  title: 'A stack that arrives later',
  cpu: { model: 'EPYC', physBits: 48 },
  smp: { cpus: 8 },
  memory: { size: 64 * GiB, maxmem: 576 * GiB, slots: 4 },
  backends: [{ id: 'r0', type: 'ram', size: 64 * GiB }, ...[1, 2, 3].map(hbm)],
  nodes: [{ id: 0, memdev: 'r0', cpus: [{ first: 0, last: 7 }] }, ...[1, 2, 3, 4].map((id) => ({ id }))],
  devices: [1, 2, 3].map(stack),
  boot: { firmware: 'seabios', kernel: '7.2' },
  events: [{ do: 'plug', device: stack(4), backend: hbm(4) }],
});

const EMPTY_DAY = layoutOf({
  title: 'Steps by hand',
  cpu: { model: 'Skylake-Server', physBits: 46 },
  memory: { size: 4 * GiB, slots: 8, maxmem: 68 * GiB },
  boot: { firmware: 'seabios', kernel: '7.2', append: 'memhp_default_state=online_movable' },
});

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Steps of the timeline' });
const row = (page: Page, name: RegExp): Locator => list(page).getByRole('option', { name });
const stepPage = (page: Page): Locator => page.getByRole('tabpanel', { name: /^Step|^Boot/ });

async function openSteps(page: Page): Promise<void> {
  await page.locator('[data-expand]').first().click();
  await expect(list(page)).toBeVisible();
  await settled(page);
}

/** What the list says, a line for each step. */
async function stepTexts(page: Page): Promise<string[]> {
  const texts = await list(page).getByRole('option').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

async function look(page: Page, name: RegExp): Promise<void> {
  await row(page, name).click();
  await settled(page);
}

async function add(page: Page, kind: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Step/ }).click();
  await page.getByRole('menuitem', { name: kind }).click();
  await settled(page);
}

async function choose(page: Page, path: string, option: string): Promise<void> {
  await page.locator(`.steps [data-path="${path}"] select`).first().selectOption(option);
  await settled(page);
}

test.describe('a stack of GPU memory that should arrive later', () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await importText(page, LATE_STACK);
    await openSteps(page);
    await look(page, /plug sp4/);
  });

  test('is refused in QEMU’s words, with the reason that E820 is read once', async ({ page }) => {
    expect((await stepTexts(page))[1]).toBe("t1 plug sp4, 128 GiB Device 'sp-mem' does not support hotplugging");
    await expect(stepPage(page).getByRole('heading', { level: 2 }).first()).toContainText('t1 is refused');
    await expect(stepPage(page)).toContainText("Device 'sp-mem' does not support hotplugging");
    await expect(stepPage(page)).toContainText(/E820 at boot, and that table never changes/);
    await expect(stepPage(page).getByText('exact, QEMU 11.1').first()).toBeVisible();
    await expect(stepPage(page).getByRole('row', { name: /^E820/ })).toContainText('same');
  });

  test('has three ways out, and each says what it changes', async ({ page }) => {
    const ways = stepPage(page);
    await expect(ways).toContainText('Present at boot: the device joins the layout’s devices, E820 gains its entry');
    await expect(ways).toContainText('A DIMM: it can arrive later and takes a slot, but it is ordinary memory');
    await expect(ways).toContainText('CXL memory: a fixed window is reserved at boot');
    const costs = ways.getByRole('list', { name: 'What each change costs' });
    await expect(costs).toContainText('its memory is taken from the start');
    for (const offer of ['Have sp4 present at boot', 'Make sp4 a DIMM', 'Make sp4 CXL memory']) {
      await expect(ways.getByRole('button', { name: `Apply: ${offer}` })).toBeVisible();
    }

    await ways.getByRole('button', { name: 'Apply: Have sp4 present at boot' }).click();
    await settled(page);
    expect(await stepTexts(page)).toHaveLength(1);
    await openTable(page, 'E820');
    expect((await e820(page)).filter((entry) => entry.endsWith('soft reserved'))).toHaveLength(4);
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);

    await look(page, /plug sp4/);
    await openTable(page, 'Step t1');
    await ways.getByRole('button', { name: 'Apply: Make sp4 a DIMM' }).click();
    await settled(page);
    expect((await stepTexts(page))[1]).toMatch(/^t1 plug sp4, 128 GiB 0x[0-9a-f]+$/);
    await openTable(page, 'E820');
    expect((await e820(page)).filter((entry) => entry.endsWith('soft reserved'))).toHaveLength(3);
  });
});

test('a stack cannot leave, none can take its place, and an ordinary DIMM takes the rest of the window', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: /^Examples/ }).click();
  await page.getByRole('menuitem', { name: /SPM stack that should arrive later/ }).click();
  await settled(page);
  await openSteps(page);
  expect(await stepTexts(page)).toEqual([
    expect.stringMatching(/^boot 8 GiB RAM, window \d+ GiB etc\/e820 written, 4 entries$/),
    "t1 unplug sp1 Device 'sp-mem' does not support hotplugging",
    "t2 plug sp2, 16 GiB Device 'sp-mem' does not support hotplugging",
    "t3 object-del Cannot delete host memory backend 'hbm1' which is mapped",
    expect.stringMatching(/^t4 plug dimm1, 16 GiB 0x[0-9a-f]+$/),
  ]);
  await page.getByRole('heading', { name: 'Steps' }).click();
  for (const name of [/unplug sp1/, /plug sp2/, /object-del/, /plug dimm1/]) {
    await look(page, name);
    // What E820 says of the stack's bytes is true at each step, since nothing else can come there.
    await expect(stepPage(page).getByRole('row', { name: /^E820/ })).toContainText('same');
    await expect(stepPage(page)).toContainText(/never by E820/);
    const stays = stepPage(page).getByRole('row', { name: /sp1/ });
    await expect(stays).toContainText('0x280000000');
    await expect(stays.getByText('no', { exact: false }).first()).toBeVisible();
  }
  const dimm = stepPage(page).getByRole('row', { name: /dimm1/ });
  await expect(dimm).toContainText('0x680000000');
  await openTable(page, 'Linux');
  await expect(page.getByRole('tabpanel', { name: 'Linux' })).toContainText(
    'at t4, with the drivers that the guest has',
  );
  await expect(page.getByRole('tabpanel', { name: 'Linux' })).toContainText('680000000-a7fffffff : System RAM');
});

test.describe('steps made by hand', () => {
  test.beforeEach(async ({ page }) => {
    await open(page);
    await importText(page, EMPTY_DAY);
    await openSteps(page);
  });

  test('every kind is added behind the step that is looked at, and later steps are worked out again', async ({
    page,
  }) => {
    await add(page, 'Plug DIMM');
    await add(page, 'Plug DIMM');
    await add(page, 'Unplug a device');
    await add(page, 'Plug virtio-mem');
    await add(page, 'Resize virtio-mem');
    await add(page, /^Change the guest/);
    await add(page, 'Memory blocks by hand');
    await add(page, 'Reboot');
    await add(page, 'Another QMP command');
    const texts = await stepTexts(page);
    expect(texts.slice(1, 5)).toEqual([
      't1 plug dimm1, 8 GiB 0x180000000',
      't2 plug dimm2, 8 GiB 0x380000000',
      't3 unplug dimm2 guest agrees',
      expect.stringMatching(/^t4 plug vmem1, 8 GiB 0x/),
    ]);
    expect(texts).toHaveLength(10);
    // Behind boot: everything is one step later.
    await look(page, /^boot/);
    await add(page, 'Plug DIMM');
    expect((await stepTexts(page)).slice(1, 4)).toEqual([
      't1 plug dimm3, 8 GiB 0x180000000',
      't2 plug dimm1, 8 GiB 0x380000000',
      't3 plug dimm2, 8 GiB 0x580000000',
    ]);
    await page.keyboard.press('ControlOrMeta+z');
    await settled(page);
    expect(await stepTexts(page)).toEqual(texts);
  });

  test('a device is chosen from those that are there by then, and the guest’s answer says what follows', async ({
    page,
  }) => {
    for (const kind of ['Plug DIMM', 'Plug DIMM', 'Unplug a device', 'Plug DIMM']) await add(page, kind);
    await look(page, /unplug dimm2/);
    const device = page.locator('.steps [data-path="events.2.device"] select');
    await expect(device.locator('option')).toHaveText(['dimm1 DIMM, 8 GiB', 'dimm2 DIMM, 8 GiB']);
    await choose(page, 'events.2.device', 'dimm1');
    expect((await stepTexts(page))[4]).toBe('t4 plug dimm3, 8 GiB 0x180000000');
    await expect(page.locator('.steps')).toContainText(
      'If it refuses, dimm1 stays and t4 goes to 0x580000000. This answer is the model’s.',
    );
    await page.getByRole('radiogroup', { name: 'What the guest says at t3' }).getByText('refuses').click();
    await settled(page);
    expect((await stepTexts(page)).slice(3)).toEqual([
      't3 unplug dimm1 guest refuses, it stays',
      't4 plug dimm3, 8 GiB 0x580000000',
    ]);
    await expect(page.locator('.steps')).toContainText('If it agrees, dimm1 goes and t4 goes to 0x180000000.');
    await choose(page, 'events.2.answer', '');
    expect((await stepTexts(page))[3]).toBe('t3 unplug dimm1 guest agrees');
  });

  test('a time is typed with its unit, and a QMP command that is no JSON stays in its field', async ({ page }) => {
    await add(page, 'Another QMP command');
    const command = page.getByRole('textbox', { name: 'QMP command' });
    await command.fill('{"execute": query}');
    await expect(page.locator('.steps')).toContainText('This is no JSON: character 13 cannot be “query}”.');
    expect((await stepTexts(page))[1]).toContain('query-memory-devices');
    await command.fill('{"execute": "system_reset"}');
    await settled(page);
    await expect(page.locator('.steps')).not.toContainText('This is no JSON');
    expect((await stepTexts(page))[1]).toContain('t1 system_reset');
    await setField(page, 'events.0.atMs', '90');
    await expect(page.locator('.steps')).toContainText('“90” has no unit of time.');
    await setField(page, 'events.0.atMs', '90 s');
    await expect(page.locator('.steps [data-path="events.0.atMs"] input')).toHaveValue('90 s');
  });

  test('steps are dragged to another time, moved by keys, removed, and brought back', async ({ page }) => {
    for (const kind of ['Plug DIMM', 'Plug NVDIMM', 'Plug virtio-mem']) await add(page, kind);
    const names = async (): Promise<string[]> =>
      (await stepTexts(page)).map((text) => text.split(' ')[2] ?? '').slice(1);
    expect(await names()).toEqual(['dimm1,', 'pmem1,', 'vmem1,']);
    const to = await row(page, /plug dimm1/).boundingBox();
    const from = await row(page, /plug vmem1/).boundingBox();
    if (to === null || from === null) throw new Error('rows are not there');
    await page.mouse.move(from.x + 120, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x + 120, to.y + 30, { steps: 6 });
    await page.mouse.move(to.x + 120, to.y + 12, { steps: 3 });
    await page.mouse.up();
    await settled(page);
    expect(await names()).toEqual(['vmem1,', 'dimm1,', 'pmem1,']);

    await row(page, /plug vmem1/).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await settled(page);
    expect(await names()).toEqual(['dimm1,', 'vmem1,', 'pmem1,']);
    await expect(row(page, /plug vmem1/)).toBeFocused();
    await page.keyboard.press('Delete');
    await settled(page);
    expect(await names()).toEqual(['dimm1,', 'pmem1,']);
    await expect(row(page, /plug pmem1/)).toBeFocused();
    for (let count = 0; count < 3; count += 1) {
      await page.keyboard.press('ControlOrMeta+z');
      await settled(page);
    }
    expect(await names()).toEqual(['dimm1,', 'pmem1,', 'vmem1,']);
  });

  test('the outline has every step with its outcome, and adds them, too', async ({ page }) => {
    await add(page, 'Plug DIMM');
    await add(page, 'Plug Specific-purpose memory');
    await page.keyboard.press('Escape');
    await page.getByRole('radiogroup', { name: 'Picture' }).getByText('Map').click();
    await page.getByRole('button', { name: 'Add to Timeline' }).click();
    await page.getByRole('menuitem', { name: 'Unplug a device' }).click();
    await settled(page);
    const texts = await page.locator('.outline button.row[data-path^="events."]').allInnerTexts();
    expect(texts.map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
      'D plug dimm1 at t1 done',
      'S plug sp1 at t2 refused',
      'D unplug dimm1 at t3 gone',
    ]);
    await selectInOutline(page, 'events.1');
    await expect(page.getByRole('heading', { name: 'Why does t2 end like this?' })).toBeVisible();
  });
});

test('steps are usable by keys alone, and by those who cannot see them', async ({ page }) => {
  await open(page);
  await importText(page, LATE_STACK);
  await page.keyboard.press('t');
  await expect(list(page)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await settled(page);
  await openTable(page, 'Step t1');
  await expect(stepPage(page)).toContainText('Apply');
  expect(await accessibilityProblems(page)).toEqual([]);
  // The walk begins at the first control, and goes round to the end.
  await page.getByRole('textbox', { name: 'Title of the layout' }).focus();
  expect((await unreachedControls(page)).filter((html) => !html.includes('Title of the layout'))).toEqual([]);
  await row(page, /plug sp4/).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.steps [data-path="events.0.backend.size"] input')).toBeFocused();
});

test('a list of 20,000 steps holds only what is in sight', async ({ page }) => {
  const events = Array.from({ length: 20_000 }, (_, index) => ({
    do: 'guest',
    online: index % 2 === 0 ? 'online_movable' : 'online',
  }));
  await open(page);
  await importText(page, layoutOf({ memory: { size: 4 * GiB, slots: 4, maxmem: 8 * GiB }, events }));
  await openSteps(page);
  expect(await list(page).getByRole('option').count()).toBeLessThan(80);
  await row(page, /^boot/).focus();
  await page.keyboard.press('End');
  await expect(row(page, /^t20000/)).toBeFocused();
  expect(await list(page).getByRole('option').count()).toBeLessThan(80);
  await list(page).evaluate((element) => element.scrollTo(0, 44 * 10_000));
  await expect(row(page, /^t10000/)).toBeVisible();
  expect(await list(page).getByRole('option').count()).toBeLessThan(80);
});
