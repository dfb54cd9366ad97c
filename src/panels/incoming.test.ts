import { expect, test } from 'vitest';
import { isLink, offsetOf } from './incoming';

test('a line and column become a position in the text', () => {
  expect(offsetOf('ab\ncd\nef', { line: 2, column: 2 })).toBe(4);
  expect(offsetOf('ab\ncd', { line: 9, column: 1 })).toBe(5);
  expect(offsetOf('ab', {})).toBeUndefined();
});

test('a link is told from a command line', () => {
  expect(isLink('https://physmap.example/#d=1.96.abc')).toBe(true);
  expect(isLink('#d=1.96.abc')).toBe(true);
  expect(isLink('qemu-system-x86_64 -device pc-dimm,id=d=1')).toBe(false);
});
