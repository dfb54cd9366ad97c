import { expect, test } from 'vitest';
import { frameFor } from './frame';

test('each breakpoint of the design has its arrangement', () => {
  expect(frameFor(360).arrangement).toBe('phone');
  expect(frameFor(767).arrangement).toBe('phone');
  expect(frameFor(768).arrangement).toBe('drawer');
  expect(frameFor(1024).arrangement).toBe('rail');
  expect(frameFor(1200)).toEqual({ arrangement: 'columns', outline: 264, tables: 400 });
  expect(frameFor(1440)).toEqual({ arrangement: 'columns', outline: 264, tables: 448 });
  expect(frameFor(1680)).toEqual({ arrangement: 'columns', outline: 288, tables: 520 });
});

test('on very wide windows the map keeps 960 pixels and both sides grow', () => {
  const { outline, tables } = frameFor(3840);
  expect(3840 - outline - tables).toBe(960);
  expect(outline).toBeGreaterThan(288);
  expect(tables).toBeGreaterThan(520);
});
