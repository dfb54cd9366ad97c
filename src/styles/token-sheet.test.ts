import { expect, test } from 'vitest';
import { TOKEN_COLOURS, TOKEN_FACES } from './token-sheet';

test('every colour is there, in both schemes', () => {
  expect(Object.keys(TOKEN_COLOURS).length).toBeGreaterThan(50);
  expect(TOKEN_COLOURS['canvas']?.light).not.toBe(TOKEN_COLOURS['canvas']?.dark);
  expect(TOKEN_COLOURS['warn']?.light).toBe(TOKEN_COLOURS['warn']?.dark);
});

test('faces have something to fall back on', () => {
  expect(TOKEN_FACES.sans).toMatch(/^'IBM Plex Sans', .*, sans-serif$/);
  expect(TOKEN_FACES.mono).toMatch(/^'IBM Plex Mono', .*, monospace$/);
});
