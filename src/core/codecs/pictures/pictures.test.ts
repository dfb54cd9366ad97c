import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { encodeLink } from '../../../share/link';
import { arbitraryDocument } from '../../document/arbitrary';
import { emptyDocument } from '../../document/defaults';
import { samples } from '../../document/samples/index';
import type { LayoutDocument } from '../../document/schema';
import { computePlan } from '../../plan/compute';
import type { ExportContext, Source } from '../format';
import { candidates, importInSteps } from '../importers';
import { atOnce } from '../../base/in-steps';
import { layoutText } from './layout-inside';
import { picture } from './picture-importer';
import { pngPicture, svgPicture } from './picture-files';
import { chunkBytes, readChunks } from './png-chunks';
import { withLayoutChunk } from './png-layout';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">\n<title>x</title>\n<svg x="1"></svg>\n</svg>';
const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0);
const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** One pixel. */
const PNG = concat(
  SIGNATURE,
  chunkBytes('IHDR', header),
  chunkBytes('IDAT', Uint8Array.of(0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1)),
  chunkBytes('IEND', new Uint8Array()),
);

const anyPlan = computePlan(emptyDocument(), 0);
const CONTEXT: ExportContext = { picture: SVG, raster: PNG };

function saved(exporter: typeof svgPicture, document: LayoutDocument): Source {
  const file = exporter.write(anyPlan, document, CONTEXT);
  if (!file.ok) throw new Error(file.error.message);
  const { content } = file.value;
  return typeof content === 'string' ? { text: content } : { bytes: content };
}

function read(source: Source): LayoutDocument {
  const imported = atOnce(importInSteps(source));
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value.document;
}

const bytesOf = (source: Source): Uint8Array => ('bytes' in source ? source.bytes : new Uint8Array());

describe.each([svgPicture, pngPicture])('$title', (exporter) => {
  test('of every sample opens to the same link, byte for byte', async () => {
    for (const { document } of samples.all) {
      expect(await encodeLink(read(saved(exporter, document)))).toBe(await encodeLink(document));
    }
  });

  test('of any layout opens to the same link, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDocument, async (document) => {
        const source = saved(exporter, document);
        expect(candidates(source)[0]?.id).toBe('picture');
        expect(await encodeLink(read(source))).toBe(await encodeLink(document));
      }),
      { numRuns: 300 },
    );
  });

  test('keeps characters that markup and character sets have their own ideas about', () => {
    const title = ']]>--><metadata>&amp;"\'\u0000\ud800\ufffe é 🧠 urn:x-physmap:layout';
    const document = { ...emptyDocument(), title };
    expect(read(saved(exporter, document))).toEqual(document);
  });

  test('is the same file for the same layout', () => {
    const [first] = samples.all;
    if (first === undefined) throw new Error('no sample');
    const { machine, ...rest } = first.document;
    expect(saved(exporter, { ...rest, machine })).toEqual(saved(exporter, first.document));
  });

  test('is refused where nothing has drawn it, with what works', () => {
    const file = exporter.write(anyPlan, emptyDocument());
    expect(file).toMatchObject({ ok: false, error: { code: 'export/not-drawn' } });
  });
});

describe('a picture of somebody else', () => {
  const problem = (source: Source): string | undefined => {
    const imported = atOnce(importInSteps(source, undefined, 'picture'));
    return imported.ok ? undefined : imported.error.code;
  };

  test('says that it has no layout', () => {
    expect(candidates({ text: SVG })[0]?.id).toBe('picture');
    expect(problem({ text: SVG })).toBe('picture/no-layout');
    expect(problem({ bytes: PNG })).toBe('picture/no-layout');
  });

  test('is not taken for one where a text only speaks of it', () => {
    expect(candidates({ text: 'see "urn:x-physmap:layout" and <svg' }).map(({ id }) => id)).not.toContain('png');
    expect(problem({ text: '<svg><text>"urn:x-physmap:layout"</text></svg>' })).toBe('picture/no-layout');
    expect(problem({ text: '<svg><x:layout y="urn:x-physmap:layout"><script>{}</script></x:layout></svg>' })).toBe(
      'picture/no-layout',
    );
  });

  test('holds something else in the place of the layout', () => {
    const [before = '', after = ''] = picture.example.split('{"format":1,"machine":{"type":"q35"}}');
    for (const inside of ['', '[]', '{', '{"format":1}', '{"format":1,"machine":{"type":5}}', '['.repeat(100_000)]) {
      expect(problem({ text: before + inside + after })).toBeDefined();
    }
    expect(problem({ text: `${before}{"format":99}${after}` })).toBe('layout-json/too-new');
  });

  test('has a compressed text, which is not inflated', () => {
    const text = Uint8Array.from(layoutText(emptyDocument()), (letter) => letter.charCodeAt(0));
    const head = Uint8Array.from('physmap layout\0\u0001\0\0\0', (letter) => letter.charCodeAt(0));
    const chunk = chunkBytes('iTXt', concat(head, deflateSync(text)));
    expect(problem({ bytes: concat(PNG.subarray(0, 33), chunk, PNG.subarray(33)) })).toBe('picture/compressed-layout');
  });
});

describe('a PNG', () => {
  test('ends with the chunk that every PNG ends with', () => {
    expect([...chunkBytes('IEND', new Uint8Array())]).toEqual([0, 0, 0, 0, 73, 69, 78, 68, 0xae, 0x42, 0x60, 0x82]);
  });

  const sound = bytesOf(saved(pngPicture, emptyDocument()));

  test('has the layout right behind its header, and one only, however often it is saved', () => {
    const again = withLayoutChunk(sound, layoutText(emptyDocument()));
    expect(again).toEqual({ ok: true, value: sound });
    const chunks = readChunks(sound);
    expect(chunks.ok && chunks.value.map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND']);
  });

  test('that was cut anywhere, or has any byte changed, says so with its place', () => {
    for (let length = 8; length < sound.length; length += 1) {
      const read = atOnce(importInSteps({ bytes: sound.subarray(0, length) }));
      expect(read).toMatchObject({ ok: false, error: { code: 'picture/damaged' } });
    }
    for (let at = 8; at < sound.length; at += 1) {
      const changed = Uint8Array.from(sound);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const read = atOnce(importInSteps({ bytes: changed }));
      expect(read.ok ? 'read' : read.error.code).toBe('picture/damaged');
    }
  });

  test('of any bytes is answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(picture.binary?.read(bytes).ok).toBe(false);
        expect(picture.binary?.read(concat(SIGNATURE, bytes)).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
