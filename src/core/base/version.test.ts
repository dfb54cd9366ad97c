import { expect, test } from 'vitest';
import description from '../../../package.json?raw';
import { VERSION } from './version';

test('files name the version that package.json has', () => {
  expect((JSON.parse(description) as { version: string }).version).toBe(VERSION);
});
