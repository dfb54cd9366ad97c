import { expect, test } from 'vitest';
import { hexGroups } from './hex';

test('digits are grouped in fours from the right', () => {
  expect(hexGroups(0x30_8000_0000)).toEqual(['30', '8000', '0000']);
  expect(hexGroups(0x8000_0000)).toEqual(['8000', '0000']);
  expect(hexGroups(0)).toEqual(['0']);
});

test('numbers above 2^53 keep every digit', () => {
  expect(hexGroups(0xffff_ffff_ffff_fffen).join('')).toBe('fffffffffffffffe');
});
