import { describe, expect, it } from 'vitest';
import { range } from '../core/base/range';
import type { Plan } from '../core/plan/plan';
import { neighbour, problemTargets, regionTargets } from './stepping';

const regions = [
  { range: range(0, 0x1000), kind: 'ram', owner: 'memory.size' },
  { range: range(0x1000, 0x2000), kind: 'hole' },
  { range: range(0x2000, 0x3000), kind: 'reserved' },
];
const plan = {
  snapshots: [{ spaces: { cpu: { regions } } }],
  diagnostics: [{ path: 'cpu.physBits' }, {}, { range: range(0x2000, 0x2800) }],
} as unknown as Plan;

describe('stepping', () => {
  it('knows ranges and gaps apart', () => {
    expect(regionTargets(plan, false)).toEqual([
      { range: range(0, 0x1000), path: 'memory.size' },
      { range: range(0x2000, 0x3000) },
    ]);
    expect(regionTargets(plan, true)).toEqual([{ range: range(0x1000, 0x2000) }]);
    expect(regionTargets(undefined, true)).toEqual([]);
  });

  it('leaves out problems that are nowhere', () => {
    expect(problemTargets(plan)).toHaveLength(2);
  });

  it('goes round at both ends', () => {
    const all = regionTargets(plan, false);
    const [first, last] = all;
    expect(neighbour(all, undefined, 1)).toBe(first);
    expect(neighbour(all, undefined, -1)).toBe(last);
    expect(neighbour(all, first, 1)).toEqual(last);
    expect(neighbour(all, last, 1)).toEqual(first);
    expect(neighbour(all, first, -1)).toEqual(last);
  });

  it('finds the nearest one from a selection that is none of them', () => {
    const all = regionTargets(plan, false);
    const between = { range: range(0x1800, 0x1900) };
    expect(neighbour(all, between, 1)).toEqual(all[1]);
    expect(neighbour(all, between, -1)).toEqual(all[0]);
    expect(neighbour([], between, 1)).toBeUndefined();
  });
});
