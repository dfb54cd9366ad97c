import { describe, expect, it } from 'vitest';
import type { SettingCliffs } from '../../core/cliffs/cliff';
import type { Preview } from '../../core/cliffs/preview';
import { crossed, movedWords, nearCliffs, scaleOf, ticksOf } from './slide-words';
import { canSlide } from './sliding-paths';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const at = 978 * GIB + MIB;
const maxmem: SettingCliffs = {
  path: 'memory.maxmem',
  value: 576 * GIB,
  isDefault: false,
  least: 64 * GIB,
  most: 2 ** 48,
  step: MIB,
  unit: 'bytes',
  cliffs: [
    { kind: 'bits', at: 94 * GIB + MIB, title: 'needs 38 bits', why: 'bits' },
    { kind: 'block', at: 512 * GIB, title: 'memory blocks of 2 GiB', why: 'blocks' },
    { kind: 'refusal', at, title: 'QEMU refuses', why: 'too low' },
    { kind: 'move', at, title: 'RAM moves to 1 TiB', why: 'HyperTransport' },
    { kind: 'bits', at, title: 'needs 41 bits', why: 'bits' },
  ],
  bits: [],
  refused: [],
};

describe('the words of a slider', () => {
  it('tell of the cliffs on both sides, by the rounder number', () => {
    expect(nearCliffs(maxmem, 576 * GIB).map(({ title }) => title)).toEqual([
      'From 512 GiB on: memory blocks of 2 GiB',
      'Above 978 GiB: QEMU refuses, RAM moves to 1 TiB, needs 41 bits',
    ]);
    expect(nearCliffs(maxmem, 2 ** 45)).toHaveLength(1);
  });

  it('stop at whole GiB beside a cliff, and mark each value once', () => {
    const { edges, isLogarithmic } = scaleOf(maxmem);
    expect(isLogarithmic).toBe(true);
    expect(edges).toContainEqual({ below: 978 * GIB, above: 979 * GIB });
    expect(edges).toContainEqual({ below: 511 * GIB, above: 512 * GIB });
    expect(ticksOf(maxmem)).toEqual([
      { at: 512 * GIB, tone: 'plain' },
      { at, tone: 'bad' },
    ]);
  });

  it('give the reason of what is crossed on the way, not of what lies elsewhere', () => {
    expect(crossed(maxmem, 979 * GIB)).toEqual(['HyperTransport']);
    expect(crossed(maxmem, 500 * GIB)).toEqual(['blocks']);
    expect(crossed(maxmem, 600 * GIB)).toEqual([]);
  });

  it('count what moves', () => {
    const range = (start: number, end: number) => ({ start, end }) as NonNullable<Preview['moved'][number]['after']>;
    const preview: Preview = {
      starts: true,
      remarks: [],
      moved: [
        { name: 'sp1', kind: 'soft-reserved', before: range(0, 4), after: range(4, 8) },
        { name: 'sp2', kind: 'soft-reserved', before: range(8, 12), after: range(8, 16) },
        { name: 'RAM high', kind: 'ram', after: range(16, 20) },
      ],
    };
    expect(movedWords(preview)).toBe('1 range moves, 1 range is resized, 1 range comes');
    expect(movedWords({ ...preview, moved: [] })).toBe('No range moves');
  });

  it('belong to settings with cliffs alone', () => {
    expect(['memory.size', 'backends.12.size', 'devices.3.addr'].every(canSlide)).toBe(true);
    expect(['host.ranges.0.size', 'memory', 'devices.3.memdev'].some(canSlide)).toBe(false);
  });
});
