import { expect, test } from 'vitest';
import { REGION_KINDS } from '../core/space/region';
import { KIND_LOOKS } from '../ui/kinds';

test('every kind of region has a look', () => {
  expect(REGION_KINDS.filter((kind) => !Object.hasOwn(KIND_LOOKS, kind))).toEqual([]);
});

test('kinds that share a letter share all but the state that the dashes tell', () => {
  const looks = Object.values(KIND_LOOKS).filter(({ letter }) => letter !== '');
  const letters = new Map<string, string>();
  for (const { letter, family } of looks) {
    expect(letters.get(letter) ?? family).toBe(family);
    letters.set(letter, family);
  }
});
