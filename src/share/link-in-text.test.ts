import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { range } from '../core/base/range';
import { arbitraryDocument } from '../core/document/arbitrary';
import { emptyDocument } from '../core/document/defaults';
import { decodeLink, encodeLink } from './link';
import { linkIn } from './later-link';
import { linkInText } from './link-in-text';
import { readView, viewKeys, type LinkView } from './view-keys';

const fragment = await encodeLink({ ...emptyDocument('pc'), title: 'a layout with a title that makes the link long' });
const view: LinkView = {
  sight: range(0x50_8000_0000, 0x70_8000_0000),
  scale: 'linear',
  path: 'devices.2',
  step: 3,
  thread: 'k3v9a0q2',
  comparison: { link: await encodeLink(emptyDocument('microvm')), name: 'rev (B), “v1.2”!', isFirst: false },
};
const looked = fragment + viewKeys(view);

describe('a link in a text', () => {
  test.each([
    ['a mail', `Hello,\nsee https://example.org/physmap/#${fragment}\nand tell me.`],
    ['the end of a sentence', `It is https://example.org/#${fragment}.`],
    ['brackets', `<https://example.org/#${fragment}>`],
    ['Markdown', `[layout](https://example.org/?x=1#${fragment}) of today`],
    ['an attribute', `<a href="https://example.org/#z=1&${fragment}&sel=1">`],
    [
      'lines of 60 characters',
      `see\n> ${`https://example.org/#${fragment}`.replace(/.{60}/g, '$&\r\n> ')}\n> and tell`,
    ],
    ['quoted-printable lines', `https://example.org/#${fragment.replace(/.{40}/g, '$&=\n')}\nrest`],
  ])('is found in %s', async (_place, text) => {
    const found = linkInText(text);
    expect(found).toContain(fragment);
    expect(await decodeLink(found ?? '')).toMatchObject({ ok: true, value: { machine: { type: 'pc' } } });
  });

  test('is the text itself where there is nothing around it, so that what is wrong with it can be counted', async () => {
    for (const text of [`https://example.org/#${looked}`, `#${fragment}.`, looked, 'z=1&d=1']) {
      expect(await linkIn(` ${text}\n`)).toBe(text);
    }
    expect(await linkIn(`<https://example.org/#${looked}>`)).toBe(looked);
  });

  test('that was cut is found without the words behind it', async () => {
    const found = linkInText(`https://example.org/#${fragment.slice(0, -10)}\nRegards`);
    expect(found).toBe(fragment.slice(0, -10));
    expect(await decodeLink(found ?? '')).toMatchObject({ ok: false, error: { code: 'cut' } });
  });

  test('is no option of a command line, no heading and no colour', () => {
    for (const text of ['-device pc-dimm,id=d=1', '# d=1', '#d=12', 'color: #d0d0d0', '']) {
      expect(linkInText(text)).toBeUndefined();
    }
  });

  test('is found whatever the layout and the words around it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, fc.string({ maxLength: 40 }), async (document, words) => {
        const link = await encodeLink(document);
        const found = linkInText(`${words.replaceAll('#', '')} #${link}\n\n${words}`);
        expect(found).toBe(link);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['a mail', `Hello,\nsee https://example.org/physmap/#${looked}\nand tell me.`],
    ['the end of a sentence', `It is https://example.org/#${looked}.`],
    ['brackets', `(<https://example.org/#${looked}>)`],
    ['Markdown', `**[layout](https://example.org/?x=1#${looked}) of today**`],
    ['quotation marks', `'https://example.org/#${looked}', "https://example.org/"`],
    ['an attribute', `<a href="https://example.org/#${looked}">`],
    ['HTML', `<a href="https://example.org/#${looked.replaceAll('&', '&amp;')}">layout</a>`],
    ['lines of 60 characters', `see\n> ${`https://example.org/#${looked}`.replace(/.{60}/g, '$&\r\n> ')}\n> and tell`],
    ['a line for each key', `https://example.org/#${looked.replaceAll('&', '\n&')}\nRegards`],
    ['a compared layout in two lines', `https://example.org/#${looked.replace(/&vs=.{24}/, '$&\n')}\nRegards`],
  ])('brings along what was looked at, in %s', (_place, text) => {
    expect(linkInText(text)).toBe(looked);
    expect(readView(linkInText(text) ?? '')).toEqual(view);
  });

  test('in front of the layout and behind it: keys of both places come along', () => {
    expect(linkInText(`<a href="https://example.org/#z=1&${fragment}&sel=1">`)).toBe(`z=1&${fragment}&sel=1`);
  });

  test('of an old page, whose names have brackets, loses those at its end alone', () => {
    const old = `${fragment}&vs=2.4.abcdef.AAAA&vsname=rev%20(B)&vsfirst=1`;
    expect(linkInText(`see #${old}) there`)).toBe(old);
  });

  test('that was cut in its keys keeps those before, and takes no words of the next line', () => {
    expect(linkInText(`#${fragment}&step=3&sel=devi\nRegards`)).toBe(`${fragment}&step=3&sel=devi`);
    expect(linkInText(`#${fragment}&step=3&\nRegards`)).toBe(`${fragment}&step=3`);
    expect(linkInText(`#${fragment}&step=3 & more`)).toBe(`${fragment}&step=3`);
    expect(linkInText(`#${fragment}&nbsp;more=1`)).toBe(fragment);
  });

  test('whose layout lacks characters in front of its keys is damaged, and not cut', async () => {
    const found = linkInText(`see #${fragment.slice(0, -3)}&step=3 there`);
    expect(await decodeLink(found ?? '')).toMatchObject({ ok: false, error: { code: 'damaged' } });
  });

  test('is looked for in no time, whatever the text', () => {
    for (const text of [
      `#d=1.4.abcdef.AAAA${'&a='.repeat(300_000)}`,
      `#d=1.4.abcdef.AAAA${'&'.repeat(1_000_000)}`,
      `#d=1.4.abcdef.AAAA${'\n&vs=1.999999999.abcdef.AAAAAAAAAAAAA'.repeat(20_000)}`,
      `#d=1.8.abcdef.AAAA\nAAAA${'\na'.repeat(400_000)}`,
      '#a=&'.repeat(200_000),
      '#d=1.999999999.abcdef.\n'.repeat(40_000),
      `#d=1.999999999.abcdef.${'\na'.repeat(400_000)}`,
    ]) {
      const from = process.cpuUsage();
      linkInText(text);
      expect(process.cpuUsage(from).user).toBeLessThan(1e6);
    }
  });
});
