import { expect, it } from 'vitest';
import { copyWords } from './copy-words';

const none = { threads: 0, comments: 0, waivers: 0 };

it('says what came of a copy, and that nothing was lost', () => {
  expect(copyWords({ added: { threads: 1, comments: 2, waivers: 0 }, left: none })).toBe(
    'Added: 1 thread and 2 comments. None was lost.',
  );
  expect(copyWords({ added: { threads: 2, comments: 3, waivers: 1 }, left: none })).toBe(
    'Added: 2 threads, 3 comments and 1 finding let pass. None was lost.',
  );
  expect(copyWords({ added: none, left: none })).toBe('All that this copy says is here already. None was lost.');
});

it('says what had no room', () => {
  expect(copyWords({ added: none, left: { threads: 0, comments: 7, waivers: 0 } })).toContain(
    'There is no room for 7 comments',
  );
});
