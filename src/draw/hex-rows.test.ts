import { expect, test } from 'vitest';
import type { FwCfgFile } from '../core/plan/plan';
import { hexRows, rowCount } from './hex-rows';

const file = (length: number, rowBytes: number, fields: FwCfgFile['fields'] = []): FwCfgFile => ({
  name: 'etc/e820',
  key: 0x29,
  size: length,
  bytes: Uint8Array.from({ length }, (_, index) => index),
  fields,
  rowBytes,
});

test('a row of records is cut where its fields are', () => {
  const fields = [
    { offset: 0, length: 8, label: 'start' },
    { offset: 8, length: 8, label: 'length' },
    { offset: 16, length: 4, label: 'type' },
    { offset: 20, length: 8, label: 'start' },
  ];
  const [first, second] = hexRows(file(40, 20, fields), 0, 2);
  expect(first?.runs.map((run) => [run.offset, run.bytes.length, run.field?.label])).toEqual([
    [0, 8, 'start'],
    [8, 8, 'length'],
    [16, 4, 'type'],
  ]);
  expect(second?.runs.map((run) => [run.offset, run.field?.label])).toEqual([
    [20, 'start'],
    [28, undefined],
  ]);
});

test('a short last row and an ASCII column', () => {
  const rows = hexRows(file(34, 16), 0, 10);
  expect(rows.map((row) => row.offset)).toEqual([0, 16, 32]);
  expect(rows[2]?.ascii).toBe(' !');
  expect(rows[2]?.runs[0]?.bytes).toEqual(['20', '21']);
});

test('only the rows asked for are made', () => {
  expect(rowCount(file(1600, 16))).toBe(100);
  expect(hexRows(file(1600, 16), 10, 12).map((row) => row.offset)).toEqual([160, 176]);
});
