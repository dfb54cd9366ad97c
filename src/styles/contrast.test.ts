import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../ui/kinds';

const sheet = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

type Scheme = 'light' | 'dark';

/** The value of a colour token in a scheme, `#rrggbb`. */
function token(name: string, scheme: Scheme): string {
  const pair = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(sheet);
  const single = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(sheet);
  const value = pair === null ? single?.[1] : pair[scheme === 'light' ? 1 : 2];
  if (value === undefined) throw new Error(`no colour token --${name}`);
  return value;
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
const OUTLINE = 3;

const texts: readonly (readonly [string, string])[] = [
  ...['ink', 'ink2', 'ink3', 'acc', 'bad', 'ok'].flatMap((ink) =>
    ['canvas', 'panel', 'raised'].map((ground) => [ink, ground] as const),
  ),
  ...['ink', 'ink2', 'ink3', 'acc'].flatMap((ink) => ['acct', 'hover'].map((ground) => [ink, ground] as const)),
  ['ink', 'badt'],
  ['ink2', 'badt'],
  ['bad', 'badt'],
  ['badi', 'bad'],
  ['acci', 'acc'],
  ['acci', 'acc-hover'],
  ['canvas', 'ink'],
  ['warn-mark', 'warn'],
  ...FAMILIES.flatMap((family) => [
    ['ink', `${family}-f`] as const,
    ['ink2', `${family}-f`] as const,
    [`${family}-c`, `${family}-k`] as const,
  ]),
];

const outlines: readonly (readonly [string, string])[] = [
  ['ctl', 'panel'],
  ['ctl', 'raised'],
  ['ctl', 'canvas'],
  ['acc', 'canvas'],
  ['bad', 'canvas'],
  ['bad', 'panel'],
  ...FAMILIES.map((family) => [`${family}-e`, 'canvas'] as const),
];

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  test.each(texts)('text %s on %s keeps 4.5', (ink, ground) => {
    expect(contrast(token(ink, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(TEXT);
  });

  test.each(outlines)('outline %s on %s keeps 3', (line, ground) => {
    expect(contrast(token(line, scheme), token(ground, scheme))).toBeGreaterThanOrEqual(OUTLINE);
  });
});

describe('colours', () => {
  test('the formula gives 21 for black on white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  });
});
