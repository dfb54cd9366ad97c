import { expect, open, settled, test } from './journey';
import { seal } from '../src/share/envelope';
import { e820, importedLink, importText } from './stories';

const OWN = 'qemu-system-x86_64 -machine pc -m 8G';

/** The fragment that the address bar holds for the layout on screen. */
async function fragmentOf(page: Parameters<typeof open>[0]): Promise<string> {
  await expect(page).toHaveURL(/#d=/);
  return new URL(page.url()).hash.slice(1);
}

for (const [name, damage, says] of [
  ['cut', (link: string) => link.slice(0, -30), /This link was cut: \d+ of \d+ characters arrived/],
  ['changed', (link: string) => link.replace(/.(?=.{20}$)/, (at) => (at === 'A' ? 'B' : 'A')), /This link is damaged/],
  ['made by a newer version', () => seal(9, 'AAAA'), /This link needs a newer version/],
] as const) {
  test(`a link that was ${name} says so and leaves the user's own layout alone`, async ({ page }) => {
    await open(page);
    const link = await fragmentOf(page);
    await importText(page, OWN);
    const own = await e820(page);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, damage(link));
    await expect(page.getByRole('strong').filter({ hasText: says })).toBeVisible();
    expect(await e820(page)).toEqual(own);
  });
}

test('the whole link, pasted where the cut one failed, opens', async ({ page }) => {
  await open(page);
  const link = await fragmentOf(page);
  await page.goto('about:blank');
  await page.goto(`./#${link.slice(0, -30)}`);
  await expect(page.getByRole('heading', { name: /This link was cut/ })).toBeVisible();
  await page.getByLabel('The whole link').fill(`http://example.invalid/#${link}`);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await settled(page);
  await expect(page.getByRole('heading', { name: /This link was cut/ })).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`#${link.replaceAll('.', '\\.')}`));
});

test('a link from someone else waits while own work is unsaved, and both choices keep their word', async ({ page }) => {
  await open(page);
  const link = await fragmentOf(page);
  const example = await e820(page);
  await importText(page, OWN);
  const own = await e820(page);
  // Going to the address that one is at is no navigation, so the address bar must have followed the import first.
  await expect.poll(() => new URL(page.url()).hash.slice(1)).not.toBe(link);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await settled(page);
  expect(await e820(page)).toEqual(own);
  await expect.poll(() => new URL(page.url()).hash.slice(1)).not.toBe(link);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await page.getByRole('button', { name: 'Open the link' }).click();
  await settled(page);
  expect(await e820(page)).toEqual(example);
});

test('looking at many layouts does not fill the browser history', async ({ page }) => {
  await open(page);
  const before = await page.evaluate(() => history.length);
  await importedLink(page, OWN);
  await importedLink(page, 'qemu-system-x86_64 -machine q35 -m 3G');
  expect(await page.evaluate(() => history.length)).toBe(before);
});
