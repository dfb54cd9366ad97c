import { describe, expect, it } from 'vitest';
import { GiB } from '../../core/base/addr';
import { range } from '../../core/base/range';
import type { RangeChange } from '../../core/compare/comparison';
import { UNUSED } from '../../core/space/partition';
import type { Region } from '../../core/space/region';
import { changeRows, differingBytes } from './change-rows';

const region = (start: number, end: number, rest: Partial<Region> = {}): Region => ({
  range: range(start * GiB, end * GiB),
  kind: 'soft-reserved',
  name: 'sp2',
  why: UNUSED,
  ...rest,
});
const change = (rest: Partial<RangeChange>): RangeChange => ({
  id: 'sp2',
  kinds: ['unchanged'],
  movedBy: 0,
  resizedBy: 0,
  words: [],
  ...rest,
});
const all = (): boolean => true;

describe('the rows of a change', () => {
  it('say size and start, with how far it moved', () => {
    const grown = change({
      kinds: ['moved', 'resized'],
      before: region(194, 322),
      after: region(258, 450),
      movedBy: 64 * GiB,
      resizedBy: 64 * GiB,
    });
    expect(changeRows(grown, all)).toMatchObject([
      { words: 'size', before: { text: '128 GiB' }, after: { text: '192 GiB' } },
      { words: 'start, + 64 GiB', before: { address: 194 * GiB }, after: { address: 258 * GiB } },
    ]);
    expect(changeRows(grown, (kind) => kind === 'moved')).toHaveLength(1);
  });

  it('have a dash where one side has no such range', () => {
    expect(changeRows(change({ kinds: ['added'], after: region(0, 4) }), all)).toMatchObject([
      { words: 'added', before: undefined, after: { text: '4 GiB' } },
      { words: 'start', before: undefined, after: { address: 0 } },
    ]);
  });

  it('name both kinds and both bindings', () => {
    const other = change({
      kinds: ['retyped', 'rebound'],
      before: region(0, 4, { kind: 'ram' }),
      after: region(0, 4),
      bound: { before: 'node 1', after: 'node 2' },
    });
    expect(changeRows(other, all)).toMatchObject([
      { words: 'kind', before: { text: 'RAM' }, after: { text: 'soft reserved' } },
      { words: 'bound to', before: { text: 'node 1' }, after: { text: 'node 2' } },
    ]);
  });
});

it('marks each byte that is not the same', () => {
  expect(differingBytes(Uint8Array.of(0, 0x80, 0x30), Uint8Array.of(0, 0x80, 0x40))).toEqual([false, false, true]);
});
