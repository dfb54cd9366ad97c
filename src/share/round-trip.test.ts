import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atOnce } from '../core/base/in-steps';
import { exporters } from '../core/codecs/exporters';
import type { ExportContext, Source } from '../core/codecs/format';
import { importInSteps } from '../core/codecs/importers';
import { chunkBytes } from '../core/codecs/pictures/png-chunks';
import { arbitraryDocument } from '../core/document/arbitrary';
import { compactDocument, emptyDocument } from '../core/document/defaults';
import type { LayoutDocument } from '../core/document/schema';
import { computePlan } from '../core/plan/compute';
import { decodeLink, encodeLink } from './link';

const RUNS = { numRuns: 1000 };
/** Generous, since a busy machine is no failure. */
const TIMEOUT = 180_000;
const bytesOf = (document: LayoutDocument): string => JSON.stringify(compactDocument(document));

const anyPlan = computePlan(emptyDocument(), 0);
/** The picture itself does not matter: the layout is put inside of it. */
const context: ExportContext = {
  picture: '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>',
  raster: Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunkBytes('IHDR', Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)),
    ...chunkBytes('IDAT', Uint8Array.of(0x78, 0x9c, 0x63, 0, 0, 0, 2, 0, 1)),
    ...chunkBytes('IEND', new Uint8Array()),
  ]),
};

function throughFile(id: string, document: LayoutDocument): LayoutDocument {
  const file = exporters.find(id)?.write(anyPlan, document, context);
  if (file?.ok !== true) throw new Error(`${id} writes no file`);
  const { content } = file.value;
  const source: Source = typeof content === 'string' ? { text: content } : { bytes: content };
  const imported = atOnce(importInSteps(source));
  if (!imported.ok) throw new Error(imported.error.message);
  return imported.value.document;
}

describe('a thousand layouts, reviews and all, come back byte for byte', () => {
  test(
    'from their links',
    async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryDocument, async (document) => {
          const opened = await decodeLink(await encodeLink(document));
          expect(opened.ok && bytesOf(opened.value)).toBe(bytesOf(document));
        }),
        RUNS,
      );
    },
    TIMEOUT,
  );

  test.each(['layout-json', 'png', 'svg'])(
    'from a file: %s',
    (id) => {
      fc.assert(
        fc.property(arbitraryDocument, (document) => {
          expect(bytesOf(throughFile(id, document))).toBe(bytesOf(document));
        }),
        RUNS,
      );
    },
    TIMEOUT,
  );
});
