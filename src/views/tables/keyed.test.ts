import { expect, it } from 'vitest';
import { keyed } from './keyed';

it('gives each item a key of its own, also where an id comes twice', () => {
  expect(keyed([{ id: 'a' }, { id: 'b' }, { id: 'a' }]).map(({ key }) => key)).toEqual(['a', 'b', 'a 2']);
});
