import { beforeAll, afterEach, describe, expect, it } from 'vitest';
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import { FONTS, type Palette } from '../../draw/pen';
import { KIND_LOOKS, lookOf } from '../../ui/kinds';
import '../../styles/fonts.css';
import '../../styles/tokens.css';
import '../../styles/base.css';
import { CanvasPen } from './canvas-pen';
import { PageLook, readPalette } from './palette.svelte';
import { drawMinimap } from './picture/minimap';
import { drawScene } from './picture/scene';
import { sceneOf } from './picture/scene-for-tests';
import { drawChip } from './picture/shapes';
import { lookStyles } from './picture/looks';
import { fourApuPlan } from './plan-for-tests';

const root = document.documentElement;

beforeAll(async () => {
  await Promise.all([
    document.fonts.load('400 12px "IBM Plex Sans"'),
    document.fonts.load('600 12px "IBM Plex Sans"'),
    document.fonts.load('400 11px "IBM Plex Mono"'),
    document.fonts.load('600 11px "IBM Plex Mono"'),
  ]);
});

afterEach(() => {
  delete root.dataset['theme'];
});

function freshPen(): { pen: CanvasPen; context: CanvasRenderingContext2D } {
  const context = document.createElement('canvas').getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  return { pen: new CanvasPen(context), context };
}

/** Colours in a part of a canvas, with how many pixels each has. */
function coloursIn(context: CanvasRenderingContext2D, x: number, y: number, width: number, height: number) {
  const { data } = context.getImageData(x, y, width, height);
  const colours = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = `rgb(${data[at] ?? 0}, ${data[at + 1] ?? 0}, ${data[at + 2] ?? 0})`;
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

const paletteOf = (theme: 'light' | 'dark'): Palette => {
  root.dataset['theme'] = theme;
  return readPalette(root);
};

describe('the palette', () => {
  it('has every token of the theme that is shown', () => {
    const light = paletteOf('light');
    const dark = paletteOf('dark');
    expect(light.inks['canvas']).toBe('rgb(255, 255, 255)');
    expect(dark.inks['canvas']).toBe('rgb(14, 17, 22)');
    for (const ink of Object.values({ ...light.inks, ...dark.inks })) expect(ink).toMatch(/^rgb/);
    expect(light.faces.mono).toContain('IBM Plex Mono');
  });

  it('is light for paper, whatever is on the screen', () => {
    paletteOf('dark');
    expect(readPalette(root, 'light').inks).toEqual(paletteOf('light').inks);
  });

  it('follows the theme', async () => {
    const look = new PageLook();
    const stop = look.follow();
    root.dataset['theme'] = 'dark';
    await expect.poll(() => look.palette?.inks['canvas']).toBe('rgb(14, 17, 22)');
    root.dataset['theme'] = 'light';
    await expect.poll(() => look.palette?.inks['canvas']).toBe('rgb(255, 255, 255)');
    stop();
  });
});

describe('the pen of the screen', () => {
  it.each(['light', 'dark'] as const)(
    'draws every kind with its fill, its edge, its pattern and its letter: %s',
    (theme) => {
      const palette = paletteOf(theme);
      for (const kind of Object.keys(KIND_LOOKS)) {
        const look = lookOf(kind);
        const styles = lookStyles(look);
        const { pen, context } = freshPen();
        pen.begin(palette, 60, 60, 1);
        pen.rect(0, 0, 60, 60, styles.full);
        const fill = palette.inks[look.hollow === true ? 'canvas' : `${look.family}-f`] ?? '';
        const plain = coloursIn(context, 4, 4, 40, 40);
        expect(plain.get(fill), `${kind} fill`).toBeGreaterThan(0);
        expect(plain.size > 1, `${kind} pattern`).toBe(look.pattern !== undefined);
        expect(coloursIn(context, 10, 0, 40, 1).has(palette.inks[`${look.family}-e`] ?? ''), `${kind} edge`).toBe(true);
        drawChip(pen, styles, 30, 30);
        const chip = coloursIn(context, 24, 24, 12, 12);
        expect(chip.has(palette.inks[`${look.family}-k`] ?? ''), `${kind} chip`).toBe(look.letter !== '');
      }
    },
  );

  it('draws level lines of one pixel on one row of pixels, at any place and density', () => {
    const palette = paletteOf('light');
    for (const dpr of [1, 1.5, 2]) {
      for (const y of [10, 10.25, 10.5, 10.8]) {
        const { pen, context } = freshPen();
        pen.begin(palette, 20, 20, dpr);
        pen.line([0, y, 20, y], { stroke: 'ink', width: 1 / dpr });
        const column = coloursIn(context, 4, 0, 1, 20 * dpr);
        expect(column.get(palette.inks['ink'] ?? ''), `${y} at ${dpr}`).toBe(1);
        expect(column.size).toBe(2);
      }
    }
  });

  it('lets neighbours meet without a seam and without a blur', () => {
    const palette = paletteOf('light');
    const { pen, context } = freshPen();
    pen.begin(palette, 20, 20, 1);
    pen.rect(0, 0, 20, 7.4, { fill: 'ink' });
    pen.rect(0, 7.4, 20, 12.6, { fill: 'acc' });
    expect([...coloursIn(context, 0, 0, 20, 20).keys()]).toEqual([palette.inks['ink'], palette.inks['acc']]);
  });

  it('lets a pattern travel with its range, also with one that begins far above', () => {
    const palette = paletteOf('light');
    const rows = (top: number) => {
      const { pen, context } = freshPen();
      pen.begin(palette, 40, 40, 1);
      pen.rect(0, top, 40, 100_000 + 40, { pattern: 'pattern-dimm' });
      return [0, 1, 2, 3, 4].map((y) => [...coloursIn(context, 5, y, 1, 1).keys()][0]);
    };
    expect(rows(-5)).toEqual(rows(0));
    expect(rows(-1000)).toEqual(rows(0));
    expect(rows(-99_995)).toEqual(rows(0));
    expect(rows(-1).slice(0, 4)).toEqual(rows(0).slice(1));
  });

  it('measures the fixed face exactly and keeps what it measured', () => {
    const { pen } = freshPen();
    pen.begin(paletteOf('light'), 10, 10, 1);
    expect(pen.measure('0000', 'hex')).toBeCloseTo(4 * 0.6 * FONTS.hex.size, 1);
    expect(pen.measure('sp2', 'name')).toBe(pen.measure('sp2', 'name'));
  });

  it('draws the scene of the example and its minimap, light and dark', () => {
    for (const theme of ['light', 'dark'] as const) {
      const palette = paletteOf(theme);
      const { pen, context } = freshPen();
      const scene = { ...sceneOf(fourApuPlan, { width: 685, select: 'sp2' }), marks: [4 * GiB], pointer: 300 };
      pen.begin(palette, scene.width, scene.height, 1);
      drawScene(pen, scene);
      const seen = coloursIn(context, 0, 0, 685, 640);
      for (const ink of ['sky-f', 'sky-e', 'amber-f', 'amber-e', 'amber-k', 'acct', 'acc', 'slate-f', 'stone-f']) {
        expect(seen.has(palette.inks[ink] ?? ''), `${theme}: ${ink}`).toBe(true);
      }
      const small = freshPen();
      small.pen.begin(palette, 42, 300, 1);
      drawMinimap(small.pen, {
        ...{ width: 42, height: 300, bottom: 270, lastText: '256 TiB', selected: [], seen: range(0, 64 * GiB) },
        bars: [{ top: 10, height: 100, kind: 'soft-reserved', isFold: false }],
        problems: [{ range: range(0, GiB), severity: 'error' }],
        toPixel: (address) => 8 + address / GiB,
      });
      const bars = coloursIn(small.context, 0, 0, 42, 300);
      for (const ink of ['amber-p', 'bad', 'ink']) expect(bars.has(palette.inks[ink] ?? ''), ink).toBe(true);
    }
  });
});
