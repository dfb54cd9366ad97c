import { describe, expect, test } from 'vitest';
import { GiB } from '../../base/addr';
import { range } from '../../base/range';
import type { Kernel } from '../../boot/kernel';
import { kernels } from '../../boot/kernels';
import type { E820Entry } from '../../plan/plan';
import { tableText } from './e820-text';

function kernel(id: string): Kernel {
  const found = kernels.find(id);
  if (found === undefined) throw new Error(`no kernel ${id}`);
  return found;
}
const entry = (start: number, end: number, type: number, cause = 'r0'): E820Entry => ({
  range: range(start, end),
  type,
  cause,
  why: { rule: 'test/rule', steps: [{ text: `Because of ${cause}.` }] },
});
const table = [entry(4 * GiB, 6 * GiB, 1), entry(0, 0x9_fc00, 1), entry(6 * GiB, 7 * GiB, 0xefff_ffff, 'sp1, "x"')];

describe('a table is text', () => {
  const context = { title: 'etc/e820', kernel: kernel('7.2') };

  test('as the lines of a kernel since 7.0, by address, with gaps between entries and none behind the last', () => {
    expect(tableText(table, 'dmesg', context).split('\n')).toEqual([
      'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff]  System RAM',
      'BIOS-e820: [gap 0x000000000009fc00-0x00000000ffffffff]',
      'BIOS-e820: [mem 0x0000000100000000-0x000000017fffffff]  System RAM',
      'BIOS-e820: [mem 0x0000000180000000-0x00000001bfffffff]  soft reserved',
      '',
    ]);
  });

  test('as those of one before 7.0, which has other words and no gaps', () => {
    expect(tableText(table, 'dmesg', { ...context, kernel: kernel('6.18') }).split('\n')[0]).toBe(
      'BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable',
    );
  });

  test('as JSON, CSV and C, in its own order, with nothing that ends a field early', () => {
    const json = JSON.parse(tableText(table, 'json', context)) as unknown[];
    expect(json[0]).toEqual({
      start: '0x100000000',
      end: '0x17fffffff',
      size: 2 * GiB,
      type: 1,
      words: 'usable',
      cause: 'r0',
      sure: 'exact',
    });
    expect(tableText(table, 'csv', context).split('\n')[3]).toBe(
      '0x180000000,0x1bfffffff,1073741824,0xefffffff,soft reserved,,"sp1, ""x""",exact',
    );
    expect(tableText(table, 'c', { ...context, title: 'a */ b' })).toContain('/* a * / b: 3 entries */');
    expect(tableText(table, 'c', context)).toContain(
      '{ 0x0000000100000000, 0x0000000080000000, 0x00000001 }, /* usable, r0 */',
    );
  });
});
