import { describe, expect, it } from 'vitest';
import { intersection, type Range } from '../base/range';
import { samples } from '../document/samples/index';
import { firmwares } from '../boot/firmwares';
import { kernels } from '../boot/kernels';
import type { LayoutDocument } from '../document/schema';
import { computePlan } from '../plan/compute';
import type { E820Entry, Snapshot } from '../plan/plan';
import { stages } from './index';

const RAM = 1;
const SOFT_RESERVED = 0xefff_ffff;
const rangesOf = (entries: readonly E820Entry[], ...types: readonly number[]): readonly Range[] =>
  entries.filter(({ type }) => types.includes(type)).map(({ range }) => range);
const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { start, end }) => sum + end - start, 0);
const common = (a: readonly Range[], b: readonly Range[]): number =>
  sizeOf(a.flatMap((one) => b.flatMap((other) => intersection(one, other) ?? [])));

/** Each byte once, though two entries of a table that lies claim it. */
const united = (ranges: readonly Range[]): readonly Range[] =>
  ranges
    .toSorted((a, b) => a.start - b.start)
    .reduce<Range[]>((all, range) => {
      const last = all.at(-1);
      if (last === undefined || last.end < range.start) return [...all, range];
      return [...all.slice(0, -1), { start: last.start, end: last.end > range.end ? last.end : range.end }];
    }, []);

const boots = samples.all.flatMap(({ id, document, shows }) =>
  firmwares.all.flatMap((firmware) =>
    kernels.all.map((kernel) => ({
      name: `${id}, ${firmware.id}, Linux ${kernel.id}`,
      shows,
      document: { ...document, boot: { firmware: firmware.id, kernel: kernel.id } } satisfies LayoutDocument,
    })),
  ),
);

describe.each(boots)('$name', ({ document, shows }) => {
  const { snapshots, diagnostics } = computePlan(document, 1);
  const later = snapshots.slice(1).map((after, index) => ({ after, before: snapshots[index] as Snapshot }));

  it('goes through every stage in order, and starts', () => {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    expect(errors).toEqual(shows === undefined ? [] : [shows]);
    expect(snapshots.map(({ stage }) => stage)).toEqual(stages.all.map(({ id }) => id));
  });

  it('has tables in address order, without overlaps', () => {
    for (const { after } of later) {
      const entries = after.e820 ?? [];
      expect(entries.length).toBeGreaterThan(0);
      for (const [index, { range }] of entries.entries()) {
        expect(range.start).toBeLessThan(range.end);
        expect(range.start).toBeGreaterThanOrEqual(entries[index - 1]?.range.end ?? 0);
      }
    }
  });

  it('makes no RAM of nothing', () => {
    for (const { before, after } of later) {
      const ram = rangesOf(after.e820 ?? [], RAM);
      expect(common(ram, united(rangesOf(before.e820 ?? [], RAM, SOFT_RESERVED)))).toBe(sizeOf(ram));
    }
  });

  it('leaves the address space alone, and says why each table differs from the one before', () => {
    for (const { before, after } of later) {
      expect(after.spaces).toBe(before.spaces);
      for (const { why } of after.differences ?? []) expect(why).not.toBe('');
    }
  });
});
