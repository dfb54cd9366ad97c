import { expect, test } from 'vitest';
import { range } from '../../core/base/range';
import type { FwCfgFile, Tables } from '../../core/plan/plan';
import { targetOfField } from './linked-bytes';

const why = { rule: 'test', steps: [] };
const tables: Tables = {
  e820: [
    { range: range(0, 0x8000_0000), type: 1, cause: 'RAM', why, owner: 'memory.size' },
    { range: range(0xfd_0000_0000, 0x100_0000_0000), type: 2, cause: 'AMD', why },
  ],
  srat: [
    { type: 'cpu', offset: 48, apicId: 0, node: 0, x2apic: false },
    { type: 'memory', offset: 64, node: 0, start: 0, size: 0x8000_0000, flags: 1, why, owner: 'nodes.0' },
    { type: 'memory', offset: 104, node: 0, start: 0, size: 0, flags: 0, why },
  ],
  memoryDevices: [],
  files: [],
};
const file = (name: string, rowBytes: number): FwCfgFile => ({ name, key: 0, fields: [], rowBytes });
const field = (offset: number, owner?: string) => ({
  offset,
  length: 4,
  label: '',
  ...(owner === undefined ? {} : { owner }),
});

test('bytes of an E820 entry stand for its range, whether or not a setting owns it', () => {
  const e820 = file('etc/e820', 20);
  expect(targetOfField(tables, e820, field(8, 'memory.size'))).toEqual({
    range: range(0, 0x8000_0000),
    path: 'memory.size',
  });
  expect(targetOfField(tables, e820, field(36))).toEqual({ range: range(0xfd_0000_0000, 0x100_0000_0000) });
});

test('bytes of a memory affinity structure stand for its range, padding and CPUs for none', () => {
  const srat = file('SRAT', 16);
  expect(targetOfField(tables, srat, field(72, 'nodes.0'))).toEqual({ range: range(0, 0x8000_0000), path: 'nodes.0' });
  expect(targetOfField(tables, srat, field(110))).toBeUndefined();
  expect(targetOfField(tables, srat, field(50))).toBeUndefined();
});

test('bytes of other files stand for what owns them', () => {
  expect(targetOfField(tables, file('etc/reserved-memory-end', 16), field(0, 'memory.maxmem'))).toEqual({
    path: 'memory.maxmem',
  });
  expect(targetOfField(undefined, file('etc/e820', 20), field(0))).toBeUndefined();
});
