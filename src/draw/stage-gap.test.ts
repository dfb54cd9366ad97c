import { describe, expect, it } from 'vitest';
import { GiB } from '../core/base/addr';
import { range } from '../core/base/range';
import { gapMarks, type StageChange } from './stage-gap';

/** A pixel for each GiB. */
const scale = { window: range(0, 1000 * GiB), height: 600, toPixel: (address: number) => address / GiB };
const change = (kind: StageChange['kind'], from: number, to: number, more: Partial<StageChange> = {}): StageChange => ({
  ...{
    kind,
    range: range(Math.round(from * GiB), Math.round(to * GiB)),
    before: 0,
    after: 1,
    why: 'The firmware does so.',
    stage: 'OVMF',
  },
  ...{ borders: [], ...more },
});

describe('the gap between two boot stages', () => {
  it('counts entries that came and went, each at its place', () => {
    const { words } = gapMarks([change('came', 10, 20), change('went', 100, 110, { before: 1, after: 0 })], scale);
    expect(words.map(({ text, y }) => [text, y])).toEqual([
      ['+1', 15],
      ['−1', 105],
    ]);
  });

  it('adds up what stands too close for words of its own', () => {
    const many = Array.from({ length: 17 }, (_, index) => change('came', 10 + index / 10, 10.1 + index / 10));
    const { words } = gapMarks(many, scale);
    expect(words.map(({ text }) => text)).toEqual(['+17']);
    expect(words[0]?.changes).toHaveLength(17);
  });

  it('shows a join as a ring on each border that vanished, and in words where it has consequences', () => {
    const borders = [150 * GiB, 200 * GiB, 250 * GiB];
    const join = change('joined', 100, 300, { before: 4, after: 1, borders });
    expect(gapMarks([join], scale)).toMatchObject({ words: [], rings: [{ y: 150 }, { y: 200 }, { y: 250 }] });
    const { words, rings } = gapMarks([{ ...join, hasConsequences: true }], scale);
    expect(words.map(({ text, warns }) => [text, warns])).toEqual([['4→1', true]]);
    // The word in the middle takes the place of the ring there.
    expect(rings.map(({ y }) => y)).toEqual([150, 250]);
  });

  it('keeps words from lying on each other, and never drops a warning', () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      change(index % 3 === 0 ? 'retyped' : index % 3 === 1 ? 'came' : 'went', 100 + index, 101 + index, {
        ...(index === 57 ? { hasConsequences: true } : {}),
      }),
    );
    const { words } = gapMarks(all, scale);
    words.slice(1).forEach((word, index) => {
      const before = words[index];
      expect(word.y - word.height / 2).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0) / 2);
    });
    expect(words.some(({ warns }) => warns)).toBe(true);
    expect(words.flatMap(({ changes }) => changes)).toHaveLength(60);
  });

  it('leaves out what is out of sight', () => {
    expect(gapMarks([change('came', 800, 810)], scale).words).toEqual([]);
    expect(gapMarks([change('came', 2000, 2010)], scale).words).toEqual([]);
  });
});
