import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { arbitraryDocument } from '../core/document/arbitrary';
import { emptyDocument, readDocument } from '../core/document/defaults';
import { guestPart } from '../core/document/guest-part';
import { fourApu } from '../core/document/samples/four-apu';
import { samples } from '../core/document/samples/index';
import stored from '../fixtures/links/version-1.json';
import { toBase64url } from './base64url';
import { dictionary } from './dictionary';
import { checksum } from './checksum';
import { seal } from './envelope';
import { firstDocument, FIRST_LINK } from './first-link';
import { decodeLink, encodeLink, type LinkFailure } from './link';
import { FORMAT } from '../core/document/schema';

const ADDRESS = 'https://example.org/physmap/#';
const link = ADDRESS + (await encodeLink(fourApu.document));

const failure = async (text: string): Promise<LinkFailure> => {
  const decoded = await decodeLink(text);
  if (decoded.ok) throw new Error('the link opened');
  return decoded.error;
};
const pack = (json: string): string => toBase64url(deflateSync(new TextEncoder().encode(json), { dictionary }));

describe('a link', () => {
  test('opens as the very layout that it was made from', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        expect(await decodeLink(await encodeLink(document))).toEqual({ ok: true, value: document });
      }),
      { numRuns: 300 },
    );
  });

  test('has the same characters for the same layout, in whatever order its fields were set', async () => {
    const { machine, ...rest } = fourApu.document;
    expect(ADDRESS + (await encodeLink({ ...rest, machine }))).toBe(link);
  });

  test('to the four APUs is short enough for a chat line, and with their host for a chat', async () => {
    expect((await encodeLink(guestPart(fourApu.document))).length).toBeLessThan(200);
    expect(link.length).toBeLessThan(1000);
    for (const { document } of samples.all) expect((await encodeLink(document)).length).toBeLessThan(2000);
  });

  test('opens with or without the address, the #, view keys and line breaks', async () => {
    const expected = { ok: true, value: fourApu.document };
    const fragment = link.slice(ADDRESS.length);
    expect(await decodeLink(fragment)).toEqual(expected);
    expect(await decodeLink(`#${fragment}`)).toEqual(expected);
    expect(await decodeLink(`${link}&at=kernel&z=0-100&later=%`)).toEqual(expected);
    expect(await decodeLink(`#at=qemu&${fragment}`)).toEqual(expected);
    expect(await decodeLink(` ${link.slice(0, 60)}\r\n${link.slice(60)}\n`)).toEqual(expected);
  });

  test.each(stored)('stored in $made still opens: $title', async ({ link: old, layout }) => {
    expect(await decodeLink(old)).toEqual(readDocument(layout));
  });

  test('of version 1 is compressed with a dictionary that never changes', () => {
    expect(dictionary.length).toBe(3572);
    expect(checksum(String.fromCharCode(...dictionary))).toBe('FHxHtQ');
  });
});

describe('a link that lost its end', () => {
  test('says how much arrived, wherever it was cut', async () => {
    const head = /^.*?d=\d+\.\d+\./.exec(link)?.[0] ?? '';
    for (let length = ADDRESS.length + 1; length < link.length; length += 1) {
      const { code, arrived, expected, message } = await failure(link.slice(0, length));
      expect(code).toBe('cut');
      expect(arrived).toBe(length);
      if (length >= head.length) {
        expect(expected).toBe(link.length);
        expect(message).toBe(`This link was cut: ${length} of ${link.length} characters arrived.`);
      }
    }
  });

  test('is grouped in thousands', async () => {
    const long = seal(1, 'A'.repeat(1500));
    expect((await failure(long.slice(0, -100))).message).toBe('This link was cut: 1,416 of 1,516 characters arrived.');
  });
});

describe('a link with a changed character', () => {
  test('never opens and is called damaged', async () => {
    const others = ['A', 'z', '0', '9', '-', '_', '.', '=', '&', '#', '%', ' ', '\n', 'é', '\0'];
    for (let at = ADDRESS.length; at < link.length; at += 1) {
      for (const other of others) {
        const isLostEnd = at === link.length - 1 && other.trim() === '';
        if (other === link.charAt(at) || isLostEnd) continue;
        const changed = link.slice(0, at) + other + link.slice(at + 1);
        expect.soft((await failure(changed)).code, `${at} to ${JSON.stringify(other)}`).toBe('damaged');
      }
    }
  });

  test('or a missing or doubled one never opens', async () => {
    for (let at = ADDRESS.length; at < link.length - 1; at += 1) {
      expect((await decodeLink(link.slice(0, at) + link.slice(at + 1))).ok).toBe(false);
      expect((await decodeLink(link.slice(0, at + 1) + link.slice(at))).ok).toBe(false);
    }
  });
});

describe('a whole link that cannot be opened', () => {
  test('needs a newer version, by its packing or by its layout', async () => {
    expect((await failure(seal(2, 'anything'))).code).toBe('newer');
    expect((await failure(seal(1, pack(`{"format":${FORMAT + 1}}`)))).code).toBe('newer');
    expect((await failure(seal(2, 'anything').slice(0, -1))).code).toBe('cut');
  });

  test('is too large, told before it fills memory', async () => {
    const bomb = seal(1, toBase64url(deflateSync(new Uint8Array(2 ** 25), { level: 9, dictionary })));
    expect(bomb.length).toBeLessThan(256 * 1024);
    expect((await failure(bomb)).code).toBe('too-large');
    expect((await failure(`#d=1.5.AAAAAA.${'A'.repeat(2 ** 20)}`)).code).toBe('too-large');
  });

  test('of more than 1 MiB is refused when it is opened', async () => {
    const options = Array.from({ length: 100 }, (_, index) => ({ name: 'x', value: String(index).repeat(8000) }));
    const document = { ...emptyDocument(), options };
    expect((await failure(await encodeLink(document))).code).toBe('too-large');
  });

  test('holds no layout, and says where', async () => {
    const { code, message } = await failure(seal(1, pack('{"format":1,"machine":{}}')));
    expect(code).toBe('invalid');
    expect(message).toContain('machine.type');
    for (const text of ['', '[]', 'null', '{', '[['.repeat(10_000)])
      expect((await decodeLink(seal(1, pack(text)))).ok).toBe(false);
  });

  test('is packed wrongly', async () => {
    for (const payload of ['', 'A', '____', 'AAAAAAAA', toBase64url(Uint8Array.of(0xff, 0xff, 0xff))]) {
      expect((await failure(seal(1, payload))).code).toBe('damaged');
    }
  });

  test('is no link to a layout', async () => {
    for (const text of ['', '#', 'https://example.org/', '#about', '#at=qemu&z=1']) {
      expect((await failure(text)).code).toBe('absent');
    }
  });
});

test('any text at all is answered', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }).map((tail) => `d=1.${tail}`),
      ),
      async (text) => {
        expect((await decodeLink(text)).ok).toBe(false);
      },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      await decodeLink(seal(1, toBase64url(bytes)));
    }),
    { numRuns: 2000 },
  );
});

describe('the link of a first visit', () => {
  test('is what its layout gives', async () => {
    expect(FIRST_LINK).toBe(await encodeLink(firstDocument));
  });
});
