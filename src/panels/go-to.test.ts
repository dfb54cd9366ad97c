import { describe, expect, test } from 'vitest';
import { range } from '../core/base/range';
import type { Plan } from '../core/plan/plan';
import type { Region } from '../core/space/region';
import { arrival, destination } from './go-to';

const why = { rule: 'x', steps: [] };
const ram: Region = { range: range(0, 0x8000_0000), kind: 'ram', name: 'RAM low', owner: 'memory.size', why };
const sp1: Region = {
  range: range(0x8000_0000, 0x1_0000_0000),
  kind: 'soft-reserved',
  name: 'sp1',
  owner: 'devices.0',
  why,
};
const limit = sp1.range.end;
const plan: Plan = {
  revision: 1,
  verdict: { starts: true, warnings: [], sum: [], assumed: [] },
  commandLine: [],
  shell: '',
  snapshots: [{ id: 'x', stage: 'x', title: 'x', spaces: { cpu: { limit, regions: [ram, sp1] } } }],
  boot: { firmware: 'seabios', kernel: '7.2', append: '', assumed: { firmware: true, kernel: true } },
  diagnostics: [],
  limit,
};

describe('go to', () => {
  test('an address selects the range that it lies in, and keeps its place', () => {
    const value = { range: sp1.range, path: 'devices.0', name: 'sp1' };
    expect(destination(plan, '0x9000_0000')).toEqual({ ok: true, value: { ...value, at: 0x9000_0000 } });
    expect(destination(plan, '3G')).toEqual({ ok: true, value: { ...value, at: 3 * 2 ** 30 } });
  });

  test('a name, or how it begins, selects its range', () => {
    expect(destination(plan, 'ram')).toEqual({
      ok: true,
      value: { range: ram.range, path: 'memory.size', name: 'RAM low' },
    });
  });

  test('two addresses, or an address and a size, select those bytes', () => {
    const bytes = { ok: true, value: { range: range(0x1000, 0x2000), name: 'Bytes' } };
    expect(destination(plan, '0x1000..0x1fff')).toEqual(bytes);
    expect(destination(plan, '0x1000+4K')).toEqual(bytes);
  });

  test('what is neither is said, and so is an address beyond the end', () => {
    expect(destination(plan, 'sp9')).toMatchObject({ ok: false });
    expect(destination(plan, '8G')).toEqual({
      ok: false,
      error: '8G lies beyond the address space, which ends at 0xffffffff.',
    });
  });

  test('what is reached is said with its bytes', () => {
    const said = (text: string): string | undefined => {
      const found = destination(plan, text);
      return found.ok ? arrival(found.value) : undefined;
    };
    expect(said('sp1')).toBe('sp1, 0x80000000 to 0xffffffff');
    expect(said('0x9000_0000')).toBe('0x90000000 in sp1, 0x80000000 to 0xffffffff');
    expect(said('0x1000+4K')).toBe('Bytes, 0x1000 to 0x1fff');
  });
});
