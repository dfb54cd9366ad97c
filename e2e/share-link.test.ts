import { deflateRawSync } from 'node:zlib';
import { GiB } from '../src/core/base/addr';
import { readDocument } from '../src/core/document/defaults';
import { guestPart } from '../src/core/document/guest-part';
import { dayOfResizing } from '../src/core/document/samples/day-of-resizing';
import { fourApu } from '../src/core/document/samples/four-apu';
import type { LayoutDocument } from '../src/core/document/schema';
import storedOf1 from '../src/fixtures/links/version-1.json' with { type: 'json' };
import storedOf2 from '../src/fixtures/links/version-2.json' with { type: 'json' };
import { toBase64url } from '../src/share/base64url';
import { seal } from '../src/share/envelope';
import { decodeLink, encodeLink } from '../src/share/link';
import { viewKeys } from '../src/share/view-keys';
import { expect, open, settled, test } from './journey';
import { download, e820, importText, paste, selectInOutline, sha256 } from './stories';

type Page = Parameters<typeof open>[0];

/** The guest of four APUs, with what two reviewers asked. */
const REVIEWED: LayoutDocument = {
  ...guestPart(fourApu.document),
  title: '4-APU guest, rev B',
  review: {
    threads: [
      {
        id: 'k3v9a0q2',
        path: 'devices.0',
        at: { start: 0x10_8000_0000, size: 128 * GiB },
        what: 'sp1',
        comments: [{ id: 'x81hdk2p', by: 'Ada', time: 1_795_387_200, text: 'why not PXM 2?' }],
      },
      {
        id: 'p0d8s7x1',
        path: 'memory.maxmem',
        comments: [{ id: 'zz81hdk2', by: 'Ben', time: 1_795_387_300, text: 'Is this enough for the next generation?' }],
      },
    ],
    waivers: [],
  },
};
const OWN = 'qemu-system-x86_64 -machine pc -m 8G';
/** What hardly packs. */
const words = (seed: number): string =>
  Array.from({ length: 60 }, (_, index) => (Math.imul(seed * 61 + index, 0x9e3779b1) >>> 0).toString(36)).join(' ');

/** The link to what the dialog's choice names, as its box shows it. */
async function shared(page: Page, what: string): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this layout' });
  await dialog.getByRole('radio', { name: what }).check();
  await settled(page);
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return link;
}

/** The addresses that a link has in sight. */
function sightIn(link: string): { readonly first: number; readonly last: number } {
  const [, first = '', last = ''] = /&z=([0-9a-f]+)-([0-9a-f]+)/.exec(link) ?? [];
  return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) };
}

/** Opens an address as one who has never been here. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
  await settled(page);
}

test('a layout with two comments, zoomed to sp3, opens as the author sent it', async ({ page, browser, baseURL }) => {
  await open(page, await encodeLink(REVIEWED));
  await expect(page).toHaveTitle('4-APU guest, rev B - physmap');
  const table = await e820(page);
  await selectInOutline(page, 'devices.2');
  await page.keyboard.press('f');
  await page.keyboard.press('f');
  await settled(page);
  const layout = await shared(page, 'The layout');
  const view = await shared(page, 'This view');
  expect(layout).toBe(`${baseURL}#${await encodeLink(REVIEWED)}`);
  expect(layout.length).toBeLessThan(2000);
  expect(view.startsWith(`${layout}&z=`)).toBe(true);
  expect(view).toContain('&sel=devices.2');
  const bare = await shared(page, 'Without comments and names');
  expect(bare).toBe(`${baseURL}#${await encodeLink({ ...REVIEWED, review: { threads: [], waivers: [] } })}`);

  const reader = await (await browser.newContext({ viewport: page.viewportSize() })).newPage();
  await visit(reader, view);
  await expect(reader).toHaveTitle('4-APU guest, rev B - physmap');
  expect(await e820(reader)).toEqual(table);
  // The address bar keeps the layout, to be shared again; what was looked at is on screen, and the same again when it is shared.
  await expect(reader).toHaveURL(layout);
  const again = await shared(reader, 'This view');
  expect(again.replace(/&z=[^&]*/, '')).toBe(view.replace(/&z=[^&]*/, ''));
  const [sent, seen] = [sightIn(view), sightIn(again)];
  // To the fraction of a pixel that an address takes on the screen.
  expect(Math.abs(seen.first - sent.first) + Math.abs(seen.last - sent.last)).toBeLessThan(
    (sent.last - sent.first) / 1e6,
  );
  expect(await shared(reader, 'The layout')).toBe(layout);
  expect(await reader.evaluate(() => history.length)).toBe(2);
  await reader.context().close();
});

test('what others are not to see is said, and is neither in the link nor in the file', async ({ page }) => {
  const host = { ...REVIEWED.host, title: 'rack 7', source: 'rack7.log' };
  await open(page, await encodeLink({ ...REVIEWED, host }));
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this layout' });
  await dialog.getByRole('radio', { name: 'Without comments and names' }).check();
  await settled(page);
  await expect(dialog.getByText('2 comments, with the names of who wrote them.')).toBeVisible();
  const stays = dialog.getByText(/^Sizes, settings/);
  await expect(stays).toContainText('the title “4-APU guest, rev B”, the title of the host');

  const inLink = async (): Promise<LayoutDocument> => {
    await settled(page);
    const opened = await decodeLink(await dialog.getByLabel('Link', { exact: true }).inputValue());
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  };
  const bare = await inLink();
  expect(bare).toMatchObject({ title: '4-APU guest, rev B', host: { title: 'rack 7' }, devices: REVIEWED.devices });
  for (const word of ['Ada', 'Ben', 'why not', 'enough']) expect(JSON.stringify(bare)).not.toContain(word);

  await dialog.getByRole('checkbox', { name: /^Leave out titles, too/ }).check();
  await expect(stays).toHaveText('Sizes, settings and ids.');
  const untitled = await inLink();
  expect(untitled).toMatchObject({ title: '', devices: REVIEWED.devices, memory: REVIEWED.memory });
  for (const word of ['Ada', 'Ben', 'rev B', 'rack']) expect(JSON.stringify(untitled)).not.toContain(word);
  const file = await download(page, () => dialog.getByRole('button', { name: 'Save as a file' }).click());
  expect(readDocument(JSON.parse(file.toString()))).toEqual({ ok: true, value: untitled });
});

test('a link with a comparison opens it, and can be shared again', async ({ page, baseURL }) => {
  const larger = {
    ...fourApu.document,
    memory: { ...fourApu.document.memory, maxmem: 832 * GiB },
    backends: fourApu.document.backends.map((each) => (each.size === 128 * GiB ? { ...each, size: 192 * GiB } : each)),
  };
  const layout = await encodeLink(larger);
  const vs = { link: await encodeLink(fourApu.document), name: 'as (ordered)', isFirst: true };
  const link = `${layout}${viewKeys({ comparison: vs })}`;
  // As it comes in a mail, with words around it.
  await open(page);
  await expect(await paste(page, `Hello,\nsee ${baseURL}#${link}.\nRegards`)).toBeHidden();
  const changes = page.getByRole('table', { name: 'What changed' });
  await expect(changes.getByRole('rowgroup', { name: /^sp2, resized \+ 64 GiB, moved \+ 64 GiB/ })).toBeVisible();
  await expect(page.getByText('as (ordered)').first()).toBeVisible();
  expect(await shared(page, 'This view')).toContain(viewKeys({ comparison: vs }));

  await visit(page, `${baseURL}#${link}`);
  await expect(changes.getByRole('rowgroup', { name: /^sp2, resized \+ 64 GiB, moved \+ 64 GiB/ })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('option', { name: /^sp2, .*192 GiB/ }).first()).toBeVisible();
});

test('a link with a step opens at it', async ({ page, baseURL }) => {
  await visit(page, `${baseURL}#${await encodeLink(dayOfResizing.document)}&step=2`);
  const now = page.getByRole('contentinfo').getByText('now t2', { exact: true });
  await expect(now).toBeVisible();
  await expect(page.getByRole('option', { name: /^dimm2, .*8 GiB/ }).first()).toBeVisible();
  await expect(page.getByRole('option', { name: /^dimm3,/ })).toHaveCount(0);
  expect(await shared(page, 'This view')).toContain('&step=2');
  // One that the layout has not is passed over.
  await visit(page, `${baseURL}#${await encodeLink(fourApu.document)}&step=2`);
  await expect(page.getByRole('option', { name: /^sp1/ }).first()).toBeVisible();
  await expect(now).toBeHidden();
});

test('a thread has a link of its own', async ({ page }) => {
  await open(page, `${await encodeLink(REVIEWED)}&thread=p0d8s7x1`);
  await expect(page.getByText('Is this enough for the next generation?').first()).toBeVisible();
});

for (const [name, change, says] of [
  ['cut by 100 characters', (link: string) => link.slice(0, -100), /^This link was cut: [\d,]+ of [\d,]+ characters/],
  [
    'changed in one place',
    (link: string) => link.replace(/.(?=.{20}$)/, (at) => (at === 'A' ? 'B' : 'A')),
    /^This link is damaged/,
  ],
  ['made by a newer version', () => seal(7, 'AAAA'), /^This link needs a newer version/],
  [
    'that inflates to 1 GiB',
    () => seal(2, toBase64url(deflateRawSync(Buffer.alloc(2 ** 30), { level: 9 }))),
    /^This link is too large/,
  ],
] as const) {
  test(`a link ${name} is told to be, without an example in its place, and takes its full text`, async ({ page }) => {
    const link = await encodeLink(REVIEWED);
    await open(page, change(link));
    await expect(page.getByRole('heading', { name: says })).toBeVisible();
    await expect(page.getByText('sp1')).toHaveCount(0);
    await expect(page.getByRole('grid')).toHaveCount(0);
    await page.getByLabel('The whole link').fill(`Hello,\nhere it is: http://127.0.0.1/#${link}\nRegards`);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await settled(page);
    await expect(page).toHaveTitle('4-APU guest, rev B - physmap');
    expect(await e820(page)).toHaveLength(7);
  });
}

test('a cut link says how many characters of how many arrived', async ({ page, baseURL }) => {
  const link = await encodeLink(REVIEWED);
  const whole = `${baseURL}#${link}`.length;
  await open(page, link.slice(0, -100));
  await expect(
    page.getByRole('heading', { name: `This link was cut: ${whole - 100} of ${whole} characters arrived.` }),
  ).toBeVisible();
});

const ofEachFormat = [...storedOf1, ...storedOf2].filter(
  ({ e820: hash, layout }, index, all) =>
    hash !== null && all.findIndex((each) => each.e820 !== null && each.layout.format === layout.format) === index,
);
for (const { title, link, layout, e820: hash } of ofEachFormat) {
  test(`a link of format ${layout.format} opens to the bytes of its day: ${title}`, async ({ page }) => {
    await open(page, link.replace(/^#/, ''));
    const bytes = await download(page, () =>
      page.getByRole('button', { name: 'Download', exact: true }).first().click(),
    );
    expect(sha256(bytes)).toBe(hash);
  });
}

test('a text behind #import= is offered, and takes nothing away unasked', async ({ page }) => {
  await open(page);
  const before = await e820(page);
  await page.evaluate((text) => {
    location.hash = `import=${encodeURIComponent(text)}`;
  }, OWN);
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await expect(dialog.getByRole('button', { name: /^Replace the/ })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await e820(page)).toEqual(before);
  await expect(page).toHaveURL(/#d=/);
});

test('what of a long review is not in the link is said, and kept when the tab is reloaded', async ({ page }) => {
  const comments = (index: number) => [{ id: 'a', time: index, text: words(index) }];
  const threads = Array.from({ length: 40 }, (_, index) => ({ id: `t${index}`, comments: comments(index) }));
  await open(page);
  await importText(page, JSON.stringify({ ...REVIEWED, review: { threads, waivers: [] } }));
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this layout' });
  await expect(dialog.getByText(/^\d+ of 40 threads are not in this link: save a file/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/&left-out=/);
  await page.reload();
  await settled(page);
  const file = await download(page, () => page.keyboard.press('ControlOrMeta+s'));
  expect((JSON.parse(file.toString()) as LayoutDocument).review.threads).toHaveLength(40);
});

test('a text behind #import= that has no host takes the place of an example with one, before the first key', async ({
  page,
}) => {
  await open(page, `import=${encodeURIComponent(OWN)}`);
  await page.getByRole('button', { name: /^Replace the/ }).click();
  await settled(page);
  const map = page.getByRole('listbox', { name: /address space/i });
  await map.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(map.getByRole('option', { selected: true })).toHaveCount(1);
});

/** Ten thousand in all; half of them in each of two tabs, which may go on side by side. */
const CHANGED = 5000;
for (const seed of [1, 2]) {
  test(`${CHANGED} changed links, one after the other, are all answered and leave the own layout alone: seed ${seed}`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await open(page);
    await importText(page, OWN);
    const own = await e820(page);
    const ownTitle = await page.title();
    const sound = [await encodeLink(REVIEWED), storedOf1[6]?.link ?? ''];
    const answers = await page.evaluate(
      async ({ links, seed, most }) => {
        const counts: Record<string, number> = {};
        // A generator with a seed: the same links each time.
        let state = seed;
        const below = (end: number): number => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
          return Math.floor((state / 2 ** 32) * end);
        };
        const change = (link: string): string => {
          const at = 2 + below(link.length - 2);
          const other = 'AZaz09-_.=%'.charAt(below(11));
          const [front, here, rest] = [link.slice(0, at), link.charAt(at), link.slice(at + 1)];
          const changed = [
            front,
            front + rest,
            front + here + here + rest,
            front + other + here + rest,
            front + other + rest,
          ];
          const next = changed[below(changed.length)] ?? '';
          return next === link || next === 'd=' ? `${link.slice(0, -1)}` : next;
        };
        const judged = (): number =>
          Number(document.querySelector<HTMLElement>('[data-judged]')?.dataset['judged'] ?? 0);
        const message = (): string => document.querySelector('[data-judged] strong')?.textContent ?? '';
        const aMoment = (): Promise<void> =>
          new Promise((resolve) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve();
            port2.postMessage(undefined);
          });
        for (let count = 0; count < most; count += 1) {
          const before = judged();
          const link = change(links[count % links.length] ?? '');
          // The same address again would be no visit.
          location.hash = link === location.hash.slice(1) ? `${link}~` : link;
          while (judged() === before) await aMoment();
          const said = message().replace(/[\d,]+/g, 'N');
          counts[said] = (counts[said] ?? 0) + 1;
        }
        return counts;
      },
      { links: sound, seed, most: CHANGED },
    );
    expect(Object.values(answers).reduce((sum, count) => sum + count, 0)).toBe(CHANGED);
    expect(Object.keys(answers).toSorted()).toEqual([
      'This link is damaged: its characters do not fit its checksum.',
      'This link was cut: N of N characters arrived.',
      'This link was cut: only its first N characters arrived.',
    ]);
    expect(await page.title()).toBe(ownTitle);
    expect(await e820(page)).toEqual(own);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await settled(page);
    expect(await e820(page)).toEqual(own);
  });
}
