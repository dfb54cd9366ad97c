import { expect, test } from 'vitest';
import { exporters } from '../core/codecs/exporters';
import { exportChoices } from './exports';

test('the export menu offers what the planner can write, all of it', () => {
  expect(exportChoices.map(({ id }) => id).toSorted()).toEqual(exporters.all.map(({ id }) => id).toSorted());
});
