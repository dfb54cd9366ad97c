/** A report for a design review: pictures that open again, tables that equal the screen, paper that cuts nothing. */
import type { Locator, Page } from '@playwright/test';
import { exportAs } from './exporting';
import { accessibilityProblems, expect, open, test } from './journey';
import { importText, openTable, rowsOf, sha256, takeImport } from './stories';

const E820_SHA = 'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7';
const stack = (n: number) =>
  `-object memory-backend-ram,id=hbm${n},size=128G -device sp-mem,id=sp${n},memdev=hbm${n},node=${n}`;
const fourApus = (physBits: number) => `
  qemu-system-x86_64 -machine q35 -cpu EPYC,phys-bits=${physBits} -m 64G,slots=4,maxmem=576G \\
  -object memory-backend-ram,id=r0,size=64G -numa node,nodeid=0,memdev=r0 \\
  -numa node,nodeid=1 -numa node,nodeid=2 -numa node,nodeid=3 -numa node,nodeid=4 \\
  ${[1, 2, 3, 4].map(stack).join(' \\\n  ')}`;
const REFUSAL = 'Address space limit 0x7fffffffff < 0x997fffffff phys-bits too low (39)';

/** The link that the address bar holds: it follows the layout on screen a moment later. */
const linkOf = (page: Page): string => new URL(page.url()).hash;

/** The link of the layout on screen, which has another one than that before. */
async function linkAfter(page: Page, before: string): Promise<string> {
  await expect.poll(() => linkOf(page)).not.toBe(before);
  return linkOf(page);
}

async function drop(page: Page, name: string, bytes: Buffer): Promise<Locator> {
  await page.evaluate(
    ({ fileName, data }) => {
      const dataTransfer = new DataTransfer();
      const content = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([content], fileName));
      window.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    },
    { fileName: name, data: bytes.toString('base64') },
  );
  return page.getByRole('dialog', { name: 'Import' });
}

/** The report in a page of its own, as a reader opens the file. */
async function openReport(page: Page, html: Buffer): Promise<Page> {
  const reader = await page.context().newPage();
  await reader.setContent(html.toString('utf8'));
  return reader;
}

const tableOf = (report: Page, caption: string | RegExp): Locator =>
  report.locator('table').filter({ has: report.locator('caption', { hasText: caption }) });

/** What the letters of chips and the signs at the head of a row add on screen. */
const plain = (rows: string[][], signs = 0): string[][] =>
  rows.map((row) => row.slice(signs).map((cell) => cell.replace(/^[A-Z?] (?=\S)/, '')));

test('pictures and the report of four APUs open again as the same link', async ({ page }) => {
  await open(page);
  const first = await linkAfter(page, '');
  await importText(page, fourApus(48));
  const link = await linkAfter(page, first);
  expect(link).toMatch(/^#d=/);
  const files = [
    { name: 'map.svg', bytes: await exportAs(page, 'Picture (SVG)') },
    { name: 'map.png', bytes: await exportAs(page, 'Picture (PNG)') },
    { name: 'report.html', bytes: await exportAs(page, 'Report (HTML)') },
  ];
  for (const { name, bytes } of files) {
    await importText(page, 'qemu-system-x86_64 -machine q35 -m 4G');
    await linkAfter(page, link);
    await takeImport(await drop(page, name, bytes));
    await expect.poll(() => linkOf(page), { message: name }).toBe(link);
  }
});

test('the PNG is the map in twice the pixels, with letters of the page', async ({ page }) => {
  await open(page);
  const png = await exportAs(page, 'Picture (PNG)');
  const svg = (await exportAs(page, 'Picture (SVG)')).toString('utf8');
  const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
  for (const words of ['sp1', 'hbm1, node 1', 'Host', 'fw_cfg', 'SRAT', 'QEMU starts']) expect(svg).toContain(words);

  // As an image on a page of its own: it needs nothing from anywhere.
  const reader = await page.context().newPage();
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await reader.setContent(`<img alt="" src="${source}">`);
  const size = await reader.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
  expect(size).toBe(width);
});

test('the report’s tables are those on screen @both-schemes', async ({ page }) => {
  await open(page);
  const report = await openReport(page, await exportAs(page, 'Report (HTML)'));

  await openTable(page, 'E820');
  const grid = page.getByRole('grid', { name: /E820 entries/ });
  expect(await rowsOf(tableOf(report, 'etc/e820 as QEMU writes it'))).toEqual(plain(await rowsOf(grid)));
  const stages = [
    { choose: ['OVMF'], caption: /hands on$/ },
    { choose: ['Linux', 'BIOS-e820'], caption: /^BIOS-e820 as / },
    { choose: ['Linux', 'final'], caption: /ends with$/ },
    { choose: ['Host'], caption: 'The host’s E820' },
  ];
  for (const { choose, caption } of stages) {
    for (const name of choose) await page.getByRole('radio', { name, exact: true }).check({ force: true });
    expect(await rowsOf(tableOf(report, caption))).toEqual(plain(await rowsOf(grid), 1));
  }

  await openTable(page, 'SRAT');
  const srat = page.getByRole('grid', { name: 'SRAT memory affinity' });
  expect(await rowsOf(tableOf(report, 'SRAT memory affinity'))).toEqual(await rowsOf(srat));

  await openTable(page, 'Devices');
  const devices = page.getByRole('grid', { name: 'Memory devices' });
  expect(await rowsOf(tableOf(report, 'query-memory-devices'))).toEqual(plain(await rowsOf(devices)));

  await openTable(page, 'Stages');
  await page.getByRole('radio', { name: 'Host and guest' }).check({ force: true });
  const both = page.getByRole('grid', { name: 'Host and guest side by side' });
  expect(await rowsOf(tableOf(report, 'Host and guest side by side'))).toEqual(plain(await rowsOf(both)));

  const checksum = report.getByRole('row').filter({ hasText: 'etc/e820' }).filter({ hasText: E820_SHA });
  await expect(checksum).toHaveCount(1);
  expect(await accessibilityProblems(report)).toEqual([]);
});

test('the Markdown report has the verdict, the tables, the command line, the checksums and the link', async ({
  page,
}) => {
  await open(page);
  const first = await linkAfter(page, '');
  await importText(page, fourApus(48));
  const link = await linkAfter(page, first);
  const markdown = (await exportAs(page, 'Report (Markdown)')).toString('utf8');
  for (const part of [
    '**Starts.** QEMU 11.1 starts with this layout.',
    '40 of the CPU’s 48 address bits',
    '| 3 | `0x1080000000` | `0x307fffffff` | 128 GiB | soft reserved | 1 | sp1 |',
    '### Warning: SeaBIOS 1.17.0 drops sp1, sp2, sp3 and sp4',
    '  -device sp-mem,id=sp4,memdev=hbm4,node=4\n```',
    E820_SHA,
    link,
  ]) {
    expect(markdown).toContain(part);
  }
  const bytes = await exportAs(page, 'etc/e820');
  expect(sha256(bytes)).toBe(E820_SHA);
});

test('a refused layout is reported with QEMU’s words and the sum @both-schemes', async ({ page }) => {
  await open(page);
  await importText(page, fourApus(39));
  const markdown = (await exportAs(page, 'Report (Markdown)')).toString('utf8');
  expect(markdown).toContain('**Does not start.** QEMU 11.1 will not start with this layout.');
  expect(markdown).toContain(REFUSAL);

  const report = await openReport(page, await exportAs(page, 'Report (HTML)'));
  await expect(report.getByText('QEMU 11.1 will not start with this layout.')).toBeVisible();
  await expect(report.getByText(REFUSAL).first()).toBeVisible();
  const sum = tableOf(report, 'The sum').locator('tfoot tr').last().locator('td');
  expect(await sum.allInnerTexts()).toEqual(['limit', '512', '0x7fffffffff', '39 bits']);
  expect(await accessibilityProblems(report)).toEqual([]);
});

const QUESTION = 'why not PXM 2?\nThe GPU is on node 2.';
const HOSTILE = '</p><script>alert(1)</script>\n| a | b |\n|---|---|\n# `x` [l](javascript:alert(1))';
const comment = (id: string, text: string, more: object = {}) => ({
  id,
  by: 'Ada',
  time: 1_795_388_265,
  text,
  ...more,
});
const THREE_COMMENTS = {
  threads: [
    { id: 'whole', comments: [comment('c', 'typo in the title'), comment('d', '', { does: 'resolves' })] },
    {
      ...{ id: 'sp1', path: 'devices.0', what: 'sp1', at: { start: 0x80000000, size: 128 * 2 ** 30 } },
      comments: [comment('a', QUESTION)],
    },
    { id: 'gone', gone: true, what: 'sp9', comments: [comment('b', HOSTILE, { by: '<b>Eve</b>' })] },
  ],
};

/** The layout on screen gets the comments of a reviewer's copy. */
async function addComments(page: Page): Promise<void> {
  const layout = JSON.parse((await exportAs(page, 'Layout')).toString('utf8')) as object;
  const dialog = await drop(page, 'copy.json', Buffer.from(JSON.stringify({ ...layout, review: THREE_COMMENTS })));
  await expect(dialog.getByText('On screen: none. In its place: 3 threads with 4 comments.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add its comments only' }).click();
  await expect(dialog).toBeHidden();
}

test('the report has what reviewers said: open threads as text, resolved ones counted @both-schemes', async ({
  page,
}) => {
  await open(page);
  await addComments(page);
  const markdown = (await exportAs(page, 'Report (Markdown)')).toString('utf8');
  for (const part of [
    '## Review\n\nThreads: 2 threads open, 1 resolved.',
    '### sp1\n\nmoved since this comment: 0x80000000 → 0x1080000000\n\n> **Ada, 2026-11-22 22:57 UTC**',
    '> why not PXM 2?\\\n> The GPU is on node 2.',
    '### sp9\n\norphaned: sp9 is no longer in the layout\n\n> **\\<b\\>Eve\\</b\\>',
    '> \\</p\\>\\<script\\>alert(1)\\</script\\>',
  ]) {
    expect(markdown).toContain(part);
  }
  expect(markdown).not.toContain('typo in the title');

  const html = await exportAs(page, 'Report (HTML)');
  const report = await openReport(page, html);
  const review = report.getByRole('region', { name: 'Review' });
  await expect(review.getByRole('article')).toHaveCount(2);
  await expect(review.getByRole('article').filter({ hasText: 'sp1' })).toContainText(QUESTION);
  await expect(review.getByText('alert(1)')).toContainText('</p><script>alert(1)</script>');
  expect(await report.locator('script').count()).toBe(0);
  expect(await accessibilityProblems(report)).toEqual([]);
  for (const width of [687, 710]) {
    await report.emulateMedia({ media: 'print' });
    await report.setViewportSize({ width, height: 950 });
    expect(await widerThan(report, width)).toEqual([]);
  }
});

test('the report of a review has the comparison, the comments and the waiver, and opens again with both of the latter', async ({
  page,
}) => {
  await open(page);
  await addComments(page);
  await page.getByRole('button', { name: 'Review' }).click();
  const list = page.getByRole('region', { name: 'Checklist' });
  await list.getByRole('checkbox', { name: /^Let pass: Linux will put sp2/ }).click();
  await list.getByRole('textbox').first().fill('The kernel is patched.');
  await list.getByRole('button', { name: 'Let pass', exact: true }).click();
  await expect(list).toContainText('let pass: The kernel is patched.');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare with' });
  const larger = fourApus(48).replaceAll('size=128G', 'size=192G').replace('maxmem=576G', 'maxmem=832G');
  await dialog.getByRole('textbox', { name: 'Link or text of the other layout' }).fill(larger);
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('table', { name: 'What changed' })).toBeVisible();

  const markdown = (await exportAs(page, 'Report (Markdown)')).toString('utf8');
  for (const part of [
    '## Changes\n\n',
    '| sp2 | size, + 64 GiB | 128 GiB | 192 GiB |',
    '| sp2 | start, + 64 GiB | `0x3080000000` | `0x4080000000` |',
    '- Waived: The kernel is patched. (',
    '> why not PXM 2?',
  ]) {
    expect(markdown).toContain(part);
  }

  const html = await exportAs(page, 'Report (HTML)');
  const report = await openReport(page, html);
  const rows = await rowsOf(tableOf(report, 'Ranges that differ'));
  expect(rows).toContainEqual(['sp4', 'start, + 192 GiB', '0x7080000000', '0xa080000000']);
  const finding = report.getByRole('article').filter({ hasText: 'Linux will put sp2' });
  await expect(finding).toContainText('The kernel is patched.');
  await expect(report.getByRole('region', { name: 'Review' })).toContainText(QUESTION);
  await report.close();

  await page.getByRole('button', { name: 'Done' }).click();
  await importText(page, 'qemu-system-x86_64 -machine q35 -m 4G');
  await takeImport(await drop(page, 'report.html', html));
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(list).toContainText('let pass: The kernel is patched.');
  await expect(page.getByRole('article', { name: /^sp1/ })).toContainText('why not PXM 2?');
});

test('on A4 and on Letter nothing is cut, and on a phone nothing is wider than the page', async ({ page }) => {
  await open(page);
  const report = await openReport(page, await exportAs(page, 'Report (HTML)'));
  const sheets = [
    { format: 'A4', box: '595', width: 687, height: 1016 },
    { format: 'Letter', box: '612', width: 710, height: 950 },
  ] as const;
  for (const { format, box, width, height } of sheets) {
    const pdf = (await report.pdf({ format })).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).toMatch(new RegExp(`/MediaBox \\[0 0 ${box}`));
    // What is inside of the margins, in px.
    await report.emulateMedia({ media: 'print' });
    await report.setViewportSize({ width, height });
    expect(await widerThan(report, width)).toEqual([]);
    const picture = await report.locator('.picture > svg').boundingBox();
    expect(picture?.height).toBeLessThan(height);
    await report.emulateMedia({ media: null });
  }
  await report.setViewportSize({ width: 390, height: 844 });
  expect(await report.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

/** Texts that reach beyond the sheet. */
const widerThan = (report: Page, width: number): Promise<string[]> =>
  report.evaluate(
    (most) =>
      [...document.querySelectorAll('h1, h2, h3, p, td, th, pre, dd, li, svg')]
        .filter((each) => (each.closest('svg')?.parentElement?.closest('svg') ?? null) === null)
        .filter((each) => each.getBoundingClientRect().right > most + 0.5 || each.scrollWidth > each.clientWidth + 1)
        .filter((each) => each.clientWidth > 0)
        .map((each) => each.outerHTML.slice(0, 120)),
    width,
  );
