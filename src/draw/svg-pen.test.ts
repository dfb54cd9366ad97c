import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Palette } from './pen';
import { escaped, SvgPen } from './svg-pen';

const palette: Palette = {
  inks: { canvas: 'rgb(255, 255, 255)', ink: 'rgb(0, 0, 0)', ink3: 'rgb(90, 90, 90)' },
  faces: { sans: "'IBM Plex Sans', sans-serif", condensed: 'sans-serif', mono: 'monospace' },
  tiles: { dots: { size: 4, parts: [{ path: 'M0 0h1v1z', fill: 'ink' }] } },
};
const words = { title: 'A map', description: 'of addresses' };
const pen = () => new SvgPen(palette, 200, 100, 'test-');

describe('the pen of paper', () => {
  it('lets no name become markup or break the file', () => {
    const hostile = '</text><script>alert(1)</script>&"\'\0\u001f\ud800';
    const drawing = pen();
    drawing.text(hostile, 0, 10, { font: 'name', ink: 'ink' });
    const svg = drawing.finish({ title: hostile, description: hostile });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\0');
    expect(svg.match(/&lt;\/text&gt;&lt;script&gt;/g)).toHaveLength(3);
    expect(svg).not.toMatch(/\p{Surrogate}/u);
  });

  it('escapes any text so that it is text again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = escaped(text);
        expect(safe).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });

  it('sets groups of digits apart by spacing, so that what is copied is an address', () => {
    const drawing = pen();
    drawing.hex(0x30_8000_0000, 90, 10, { font: 'hex', ink: 'ink' });
    const text = drawing.finish(words).replaceAll(/<[^>]*>/g, '');
    expect(text).toContain('0x3080000000');
    expect(drawing.finish(words)).toContain('dx="2.42"');
  });

  it('draws patterns as lines of its own, cut at the edge, with ids that are its own', () => {
    const drawing = pen();
    drawing.rect(10, 10, 8, 8, { fill: 'canvas', pattern: 'dots', stroke: 'ink' });
    const svg = drawing.finish(words);
    expect(svg).toContain('<path id="test-dots-0" d="M0 0h1v1z"/>');
    expect(svg.match(/<use href="#test-dots-0"/g)).toHaveLength(4);
    expect(svg).toContain('viewBox="10 10 8 8"');
  });

  it('keeps numbers small, however tall a range is', () => {
    const drawing = pen();
    drawing.rect(0, -1e12, 20, 2e12, { fill: 'ink', pattern: 'dots' });
    drawing.line([0, -1e12, 0, 1e12], { stroke: 'ink' });
    expect(drawing.finish(words)).not.toMatch(/\d{5}/);
  });

  it('says what it is to those who hear it', () => {
    expect(pen().finish(words)).toMatch(/role="img" aria-labelledby="test-title test-desc"/);
    expect(pen().finish(words)).toContain('<title id="test-title">A map</title>');
  });
});
