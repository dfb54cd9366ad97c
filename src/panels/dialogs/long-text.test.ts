import { expect, test } from 'vitest';
import { lineCount, linesFrom } from './long-text';

test('lines are counted as an editor counts them', () => {
  expect(lineCount('')).toBe(0);
  expect(lineCount('a')).toBe(1);
  expect(lineCount('a\r\nb\n')).toBe(2);
});

test('a few lines are taken out, long ones cut', () => {
  expect(linesFrom('a\nb\r\nc\nd', 2, 2)).toEqual([
    { number: 2, text: 'b' },
    { number: 3, text: 'c' },
  ]);
  expect(linesFrom('x'.repeat(1000), 1, 5)[0]?.text).toHaveLength(300);
});
