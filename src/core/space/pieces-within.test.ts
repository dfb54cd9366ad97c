import { expect, it } from 'vitest';
import { range } from '../base/range';
import { piecesWithin } from './pieces-within';
import type { Region } from './region';

const why = { rule: 'test/rule', steps: [] };

it('cuts what reaches over an edge, and leaves out what lies beside', () => {
  const regions: readonly Region[] = [
    { range: range(0, 4), kind: 'ram', name: 'RAM', why },
    { range: range(4, 8), kind: 'dimm', name: 'd0', owner: 'devices.0', why },
    { range: range(8, 12), kind: 'device-memory-window', name: 'free', why },
  ];
  expect(piecesWithin(regions, range(5, 9))).toEqual([
    { range: range(5, 8), kind: 'dimm', name: 'd0', owner: 'devices.0' },
    { range: range(8, 9), kind: 'device-memory-window', name: 'free' },
  ]);
});
