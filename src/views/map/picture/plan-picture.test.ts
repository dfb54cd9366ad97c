import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryDocument } from '../../../core/document/arbitrary';
import { layout } from '../../../core/document/layout-builder';
import { fourApu } from '../../../core/document/samples/four-apu';
import { samples } from '../../../core/document/samples/index';
import type { LayoutDocument } from '../../../core/document/schema';
import { computePlan } from '../../../core/plan/compute';
import { LIGHT_PALETTE } from './light-palette';
import { planPicture, svgText } from './plan-picture';

const drawn = (document: LayoutDocument) => {
  const picture = planPicture(document, computePlan(document, 0));
  return { picture, svg: svgText(picture, LIGHT_PALETTE) };
};

/** Baselines of all texts, clips inside of clips included, since those keep the picture's own px. */
const baselines = (svg: string): readonly number[] =>
  [...svg.matchAll(/<text[^>]* y="([\d.-]+)"/g)].map(([, y]) => Number(y));

describe('the picture of a plan', () => {
  test('has its name, the verdict, both lanes and what is in them', () => {
    const { svg } = drawn(fourApu.document);
    for (const words of [
      fourApu.document.title,
      'QEMU starts; 398 GiB to the 1 TiB jump',
      'Host',
      'Guest',
      'sp1',
      'sp4',
    ])
      expect(svg).toContain(words);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="800"/);
  });

  test('is light, in the colours of the style sheet, and names nothing that is elsewhere', () => {
    for (const { document } of samples.all) {
      const { svg } = drawn(document);
      for (const [, colour = ''] of svg.matchAll(/(?:fill|stroke)="([^"]+)"/g))
        expect(colour).toMatch(/^(none|#[0-9a-f]{6})$/);
      expect(svg).not.toMatch(/(href|src)="(?!#)|url\((?!#)/);
    }
  });

  test('ends where its drawing does', () => {
    for (const { document } of samples.all) {
      const { picture, svg } = drawn(document);
      const lowest = Math.max(...baselines(svg));
      expect(lowest).toBeLessThan(picture.height);
      expect(picture.height - lowest).toBeLessThan(20);
    }
  });

  test('of a layout that QEMU refuses has QEMU’s words', () => {
    const { cpu } = fourApu.document;
    const { svg } = drawn({ ...fourApu.document, cpu: { ...cpu, physBits: 39 } });
    expect(svg).toContain('QEMU will not start');
    expect(svg).toContain('Address space limit 0x7fffffffff &lt; 0x997fffffff phys-bits too low (39)');
  });

  test('of a layout that is refused before there is memory is its name and why', () => {
    const document = {
      ...layout('q35').ram('4G').build(),
      machine: { ...layout('q35').build().machine, type: 'none' },
    };
    const { picture, svg } = drawn(document);
    expect(svg).toContain('QEMU will not start');
    expect(picture.height).toBeLessThan(160);
  });

  test('of any layout is sound markup of finite numbers', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const { picture, svg } = drawn(document);
        expect(picture.height).toBeGreaterThan(60);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        const opened = [...svg.matchAll(/<(svg|g|text|tspan|title|desc|defs)\b/g)].length;
        const closed = [...svg.matchAll(/<\/(svg|g|text|tspan|title|desc|defs)>/g)].length;
        expect(opened).toBe(closed);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
