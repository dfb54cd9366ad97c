import { expect, test } from 'vitest';
import { momentName } from './timeline';

test('a moment is named after the step that it is behind', () => {
  expect([0, 1, 12].map(momentName)).toEqual(['boot', 't1', 't12']);
});
