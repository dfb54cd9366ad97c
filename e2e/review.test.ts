/** A review from the first question to the last answer: on ranges, steps and the whole, in the file, in the link, and from two reviewers. */
import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { LayoutDocument } from '../src/core/document/schema';
import { decodeLink, encodeLink } from '../src/share/link';
import { accessibilityProblems, expect, open, settled, test, unreachedControls } from './journey';
import { download, importText, openTable, selectInOutline, setField } from './stories';

const GiB = 2 ** 30;
const dayOfPlugging = JSON.stringify({
  format: 6,
  title: 'A day of plugging',
  machine: { type: 'q35' },
  cpu: { model: 'Skylake-Server', physBits: 46 },
  memory: { size: 4 * GiB, slots: 4, maxmem: 32 * GiB },
  events: [1, 2, 3].map((number) => ({
    do: 'plug',
    device: { kind: 'pc-dimm', id: `dimm${number}`, memdev: `mem${number}` },
    backend: { id: `mem${number}`, type: 'ram', size: 4 * GiB },
  })),
});

const onMap = (page: Page, name: RegExp): Locator => page.getByRole('option', { name });
const threads = (page: Page): Locator => page.getByRole('region', { name: 'Comments' }).getByRole('article');
const thread = (page: Page, name: string | RegExp): Locator => page.getByRole('article', { name });

/** The layout of a link. */
async function layoutIn(link: string): Promise<LayoutDocument> {
  const opened = await decodeLink(link);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Writes the first comment of a thread where the field is open already. */
async function write(page: Page, text: string, by?: string): Promise<void> {
  const form = page.getByRole('region', { name: 'New comment' });
  await form.getByRole('textbox', { name: /^Comment on/ }).fill(text);
  if (by !== undefined) await form.getByLabel('Your name').fill(by);
  await form.getByRole('button', { name: /^Comment( without a name)?$/ }).click();
  await expect(form).toBeHidden();
  await settled(page);
}

async function commentOn(page: Page, name: RegExp, text: string, by?: string): Promise<void> {
  await onMap(page, name).first().click();
  await page.keyboard.press('c');
  await write(page, text, by);
}

async function reply(page: Page, to: Locator, text: string): Promise<void> {
  await to.getByRole('button', { name: 'Reply', exact: true }).click();
  await to.getByRole('textbox', { name: 'Reply' }).fill(text);
  await to.getByRole('button', { name: /^Reply( without a name)?$/ }).click();
  await expect(to.getByRole('textbox')).toBeHidden();
  await settled(page);
}

test('a reviewer asks, the author moves sp1 and answers, and the thread tells it all', async ({ page }) => {
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  const about = thread(page, /^sp1/);
  await expect(about).toContainText('0x1080000000 – 0x307fffffff');
  await expect(about).toContainText('why not PXM 2?');
  await expect(about).toContainText('Ada');
  await expect(about).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Review 1' })).toBeVisible();
  await expect(onMap(page, /^sp1.*1 comment/)).toHaveCount(1);

  await selectInOutline(page, 'devices.0');
  await setField(page, 'devices.0.addr', '0x3080000000');
  await expect(about).toContainText('moved since this comment: 0x1080000000 → 0x3080000000');
  await expect(about).toContainText('0x3080000000 – 0x507fffffff');
  await reply(page, about, 'It shares its socket with node 1.');
  await expect(about.getByRole('listitem')).toHaveCount(2);
  await expect(onMap(page, /^sp1.*2 comments/)).toHaveCount(1);

  await about.getByRole('button', { name: 'Resolve' }).click();
  await expect(thread(page, /^sp1, resolved, 3 comments/)).toBeFocused();
  await expect(onMap(page, /^sp1.*comment/)).toHaveCount(0);
  await about.getByRole('button', { name: 'Reopen' }).click();
  await expect(thread(page, /^sp1, open, 4 comments/)).toBeVisible();
  // Each of it is an edit, and can be taken back.
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(thread(page, /^sp1, resolved, 3 comments/)).toBeVisible();
});

test('a thread outlives what it is about, and finds it again', async ({ page }) => {
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  await onMap(page, /^sp1/).first().click();
  await page.keyboard.press('Delete');
  await settled(page);
  const orphan = thread(page, /^sp1, orphaned, open, 1 comment/);
  await expect(orphan).toContainText('orphaned: sp1');
  await expect(orphan).toContainText('why not PXM 2?');
  await page.getByRole('button', { name: 'Undo' }).click();
  await settled(page);
  await expect(thread(page, /^sp1, open, 1 comment/)).toContainText('0x1080000000');
});

test('steps and the whole layout have threads, and nobody has to give a name', async ({ page }) => {
  await open(page);
  await importText(page, dayOfPlugging);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Comment on the whole layout' }).click();
  await write(page, 'Who owns this?\n<img src=x onerror=alert(1)>');
  await expect(thread(page, /^The whole layout/)).toContainText('<img src=x onerror=alert(1)>');
  await expect(thread(page, /^The whole layout/)).toContainText('no name');

  await page.getByRole('button', { name: 'Address by time' }).click();
  await page.getByRole('option', { name: /dimm2/ }).click();
  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'step t2: plug dimm2, 4 GiB' })).toBeChecked();
  await write(page, 'Before or after the reboot?');
  await expect(page.getByRole('option', { name: /dimm2.*1 comment/ })).toBeVisible();
  await expect(thread(page, /^step t2: plug dimm2, 4 GiB, open/)).toBeVisible();
  // The thread goes where its step goes.
  await page.getByRole('option', { name: /dimm2/ }).press('Alt+ArrowUp');
  await settled(page);
  await expect(thread(page, /^step t1: plug dimm2, 4 GiB, open/)).toBeVisible();
});

test('a review travels in the file and in the link, and a thread has a link of its own', async ({ page, browser }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  await commentOn(page, /^sp3/, 'and this one?');
  const file = await download(page, () => page.keyboard.press('Control+s'));
  await thread(page, /^sp3/).getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toHaveCount(1);
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await other.goto(link);
  await settled(other);
  await expect(thread(other, /^sp3/)).toBeFocused();
  await expect(thread(other, /^sp1/)).toContainText('Ada');

  await open(other);
  await importText(other, file.toString('utf8'));
  await openTable(other, /^Review/);
  await expect(threads(other)).toHaveCount(2);
  // Who only reads may answer, and take out nothing of others.
  await expect(other.getByRole('button', { name: 'Remove this comment' })).toHaveCount(0);
  await other.context().close();
});

test('two reviewers’ copies come together without losing a word', async ({ page, browser }, info) => {
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  const file = await download(page, () => page.keyboard.press('Control+s'));

  const other = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await other.goto('./');
  await settled(other);
  await importText(other, file.toString('utf8'));
  await openTable(other, /^Review/);
  const theirs = thread(other, /^sp1/);
  await theirs.getByRole('button', { name: 'Reply', exact: true }).click();
  await theirs.getByLabel('Your name').fill('Grace');
  await theirs.getByRole('textbox', { name: 'Reply' }).fill('Node 2 is full.');
  await theirs.getByRole('button', { name: 'Reply', exact: true }).click();
  await expect(theirs).toContainText('Node 2 is full.');
  await commentOn(other, /^sp4/, 'Leave room for a fifth.');
  const copy = await download(other, () => other.keyboard.press('Control+s'));
  await other.context().close();

  await reply(page, thread(page, /^sp1/), 'Any news?');
  await page.getByRole('button', { name: 'Add comments of a copy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add comments of a copy' });
  const path = info.outputPath('copy.json');
  await writeFile(path, copy);
  await dialog.getByLabel('File of the copy').setInputFiles(path);
  await expect(dialog.getByRole('status')).toContainText('Added: 1 thread and 2 comments. None was lost.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const together = thread(page, /^sp1, open, 3 comments/);
  for (const text of ['why not PXM 2?', 'Node 2 is full.', 'Any news?', 'Ada', 'Grace']) {
    await expect(together).toContainText(text);
  }
  await expect(thread(page, /^sp4/)).toContainText('Leave room for a fifth.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(threads(page)).toHaveCount(1);

  await page.getByRole('button', { name: 'Add comments of a copy' }).click();
  await dialog.getByLabel('Link or text of the copy').fill('Dear all, no link today.');
  await dialog.getByRole('button', { name: 'Add its comments' }).click();
  await expect(dialog.getByRole('alert')).toContainText('What works');
  await expect(threads(page)).toHaveCount(1);
});

test('a finding is let pass for a reason, stays readable, and is taken back', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'Review' }).click();
  const list = page.getByRole('region', { name: 'Checklist' });
  const finding = list.getByRole('checkbox', { name: /^Let pass: Linux will put sp2/ });
  await finding.click();
  const pass = list.getByRole('button', { name: 'Let pass', exact: true });
  await expect(pass).toBeDisabled();
  await page.keyboard.type('The kernel is patched.');
  await page.keyboard.press('Enter');
  await settled(page);
  await expect(finding).toBeChecked();
  await expect(finding).toBeFocused();
  await expect(list).toContainText('let pass: The kernel is patched.');
  await expect(list.locator('s')).toContainText('Linux will put sp2');
  await finding.press('Space');
  await settled(page);
  await expect(finding).not.toBeChecked();
  await expect(list).not.toContainText('The kernel is patched.');
});

test('a pin on the map leads to its thread, and the menu of a range to a new one', async ({ page }) => {
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  await openTable(page, 'E820');
  await onMap(page, /^sp1/).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Read the comment/ }).click();
  await expect(thread(page, /^sp1/)).toBeFocused();
  await onMap(page, /^sp2/).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Comment', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Comment on sp2' })).toBeFocused();
});

/** Right of a range, before the tables of the stages: there is the ruler, and on it are the signs of comments. */
async function rightOf(page: Page, name: RegExp, cursor: string): Promise<{ x: number; top: number; bottom: number }> {
  const box = await onMap(page, name).first().boundingBox();
  if (box === null) throw new Error('not on screen');
  const from = box.x + box.width;
  const y = box.y + box.height / 2;
  for (let x = from + 4; x < from + 200; x += 4) {
    await page.mouse.move(x, y);
    const shape = await page.locator('.stage').evaluate((element: HTMLElement) => element.style.cursor);
    if (shape === cursor) return { x: x + 4, top: box.y, bottom: box.y + box.height };
  }
  throw new Error(`the pointer is never ${cursor} there`);
}

test('a click on the sign of a comment opens its thread', async ({ page }) => {
  await open(page);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  await commentOn(page, /^sp3/, 'and this one?');
  await openTable(page, 'E820');
  await expect(onMap(page, /^sp1.*1 comment/)).toHaveCount(1);
  const { x, top, bottom } = await rightOf(page, /^sp1/, 'pointer');
  await page.mouse.click(x, (top + bottom) / 2);
  await expect(thread(page, /^sp1/)).toBeFocused();
});

test('bytes brushed on the map are commented on', async ({ page }) => {
  await open(page);
  const { x, top, bottom } = await rightOf(page, /^sp2/, 'row-resize');
  await page.mouse.move(x, top + 1);
  await page.mouse.down();
  await page.mouse.move(x, bottom - 1, { steps: 4 });
  await page.mouse.up();
  await page
    .getByRole('menu', { name: 'Brushed bytes' })
    .getByRole('menuitem', { name: 'Comment', exact: true })
    .click();
  await expect(page.getByRole('textbox', { name: /^Comment on/ })).toBeFocused();
  await write(page, 'All of these?', 'Ada');
  await expect(threads(page)).toHaveCount(1);
  await expect(threads(page)).toContainText('0x3080000000 – 0x507fffffff');
  await expect(threads(page)).toContainText('All of these?');
});

test('a second reviewer’s copy that comes as a link, in a mail, is brought together with the first', async ({
  page,
}) => {
  await open(page);
  await expect(page).toHaveURL(/#d=/);
  await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
  await expect.poll(async () => (await layoutIn(page.url())).review.threads.length).toBe(1);
  const layout = await layoutIn(page.url());
  const [first] = layout.review.threads;
  if (first === undefined) throw new Error('the link has no thread');
  const answer = { id: 'b2', by: 'Grace', time: 1_795_387_200, text: 'Node 2 is full.' };
  const own = { id: 't2', comments: [{ id: 'c3', by: 'Grace', time: 1_795_387_300, text: 'Who owns this?' }] };
  const theirs = await encodeLink({
    ...layout,
    review: { threads: [{ ...first, comments: [...first.comments, answer] }, own], waivers: [] },
  });
  await reply(page, thread(page, /^sp1/), 'Any news?');

  await page.getByRole('button', { name: 'Add comments of a copy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add comments of a copy' });
  await dialog
    .getByLabel('Link or text of the copy')
    .fill(`Dear Ada,\n<https://physmap.example/#${theirs}&thread=t2>.\nGrace`);
  await dialog.getByRole('button', { name: 'Add its comments' }).click();
  await expect(dialog.getByRole('status')).toContainText('Added: 1 thread and 2 comments. None was lost.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  const together = thread(page, /^sp1, open, 3 comments/);
  for (const text of ['why not PXM 2?', 'Node 2 is full.', 'Any news?']) await expect(together).toContainText(text);
  await expect(thread(page, /^The whole layout/)).toContainText('Who owns this?');
});

test(
  'the review has no accessibility problem and all of it is reached by keys',
  { tag: '@both-schemes' },
  async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(page.getByRole('button', { name: /^Comment on/ })).toBeVisible();
    expect(await accessibilityProblems(page), 'empty').toEqual([]);
    await commentOn(page, /^sp1/, 'why not PXM 2?', 'Ada');
    await page
      .getByRole('checkbox', { name: /^Let pass/ })
      .first()
      .click();
    await thread(page, /^sp1/).getByRole('button', { name: 'Reply', exact: true }).click();
    expect(await accessibilityProblems(page), 'with a thread').toEqual([]);
    await page.getByRole('textbox', { name: 'Reply' }).press('Escape');
    await page.getByRole('tab', { name: 'Review 1' }).focus();
    const mine = /Reply|Resolve|Copy link|Comment|Let pass|Remove this|comments of a copy/;
    expect((await unreachedControls(page)).filter((each) => mine.test(each))).toEqual([]);
  },
);

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('threads are read and answered', async ({ page }) => {
    await open(page);
    await page.getByRole('tab', { name: 'Tables' }).click();
    await openTable(page, /^Review/);
    await page.getByRole('button', { name: /^Comment on/ }).click();
    await write(page, 'Read on the train.', 'Ada');
    await expect(thread(page, /^The whole layout/)).toContainText('Read on the train.');
    expect(await accessibilityProblems(page)).toEqual([]);
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(wide).toBeLessThanOrEqual(room ?? 0);
  });
});
