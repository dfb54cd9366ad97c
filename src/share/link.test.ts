import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { emptyDocument, readDocument } from '../core/document/defaults';
import { guestPart } from '../core/document/guest-part';
import { fourApu } from '../core/document/samples/four-apu';
import { samples } from '../core/document/samples/index';
import { computePlan } from '../core/plan/compute';
import storedOf1 from '../fixtures/links/version-1.json';
import storedOf2 from '../fixtures/links/version-2.json';
import { toBase64url } from './base64url';
import { dictionary } from './dictionary';
import { dictionary2 } from './dictionary-2';
import { checksum } from './checksum';
import { seal } from './envelope';
import { firstDocument, FIRST_LINK } from './first-link';
import { decodeLink, encodeLink, type LinkFailure } from './link';
import { readLeftOut } from './view-keys';
import { FORMAT, type LayoutDocument } from '../core/document/schema';

const ADDRESS = 'https://example.org/physmap/#';
const link = ADDRESS + (await encodeLink(fourApu.document));

const failure = async (text: string): Promise<LinkFailure> => {
  const decoded = await decodeLink(text);
  if (decoded.ok) throw new Error('the link opened');
  return decoded.error;
};
const e820Of = (document: LayoutDocument): string | null => {
  const file = computePlan(document, 1).snapshots[0]?.tables?.files.find(({ name }) => name === 'etc/e820');
  return file?.bytes === undefined ? null : createHash('sha256').update(file.bytes).digest('hex');
};
const pack = (json: string): string => toBase64url(deflateSync(new TextEncoder().encode(json), { dictionary }));

describe('a link', () => {
  test('has the same characters for the same layout, in whatever order its fields were set', async () => {
    const { machine, ...rest } = fourApu.document;
    expect(ADDRESS + (await encodeLink({ ...rest, machine }))).toBe(link);
  });

  test('to the four APUs, with their host and without, fits a chat line; one to any example fits every program', async () => {
    const page = 'http://127.0.0.1:4173/#';
    const guest = { ...guestPart(fourApu.document), title: '4-APU guest, rev B' };
    for (const document of [fourApu.document, guest]) {
      expect((page + (await encodeLink(document))).length).toBeLessThanOrEqual(120);
    }
    for (const { document } of samples.all) expect((await encodeLink(document)).length).toBeLessThan(1500);
  });

  test('to layouts that no example has said before is short, too', async () => {
    // Other names, other sizes, another order of magnitude.
    const text = JSON.stringify(fourApu.document)
      .replaceAll('hbm', 'stack-')
      .replace(/"sp(?=\d)/g, '"spm-');
    const other = readDocument(JSON.parse(text.replaceAll('137438953472', '103079215104')));
    if (!other.ok) throw new Error(other.error[0]?.message);
    expect((await encodeLink(other.value)).length).toBeLessThan(600);
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

  // The sets only grow: what stands there has been published.
  test.each([...storedOf1, ...storedOf2])(
    'stored in $made still opens to its layout and its E820: $title',
    async (old) => {
      const decoded = await decodeLink(old.link);
      expect(decoded).toEqual(readDocument(old.layout));
      // QEMU writes no file for a layout that it refuses.
      if (decoded.ok) expect(e820Of(decoded.value)).toBe(old.e820);
    },
  );

  test('is stored of each version and each format that was ever published', () => {
    expect([...new Set(storedOf1.map(({ layout }) => layout.format))]).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(storedOf2.map(({ layout }) => layout.format))).toContain(FORMAT);
  });

  test.each([
    [1, dictionary, 3572, 'FHxHtQ'],
    [2, dictionary2, 21_006, '10AHeg'],
  ])('of version %i is compressed with a dictionary that never changes', (_version, bytes, length, check) => {
    expect(bytes.length).toBe(length);
    expect(checksum(new TextDecoder().decode(bytes))).toBe(check);
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
    expect((await failure(seal(3, 'anything'))).code).toBe('newer');
    expect((await failure(seal(1, pack(`{"format":${FORMAT + 1}}`)))).code).toBe('newer');
    expect((await failure(seal(3, 'anything').slice(0, -1))).code).toBe('cut');
  });

  test('is too large, told before it fills memory', async () => {
    const bomb = seal(1, toBase64url(deflateSync(new Uint8Array(2 ** 25), { level: 9, dictionary })));
    expect(bomb.length).toBeLessThan(256 * 1024);
    expect((await failure(bomb)).code).toBe('too-large');
    expect((await failure(`#d=1.5.AAAAAA.${'A'.repeat(2 ** 20)}`)).code).toBe('too-large');
  });

  test('of 1 GiB is refused at once', async () => {
    // Deflate packs at most 1032 to 1.
    const bomb = `${ADDRESS}${seal(2, toBase64url(new Uint8Array(1_060_000).fill(0x55)))}`;
    const from = process.cpuUsage();
    const { code, works } = await failure(bomb);
    expect(code).toBe('too-large');
    expect(works).toContain('file');
    expect(process.cpuUsage(from).user).toBeLessThan(1e6);
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

test('ten thousand changed links are answered: with what is wrong, or with the very layout', async () => {
  const counts = new Map<string, number>();
  const links = await Promise.all(
    samples.all.map(async ({ document }) => ({ document, text: ADDRESS + (await encodeLink(document)) })),
  );
  const others = fc.constantFrom(...'AZaz09-_.=&#%? \n\0é');
  interface Change {
    readonly kind: string;
    readonly place: number;
    readonly others: string;
  }
  const place = fc.integer({ min: 0, max: 9999 }).map((share) => share / 10_000);
  const change: fc.Arbitrary<Change> = fc.record({
    kind: fc.constantFrom('replace', 'drop', 'double', 'insert', 'cut', 'swap'),
    place,
    others,
  });
  const mutate = (text: string, { kind, place: share, others: other }: Change): string => {
    const at = Math.floor(share * text.length);
    const [front, here, rest] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
    switch (kind) {
      case 'replace':
        return front + other + rest;
      case 'drop':
        return front + rest;
      case 'double':
        return front + here + here + rest;
      case 'insert':
        return front + other + here + rest;
      case 'cut':
        return front;
      default:
        return front + rest.slice(0, 1) + here + rest.slice(1);
    }
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...links),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (sound, changes) => {
        const decoded = await decodeLink(changes.reduce(mutate, sound.text));
        const answer = decoded.ok ? 'same' : decoded.error.code;
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
        if (decoded.ok) expect(decoded.value).toEqual(sound.document);
        else expect([decoded.error.message, decoded.error.works].join(' ')).toMatch(/^\S.* .*[A-Z].*\.$/);
      },
    ),
    { numRuns: 10_000 },
  );
  expect(counts.get('damaged')).toBeGreaterThan(1000);
  expect(counts.get('cut')).toBeGreaterThan(500);
  expect([...counts.keys()].toSorted().filter((code) => !['absent', 'cut', 'damaged', 'same'].includes(code))).toEqual(
    [],
  );
}, 180_000);

describe('a review in a link', () => {
  // Text that hardly packs: a thread takes some 400 characters of the link.
  const words = (seed: number): string =>
    Array.from({ length: 60 }, (_, index) => (Math.imul(seed * 61 + index, 0x9e3779b1) >>> 0).toString(36)).join(' ');
  const thread = (index: number, isResolved = false) => ({
    id: `t${index}`,
    comments: [
      { id: 'a', time: 1000 - index, text: words(index) },
      ...(isResolved ? [{ id: 'b', time: 2000, text: '', does: 'resolves' as const }] : []),
    ],
  });
  const reviewed = (threads: LayoutDocument['review']['threads']): LayoutDocument => {
    const waivers = [{ code: 'qemu/spm-not-migrated', path: 'devices.0', reason: 'never migrated', time: 1 }];
    return { ...fourApu.document, review: { threads, waivers } };
  };
  const idsIn = async (document: LayoutDocument): Promise<string[]> => {
    const opened = await decodeLink(await encodeLink(document));
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.review.waivers).toEqual(document.review.waivers);
    return opened.value.review.threads.map(({ id }) => id);
  };

  test('is whole where it fits', async () => {
    const document = reviewed([thread(1), thread(2, true)]);
    expect(await decodeLink(await encodeLink(document))).toEqual({ ok: true, value: document });
    expect(await encodeLink(document)).not.toContain('&');
  });

  test('loses resolved threads first, then the oldest, and says how many', async () => {
    const document = reviewed(Array.from({ length: 24 }, (_, index) => thread(index, index % 2 === 0)));
    const encoded = await encodeLink(document);
    expect(encoded.length).toBeLessThanOrEqual(7800 + 20);
    const kept = await idsIn(document);
    const leftOut = readLeftOut(encoded);
    expect(leftOut).toEqual({ threads: 24 - kept.length, ofThreads: 24, waivers: 0, ofWaivers: 0 });
    // Later threads are older here.
    const leaving = [22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1];
    expect(kept.toSorted()).toEqual(
      leaving
        .slice(leftOut?.threads)
        .map((index) => `t${index}`)
        .toSorted(),
    );
    expect(await encodeLink(document)).toBe(encoded);
  });

  test('of megabytes takes no longer than one may wait', async () => {
    const threads = Array.from({ length: 1000 }, (_, index) => thread(index));
    const huge = threads.map((each) => ({ ...each, comments: [{ id: 'a', text: words(1).repeat(9).slice(0, 4096) }] }));
    const from = process.cpuUsage();
    expect((await encodeLink(reviewed(huge))).length).toBeLessThan(8000);
    expect(process.cpuUsage(from).user).toBeLessThan(10e6);
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
